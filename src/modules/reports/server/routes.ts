import type { House } from '#platform/http/house.ts';
export function reportRoutes(_house: House): void {}
