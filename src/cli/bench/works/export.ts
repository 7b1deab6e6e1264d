import { utils, read, write } from '@e965/xlsx';
import { sql } from 'kysely';
import { tips } from '#modules/tips/tips.contract.ts';
import { determineMonthDays } from '#platform/periods.rules.ts';
import { timeOf, toSpread } from '../measure.ts';
import { findClosedMonth } from '../sizes.ts';
import type { OpenBench, Work } from '../work.ts';
import { countRows, findOfficer, memoryOf } from './workbooks.ts';

const mostMs = 5000;
const mostMegabytes = 300;
/** Title, basis and header. */
const rowsAbove = 3;

export const exporting: Work = {
  name: 'export',
  vi: 'Xuất 10.000 bản ghi nguồn tin ra .xlsx: thời gian, bộ nhớ tăng thêm; bên cạnh là một câu SELECT và ghi tệp bằng thư viện',
  en: '10,000 tips as .xlsx: time and memory; beside one SELECT written by the library',
  measure: async (bench) => {
    const open = await bench.open();
    const count = countRows(open);
    const { unitId, officer } = await findOfficer(open);
    await noteTips(open, unitId, count);
    const ours: number[] = [];
    const plain: number[] = [];
    const megabytes: number[] = [];
    const faults: string[] = [];
    let exported = 0;
    const url = `/api/v1/tips/export.xlsx?unit=${unitId}`;
    for (let run = 0; run < bench.runs; run++) {
      let content: Uint8Array = new Uint8Array();
      megabytes.push(
        await memoryOf(async () => {
          ours.push(
            await timeOf(async () => {
              const answer = await open.house.app.inject({ method: 'GET', url, headers: { cookie: officer.cookie } });
              content = answer.rawPayload;
            }),
          );
        }),
      );
      const rows = utils.sheet_to_json(Object.values(read(content).Sheets)[0]!, { header: 1, blankrows: false });
      exported = rows.length - rowsAbove;
      if (exported < count) faults.push(`${exported} rows in the workbook of ${count}`);
      plain.push(await timeOf(() => writePlainly(open, unitId)));
      bench.progress.tick(`export ${run + 1}/${bench.runs}`);
    }
    const sound = faults.length === 0;
    const said = faults[0] ?? `${exported} bản ghi (records)`;
    return [
      {
        part: 'xlsx',
        unit: 'ms',
        spread: toSpread(ours),
        beside: [{ name: 'plain-write', spread: toSpread(plain) }],
        reach: { atMost: mostMs },
        sound,
        said,
      },
      { part: 'memory', unit: 'MB', spread: toSpread(megabytes), reach: { atMost: mostMegabytes }, sound, said },
    ];
  },
};

/** As many tips as the bench exports, unless an earlier work left enough. */
async function noteTips({ owner }: OpenBench, unitId: number, count: number): Promise<void> {
  const { from } = determineMonthDays(findClosedMonth(new Date()));
  await sql`
    insert into tips (province_id, unit_id, received_on, sort, topic, channel, of_value, competence)
    select u.province_id, u.id, ${from}::date + n % 28, 'security_tip',
      (array['theft', 'fraud', 'gambling', 'drugs', 'other'])[1 + n % 5], 'hotline', 'yes', 'within'
    from units u, generate_series(1, ${count}::int - (select count(*)::int from tips t where t.unit_id = ${unitId})) as n
    where u.id = ${unitId}`.execute(owner);
}

async function writePlainly({ owner }: OpenBench, unitId: number): Promise<void> {
  const names = Object.keys(tips.fields);
  const rows = await owner.selectFrom('tips').selectAll().where('unitId', '=', unitId).execute();
  const cells = rows.map((row) => names.map((name) => (row as Record<string, unknown>)[name] ?? null));
  const workbook = utils.book_new();
  utils.book_append_sheet(workbook, utils.aoa_to_sheet([names, ...cells]), 'tips');
  write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true });
}
