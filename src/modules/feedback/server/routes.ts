import type { House } from '#platform/http/house.ts';
import type { Portal } from '#web/portal/portal.ts';
import { serveScript } from '#web/portal/scripts.ts';
import {
  answerFeedback as answerFeedbackRoute,
  countDueFeedback as countDueFeedbackRoute,
  listDueFeedback as listDueFeedbackRoute,
  listOpen311Tokens as listOpen311TokensRoute,
  makeOpen311Token as makeOpen311TokenRoute,
  revokeOpen311Token as revokeOpen311TokenRoute,
} from '../feedback.contract.ts';
import { answerFeedback, countDueFeedback, listDueFeedback } from './answer.ts';
import { open311 } from './open311.ts';
import { listOpen311Tokens, makeOpen311Token, revokeOpen311Token } from './open311-tokens.ts';
import { feedbackPages } from './pages.ts';

export function feedbackRoutes(house: House, portal: Portal, scriptFolder: string | undefined): void {
  house.onRead(listDueFeedbackRoute, ({ db, query }) => listDueFeedback(db, query));
  house.onRead(countDueFeedbackRoute, ({ db, query }) => countDueFeedback(db, query));
  house.onWrite(answerFeedbackRoute, ({ tx, actor, params, body }) => answerFeedback(tx, actor, params.id, body));
  house.onRead(listOpen311TokensRoute, async ({ db }) => ({ items: await listOpen311Tokens(db) }));
  house.onWrite(makeOpen311TokenRoute, ({ tx, actor, body }) => makeOpen311Token(tx, actor, body.name));
  house.onWrite(revokeOpen311TokenRoute, ({ tx, actor, params }) => revokeOpen311Token(tx, actor, params.id));
  open311(house);
  feedbackPages(house, portal, serveScript(house, scriptFolder, 'position.js'));
}
