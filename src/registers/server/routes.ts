import type { House } from '#platform/http/house.ts';
import type { Register } from '../declaration.ts';
import { registerRoutes } from '../register.contract.ts';
import { openAttachments } from './attachments.ts';
import { openImports } from './imports/routes.ts';
import { chooseRecords, getRecordWithHistory, listRecords } from './record-queries.ts';
import { correctRecord, observeRecord, registerRecord, restoreRecord, voidRecord } from './records.ts';

/** Opens the API of a register as its declaration says it. */
export function openRegister(house: House, register: Register): void {
  const routes = registerRoutes(register);
  house.onRead(routes.list, ({ db, query }) => listRecords(db, register, query));
  house.onRead(routes.choices, ({ db, query }) => chooseRecords(db, register, query));
  house.onRead(routes.get, ({ db, params }) => getRecordWithHistory(db, register, params.id));
  house.onWrite(routes.register, ({ tx, actor, body }) => registerRecord(tx, actor, register, body));
  house.onWrite(routes.correct, ({ tx, actor, params, body }) => correctRecord(tx, actor, register, params.id, body));
  if (register.observedOnField !== undefined) {
    house.onWrite(routes.observe, ({ tx, actor, params, body }) => observeRecord(tx, actor, register, params.id, body));
  }
  house.onWrite(routes.void, ({ tx, actor, params, body }) => voidRecord(tx, actor, register, params.id, body));
  house.onWrite(routes.restore, ({ tx, actor, params, body }) => restoreRecord(tx, actor, register, params.id, body));
  openImports(house, register);
  if (register.attachments) openAttachments(house, register);
}
