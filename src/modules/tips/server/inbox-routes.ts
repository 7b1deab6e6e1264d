import type { House } from '#platform/http/house.ts';
import * as keys from '../inbox-keys.contract.ts';
import * as inbox from '../inbox.contract.ts';
import { actOnTip, findTargetInbox, recordTip, replyToTip, routeTip } from './inbox-acts.ts';
import {
  askEscrow,
  getEscrowPart,
  getMyTipKey,
  getPassedParts,
  keepMyTipKey,
  listDifficultAreas,
  listEscrowRequests,
  listInboxKeys,
  listKeyChanges,
  makeInboxKey,
  noteDifficultArea,
  passEscrowPart,
  shareInboxKey,
  finishEscrow,
  withdrawEscrow,
} from './inbox-keys.ts';
import { getInboxFile, getInboxTip, listInbox, listOverdueTips, listTipOpenings, openInboxTip } from './inbox.ts';

/** The handlers' side of sealed tips: the inbox, and the keys that open it. */
export function inboxRoutes(house: House): void {
  house.onRead(inbox.listInbox, ({ db, actor, query }) => listInbox(db, actor, query.unit, query.queue));
  house.onRead(inbox.getInboxTip, ({ db, actor, params }) => getInboxTip(db, actor, params.id));
  house.onWrite(inbox.openInboxTip, ({ tx, actor, params, body, reply }) => {
    void reply.header('cache-control', 'no-store');
    return openInboxTip(tx, actor, params.id, body.reason);
  });
  house.onRead(inbox.getInboxFile, ({ db, actor, params, reply }) => {
    void reply.header('cache-control', 'no-store').type('application/octet-stream');
    return getInboxFile(db, actor, params.id, params.pieceId);
  });
  house.onWrite(inbox.replyToTip, ({ tx, actor, params, body }) => replyToTip(tx, actor, params.id, body.piece));
  house.onWrite(inbox.actOnTip, ({ tx, actor, params, body }) => actOnTip(tx, actor, params.id, body));
  house.onRead(inbox.findTargetInbox, async ({ db, actor, params, query }) => ({
    target: await findTargetInbox(db, actor, params.id, query.unit),
  }));
  house.onWrite(inbox.routeTip, ({ tx, actor, params, body }) => routeTip(tx, actor, params.id, body));
  house.onWrite(inbox.recordTip, ({ tx, actor, body }) => recordTip(tx, actor, body));
  house.onRead(inbox.listOverdueTips, ({ db }) => listOverdueTips(db));
  house.onRead(inbox.listTipOpenings, ({ db }) => listTipOpenings(db));

  house.onRead(keys.getMyTipKey, ({ db, reply }) => {
    void reply.header('cache-control', 'no-store');
    return getMyTipKey(db);
  });
  house.onWrite(keys.keepMyTipKey, ({ tx, actor, body }) => keepMyTipKey(tx, actor, body));
  house.onRead(keys.listInboxKeys, ({ db, actor }) => listInboxKeys(db, actor));
  house.onWrite(keys.makeInboxKey, ({ tx, actor, params, body }) => makeInboxKey(tx, actor, params.unitId, body));
  house.onWrite(keys.shareInboxKey, ({ tx, actor, params, body }) => shareInboxKey(tx, actor, params.unitId, body));
  house.onRead(keys.listKeyChanges, ({ db }) => listKeyChanges(db));
  house.onRead(keys.listDifficultAreas, ({ db }) => listDifficultAreas(db));
  house.onWrite(keys.noteDifficultArea, ({ tx, actor, params, body }) =>
    noteDifficultArea(tx, actor, params.unitId, body.isDifficult),
  );
  house.onRead(keys.listEscrowRequests, ({ db, actor }) => listEscrowRequests(db, actor));
  house.onWrite(keys.askEscrow, ({ tx, actor, body }) => askEscrow(tx, actor, body));
  house.onWrite(keys.withdrawEscrow, ({ tx, actor, params }) => withdrawEscrow(tx, actor, params.id));
  house.onRead(keys.getEscrowPart, ({ db, actor, params }) => getEscrowPart(db, actor, params.id));
  house.onWrite(keys.passEscrowPart, ({ tx, actor, params, body }) =>
    passEscrowPart(tx, actor, params.id, body.sealed),
  );
  house.onRead(keys.getPassedParts, ({ db, actor, params }) => getPassedParts(db, actor, params.id));
  house.onWrite(keys.finishEscrow, ({ tx, actor, params, body }) => finishEscrow(tx, actor, params.id, body.sealed));
}
