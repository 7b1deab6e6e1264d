import { requirePlace } from '#platform/auth/actor.ts';
import type { House } from '#platform/http/house.ts';
import type { Register } from '#registers/declaration.ts';
import {
  getFigures,
  listIndicators,
  openFigure as openFigureRoute,
  openOwnFigure as openOwnFigureRoute,
} from '../figures.contract.ts';
import { exploreFigures as exploreFiguresRoute } from '../explore.contract.ts';
import { answerFigures } from './answer.ts';
import { exploreFigures } from './explore.ts';
import { listAllIndicators } from './indicators.ts';
import { openFigure } from './open-figure.ts';
import { openOwnFigure } from './open-own-figure.ts';

export function figureRoutes(house: House, registers: Register[]): void {
  house.onRead(listIndicators, async ({ db }) => ({ items: await listAllIndicators(db) }));

  house.onRead(getFigures, async ({ db, actor, query, locale }) => {
    const answer = await answerFigures(db, query, query.indicators?.split(','), locale);
    await requirePlace(db, actor, 'figure.read', answer.question.unit.id);
    return answer;
  });

  house.onRead(openFigureRoute, async ({ db, actor, params, query, locale }) => {
    const opened = await openFigure(db, query, params.indicatorCode, locale);
    await requirePlace(db, actor, 'figure.read', opened.question.unit.id);
    return opened;
  });

  house.onRead(exploreFiguresRoute, ({ db, query, locale }) => exploreFigures(db, query, locale));

  house.onRead(openOwnFigureRoute, async ({ db, actor, params, query }) => {
    await requirePlace(db, actor, 'figure.read', params.unitId);
    return openOwnFigure(db, actor, registers, { ...params, version: query.version });
  });
}
