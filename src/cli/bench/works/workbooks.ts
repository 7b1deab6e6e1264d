import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { utils, write } from '@e965/xlsx';
import { sql } from 'kysely';
import { tips } from '#modules/tips/tips.contract.ts';
import { determineMonthDays } from '#platform/periods.rules.ts';
import { makePerson, type Person } from '../people.ts';
import { findClosedMonth } from '../sizes.ts';
import type { OpenBench } from '../work.ts';

/** Of the house that is measured for the record; a small one is only to show that the work holds. */
export function countRows({ filled }: OpenBench): number {
  return filled.cells < 100_000 ? 300 : 10_000;
}

/** A commune with an officer who may keep its register of tips. */
export async function findOfficer({ owner }: OpenBench): Promise<{ unitId: number; officer: Person }> {
  const { rows } = await sql<{ id: number }>`
    select id from units where kind = 'commune' and valid_to is null order by hashint8extended(id, 2) limit 1`.execute(
    owner,
  );
  const unitId = rows[0]!.id;
  return { unitId, officer: await makePerson(owner, 'commune_head', unitId) };
}

/** Rows of tips as a person would write them; run makes each table another, because the same file is asked about. */
export function makeTips(count: number, run: number): string[][] {
  const { from } = determineMonthDays(findClosedMonth(new Date()));
  const labels = (name: string): string[] => {
    const field = tips.fields[name]!;
    return field.type === 'choice' ? Object.values(field.options).map(({ vi }) => vi) : [];
  };
  const choices = ['sort', 'topic', 'channel', 'ofValue', 'competence'].map(labels);
  const head = ['receivedOn', 'sort', 'topic', 'channel', 'ofValue', 'competence'].map(
    (name) => tips.fields[name]!.label.vi,
  );
  const rows = Array.from({ length: count }, (_, index) => {
    const day = new Date(`${from}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + ((index + run) % 28));
    const written = day.toISOString().slice(0, 10).split('-').toReversed().join('/');
    return [written, ...choices.map((each, place) => each[(index + place * run) % each.length]!)];
  });
  return [head, ...rows];
}

export function toWorkbook(rows: readonly (readonly string[])[]): Buffer {
  const workbook = utils.book_new();
  utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows.map((row) => [...row])), 'Dữ liệu');
  return write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
}

/** The most memory that this process held during an act beyond what it held before, in MB. */
export async function memoryOf(act: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  try {
    await act();
  } finally {
    clearInterval(watch);
  }
  return (most - before) / 1024 / 1024;
}

/** Writes text to a stream as fast as it takes it, and waits for its end. */
export async function pourInto(stream: Writable, lines: Iterable<string>): Promise<void> {
  for (const line of lines) if (!stream.write(line)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
}
