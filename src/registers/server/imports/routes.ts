import type { FastifyReply, FastifyRequest } from 'fastify';
import { enterSession } from '#platform/database/database.ts';
import { type House, sessionCookie } from '#platform/http/house.ts';
import type { Register } from '../../declaration.ts';
import { importContentTypes, importRoutes } from '../../imports.contract.ts';
import { unlessBusy } from './busy.ts';
import { listWantedColumns } from './columns.ts';
import { exportRecords } from './export-records.ts';
import { makeTemplate } from './import-template.ts';
import {
  abandonImport,
  checkImport,
  confirmImport,
  type KeepProgress,
  markImport,
  uploadImport,
  viewImport,
} from './imports.ts';

/** Opens the ways of workbooks into a register and out of it. */
export function openImports(house: House, register: Register): void {
  const { files, jobs, problems } = house;
  const routes = importRoutes(register);
  listWantedColumns(register);
  house.onRead(routes.template, async ({ db, actor, locale, reply }) => {
    nameFile(reply, `mau-${register.name}.xlsx`, importContentTypes.xlsx);
    return makeTemplate(db, actor, register, locale);
  });
  house.onWrite(routes.upload, ({ tx, actor, query, body }) =>
    uploadImport(tx, files, actor, register, query.unit, body),
  );
  house.onWrite(routes.check, ({ tx, params, request, locale }) =>
    unlessBusy(() =>
      checkImport(tx, { files, language: locale, keepProgress: apartFrom(house, request) }, register, params.id),
    ),
  );
  house.onRead(routes.get, ({ db, params, locale }) =>
    viewImport(db, files, register, params.id, { problems, language: locale }),
  );
  house.onRead(routes.marked, async ({ db, params, locale, reply }) => {
    nameFile(reply, `can-sua-${register.name}.xlsx`, importContentTypes.xlsx);
    return unlessBusy(() => markImport(db, files, register, params.id, { problems, language: locale }));
  });
  house.onWrite(routes.confirm, ({ tx, actor, params, body, locale }) =>
    unlessBusy(() => confirmImport(tx, { files, jobs, language: locale }, actor, register, params.id, body)),
  );
  house.onWrite(routes.abandon, ({ tx, actor, params }) => abandonImport(tx, jobs, actor, register, params.id));
  house.onRead(routes.exportWorkbook, async ({ db, query, locale, reply }) => {
    nameFile(reply, `${register.name}.xlsx`, importContentTypes.xlsx);
    return exportRecords(db, register, query, locale, 'xlsx');
  });
  house.onRead(routes.exportCsv, async ({ db, query, locale, reply }) => {
    nameFile(reply, `${register.name}.csv`, 'text/csv; charset=utf-8');
    return exportRecords(db, register, query, locale, 'csv');
  });
}

function nameFile(reply: FastifyReply, fileName: string, contentType: string): void {
  reply.type(contentType);
  reply.header('content-disposition', `attachment; filename="${fileName}"`);
  reply.header('cache-control', 'private, no-store');
}

/** Transactions of their own under the session of the request. */
function apartFrom(house: House, request: FastifyRequest): KeepProgress {
  return (write) =>
    house.db.transaction().execute(async (tx) => {
      await enterSession(tx, request.cookies[sessionCookie]);
      await write(tx);
    });
}
