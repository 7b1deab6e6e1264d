import type { House } from '#platform/http/house.ts';
import { openRegister } from '#registers/server/routes.ts';
import { tips } from '../tips.contract.ts';

export function tipsRoutes(house: House): void {
  openRegister(house, tips);
}
