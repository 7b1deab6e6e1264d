import { randomUUID } from 'node:crypto';
import { read, utils } from '@e965/xlsx';
import { sql } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { timeOf, toSpread } from '../measure.ts';
import { ask, type Person } from '../people.ts';
import type { OpenBench, Work } from '../work.ts';
import { countRows, findOfficer, makeTips, memoryOf, pourInto, toWorkbook } from './workbooks.ts';

const mostMs = 5000;
const mostMegabytes = 300;

export const importing: Work = {
  name: 'import',
  vi: 'Nhập 10.000 dòng Excel vào sổ nguồn tin: kiểm tra, nhập, bộ nhớ tăng thêm; bên cạnh là chỉ đọc tệp và COPY vào bảng trống',
  en: '10,000 workbook rows into the register of tips: check, confirm, memory; beside a plain reading and COPY into a bare table',
  measure: async (bench) => {
    const open = await bench.open();
    const count = countRows(open);
    const { unitId, officer } = await findOfficer(open);
    const times = { check: [] as number[], confirm: [] as number[], read: [] as number[], copy: [] as number[] };
    const megabytes: number[] = [];
    const faults: string[] = [];
    for (let run = 0; run < bench.runs; run++) {
      const table = makeTips(count, run);
      const content = toWorkbook(table);
      const id = await upload(open, officer, unitId, content);
      const act = async (name: 'check' | 'confirm'): Promise<void> => {
        const { status, body } = await ask(open.house, officer, 'POST', `/tips/imports/${id}/${name}`, {});
        if (status !== 200) faults.push(`${name}: ${status} ${body.slice(0, 200)}`);
      };
      megabytes.push(
        await memoryOf(async () => {
          times.check.push(await timeOf(() => act('check')));
          times.confirm.push(await timeOf(() => act('confirm')));
        }),
      );
      times.read.push(await timeOf(async () => readPlainly(content)));
      times.copy.push(await copyPlainly(open.migrateUrl, table.slice(1)));
      bench.progress.tick(`import ${run + 1}/${bench.runs}`);
    }
    const entered = await countEntered(open, unitId);
    if (entered < count * bench.runs) faults.push(`${entered} of ${count * bench.runs} rows entered`);
    const sound = faults.length === 0;
    const said = faults[0] ?? `${count} dòng mỗi lần (rows each time), ${entered} bản ghi (records)`;
    return [
      {
        part: 'check',
        unit: 'ms',
        spread: toSpread(times.check),
        beside: [{ name: 'plain-read', spread: toSpread(times.read) }],
        reach: { atMost: mostMs },
        sound,
        said,
      },
      {
        part: 'confirm',
        unit: 'ms',
        spread: toSpread(times.confirm),
        beside: [{ name: 'plain-copy', spread: toSpread(times.copy) }],
        reach: { atMost: mostMs },
        sound,
        said,
      },
      { part: 'memory', unit: 'MB', spread: toSpread(megabytes), reach: { atMost: mostMegabytes }, sound, said },
    ];
  },
};

async function upload({ house }: OpenBench, officer: Person, unitId: number, content: Buffer): Promise<string> {
  const answer = await house.app.inject({
    method: 'POST',
    url: `/api/v1/tips/imports?unit=${unitId}`,
    headers: { cookie: officer.cookie, 'content-type': 'application/octet-stream' },
    payload: content,
  });
  if (answer.statusCode !== 200) throw new Error(`the upload answered ${answer.statusCode} ${answer.body}`);
  return answer.json<{ id: string }>().id;
}

/** The library alone: cells as arrays, nothing understood. */
function readPlainly(content: Buffer): unknown[] {
  const workbook = read(content, { type: 'buffer', dense: true });
  return utils.sheet_to_json(workbook.Sheets[workbook.SheetNames[0]!]!, { header: 1 });
}

/** The same texts into a table without keys, checks, versions and audit. */
async function copyPlainly(url: string, rows: readonly (readonly string[])[]): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'binhyen bench' });
  await client.connect();
  try {
    await client.query('create temp table plain (id uuid, a text, b text, c text, d text, e text, f text)');
    const lines = rows.map((row) => `${[randomUUID(), ...row].join('\t')}\n`);
    return await timeOf(() => pourInto(client.query(copyFrom('copy plain from stdin')), lines));
  } finally {
    await client.end();
  }
}

async function countEntered({ owner }: OpenBench, unitId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from tips where unit_id = ${unitId}`.execute(
    owner,
  );
  return rows[0]!.count;
}
