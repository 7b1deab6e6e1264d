import { requirePlace, requirePlaces } from '#platform/auth/actor.ts';
import type { House } from '#platform/http/house.ts';
import type { Register } from '#registers/declaration.ts';
import {
  exportFigures as exportFiguresRoute,
  getFigures,
  listIndicators,
  openFigure as openFigureRoute,
  openOwnFigure as openOwnFigureRoute,
} from '../figures.contract.ts';
import { Explored, exploreFigures as exploreFiguresRoute } from '../explore.contract.ts';
import { getWindowFigures, listCalendars as listCalendarsRoute } from '../windows.contract.ts';
import { answerFigures } from './answer.ts';
import { AnswersOfMoment } from './answers-of-moment.ts';
import { exploreWithPlaces } from './explore.ts';
import { exportFigures } from './export-figures.ts';
import { exploredFileRoutes } from './explored-file-routes.ts';
import { listAllIndicators } from './indicators.ts';
import { openFigure } from './open-figure.ts';
import { understand } from './question.ts';
import { openOwnFigure } from './open-own-figure.ts';
import { answerWindow, listCalendars } from './window-figures.ts';

export function figureRoutes(house: House, registers: Register[]): void {
  house.onRead(listIndicators, async ({ db }) => ({ items: await listAllIndicators(db) }));

  house.onRead(getFigures, async ({ db, actor, query, locale }) => {
    const answer = await answerFigures(db, query, query.indicators?.split(','), locale);
    await requirePlace(db, actor, 'figure.read', answer.question.unit.id);
    return answer;
  });

  house.onRead(exportFiguresRoute, async ({ db, actor, query, reply }) => {
    const question = await understand(db, query);
    const { unit } = question;
    await requirePlace(db, actor, 'figure.read', unit.id);
    const { file, rows } = await exportFigures(db, question, query.indicators?.split(','));
    reply.type('text/csv; charset=utf-8');
    reply.header('content-disposition', `attachment; filename="figures-${unit.code}-${query.from}-${query.to}.csv"`);
    reply.header('x-row-count', String(rows));
    reply.header('cache-control', 'private, no-store');
    return file;
  });

  house.onRead(openFigureRoute, async ({ db, actor, params, query, locale }) => {
    const opened = await openFigure(db, query, params.indicatorCode, locale);
    await requirePlace(db, actor, 'figure.read', opened.question.unit.id);
    return opened;
  });

  const explored = new AnswersOfMoment<number[]>();
  house.onRead(exploreFiguresRoute, ({ db, query, locale, reply }) => {
    reply.type('application/json; charset=utf-8');
    return explored.answer(
      db,
      JSON.stringify([query, locale]),
      (places) => requirePlaces(db, 'figure.read', places),
      async () => {
        const { explored: answer, places } = await exploreWithPlaces(db, query, locale);
        return { answer: JSON.stringify(Explored.parse(answer)), place: places };
      },
    );
  });
  exploredFileRoutes(house);

  house.onRead(openOwnFigureRoute, async ({ db, actor, params, query }) => {
    await requirePlace(db, actor, 'figure.read', params.unitId);
    return openOwnFigure(db, actor, registers, { ...params, version: query.version });
  });

  house.onRead(listCalendarsRoute, async ({ db }) => ({ items: await listCalendars(db) }));

  house.onRead(getWindowFigures, ({ db, actor, query, locale }) => answerWindow(db, actor, registers, query, locale));
}
