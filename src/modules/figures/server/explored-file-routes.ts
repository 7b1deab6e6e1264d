import type { FastifyReply } from 'fastify';
import type { Db } from '#platform/database/database.ts';
import type { House } from '#platform/http/house.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { type ExploreFileQuestion, getExploredCsv, getExploredWorkbook } from '../explore-files.contract.ts';
import { exploreFigures } from './explore.ts';
import { layoutExplored, writeExploredCsv, writeExploredWorkbook } from './explored-file.ts';

export function exploredFileRoutes(house: House): void {
  house.onRead(getExploredWorkbook, async ({ db, query, locale, reply }) => {
    const sheets = await answer(db, query, locale);
    nameFile(reply, 'xlsx', getExploredWorkbook.file!.contentType);
    return writeExploredWorkbook(sheets, locale);
  });
  house.onRead(getExploredCsv, async ({ db, query, locale, reply }) => {
    const sheets = await answer(db, query, locale);
    nameFile(reply, 'csv', getExploredCsv.file!.contentType);
    return writeExploredCsv(sheets);
  });
}

async function answer(db: Db, { per, ...question }: ExploreFileQuestion, language: 'vi' | 'en') {
  // The denominator comes in the same answer, after what is to be seen.
  const codes = [...new Set(question.indicators.split(','))];
  const indicators = [...new Set([...codes, ...(per ? [per] : [])])].join(',');
  const explored = await exploreFigures(db, { ...question, indicators }, language);
  const asked = [question.indicators, question.units, question.periods].join(' · ');
  return layoutExplored(explored, { shownCount: codes.length, per, language, question: asked });
}

function nameFile(reply: FastifyReply, ending: 'xlsx' | 'csv', contentType: string): void {
  reply.type(contentType);
  reply.header('content-disposition', `attachment; filename="kham-pha-so-lieu-${vietnamDay(new Date())}.${ending}"`);
  reply.header('cache-control', 'private, no-store');
}
