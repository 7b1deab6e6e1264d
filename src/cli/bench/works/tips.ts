import { sql } from 'kysely';
import { toBase64 } from '#modules/tips/base64.rules.ts';
import type { OpenedTip } from '#modules/tips/intake.public.contract.ts';
import { makeReceiptCode, receiptOf } from '#modules/tips/receipts.rules.ts';
import { readOpenedTip } from '#modules/tips/sending.rules.ts';
import { workOff } from '../clients.ts';
import { timeOf, toSpread } from '../measure.ts';
import { ask, openPortal, writeTips } from '../portal-house.ts';
import { makeSolvedProof, writeMultipart } from '../sealed-tips.ts';
import type { Outcome, Work } from '../work.ts';

function openingOf(code: string): { body: Buffer; type: string } {
  const locator = toBase64(receiptOf(code).locator);
  return { body: Buffer.from(JSON.stringify({ locator })), type: 'application/json' };
}

/** The value below which so many of a hundred lie. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))]!;
}

const senders = 32;
const tipsPerRun = 2000;

export const tipIntake: Work = {
  name: 'tip-intake',
  vi: `${senders} người cùng gửi tin 2 KB đã niêm phong qua HTTP, ghi bền (fsync)`,
  en: `${senders} clients send sealed tips of 2 KB through HTTP, durably (fsync)`,
  measure: async (bench) => {
    const portal = await openPortal(bench);
    const rates: number[] = [];
    const tails: number[] = [];
    const faults: string[] = [];
    for (let run = 0; run < bench.runs; run++) {
      const tips = await writeTips(portal, tipsPerRun);
      const times: number[] = [];
      rates.push(
        await workOff(tips, senders, async ({ sent }) => {
          const start = performance.now();
          const { status, body } = await ask(portal, '/api/v1/portal/tips', sent);
          times.push(performance.now() - start);
          if (status !== 200) faults.push(`${status} ${body.toString().slice(0, 200)}`);
        }),
      );
      tails.push(percentile(times, 99));
      bench.progress.tick(`tip-intake ${run + 1}/${bench.runs}`);
    }
    const { rows } = await sql<{ kept: number; fsync: string; durable: string }>`
      select (select count(*) from sealed_tips where inbox_key_id = ${portal.inbox.inboxKeyId}) as kept,
        current_setting('fsync') as fsync, current_setting('synchronous_commit') as durable`.execute(portal.owner);
    const { kept, fsync, durable } = rows[0]!;
    const wanted = tipsPerRun * bench.runs;
    if (kept < wanted) faults.push(`${kept} tips kept of ${wanted}`);
    const sound = faults.length === 0;
    const said = faults[0] ?? `${kept} tin đã ghi (kept), fsync ${fsync}, synchronous_commit ${durable}`;
    return [
      { part: 'rate', unit: 'tin/s (tips/s)', spread: toSpread(rates), reach: { atLeast: 500 }, sound, said },
      { part: 'p99', unit: 'ms', spread: toSpread(tails), reach: { atMost: 250 }, sound },
    ];
  },
};

export const tipOpening: Work = {
  name: 'tip-opening',
  vi: '8 người mở tin bằng mã biên nhận; trong lúc đó một người khác xem trang đầu',
  en: '8 clients open tips by receipt code; another reads the first page meanwhile',
  measure: async (bench) => {
    const portal = await openPortal(bench);
    const tips = await writeTips(portal, 200);
    await workOff(tips, 8, async ({ sent }) => void (await ask(portal, '/api/v1/portal/tips', sent)));
    const rates: number[] = [];
    const pages: number[] = [];
    const faults: string[] = [];
    for (let run = 0; run < bench.runs; run++) {
      let isOver = false;
      const reader = (async () => {
        while (!isOver) pages.push(await timeOf(() => ask(portal, '/')));
      })();
      const turns = Array.from({ length: 1600 }, (_, index) => tips[index % tips.length]!);
      rates.push(
        await workOff(turns, 8, async ({ tip }) => {
          const { status, body } = await ask(portal, '/api/v1/portal/tips/open', openingOf(tip.code));
          if (status !== 200 || !body.includes('"found":true'))
            faults.push(`${status} ${body.toString().slice(0, 200)}`);
        }),
      );
      isOver = true;
      await reader;
      bench.progress.tick(`tip-opening ${run + 1}/${bench.runs}`);
    }
    const last = tips.at(-1)!.tip;
    const { body } = await ask(portal, '/api/v1/portal/tips/open', openingOf(last.code));
    const read = readOpenedTip(JSON.parse(body.toString()) as OpenedTip, receiptOf(last.code).keyPair);
    if (read.content?.what.length !== 2000) faults.push('the tip does not open');
    const sound = faults.length === 0;
    return [
      {
        ...{ part: 'rate', unit: 'lần/s (openings/s)', spread: toSpread(rates), reach: { atLeast: 200 }, sound },
        said: faults[0] ?? 'mọi tin mở đúng (every tip opened)',
      },
      { part: 'pages', unit: 'ms p99', spread: toSpread([percentile(pages, 99)]), reach: { atMost: 100 }, sound },
    ];
  },
};

export const spam: Work = {
  name: 'spam',
  vi: '200 tin thật có chứng minh công việc từ một địa chỉ, giữa 10.000 tin rác không có',
  en: '200 honest tips with proof of work from one address, under 10.000 junk ones without',
  measure: async (bench) => {
    const portal = await openPortal(bench);
    const count = async (): Promise<number> => {
      const { rows } = await sql<{ kept: number }>`select count(*) as kept from sealed_tips`.execute(portal.owner);
      return rows[0]!.kept;
    };
    const before = await count();
    const honest = await writeTips(portal, 200);
    const [model] = await writeTips(portal, 1);
    const spent = await makeSolvedProof(portal.secrets);
    const forged = { ...spent, challenge: { ...spent.challenge, signature: '00'.repeat(32) } };
    const makeJunk = (index: number): { path: string; body: Buffer; type: string } => {
      const { tip } = model!;
      const head = { ...tip.head, requestId: crypto.randomUUID() };
      if (index % 3 === 0)
        return { path: '/api/v1/portal/tips', ...writeMultipart('tip', { ...head, proof: forged }, tip.pieces) };
      if (index % 3 === 1) return { path: '/api/v1/portal/tips', ...writeMultipart('tip', head, tip.pieces) };
      const form = new URLSearchParams({
        topic: 'other',
        what: 'rác',
        place: String(portal.inbox.unitId),
        officer: 'no',
        token: 'x.1.y',
      });
      return { path: '/bao-tin/gui', body: Buffer.from(form.toString()), type: 'application/x-www-form-urlencoded' };
    };
    let through = 0;
    let taken = 0;
    const junk = workOff(
      Array.from({ length: 10_000 }, (_, index) => index),
      24,
      async (index) => {
        const { path, ...sent } = makeJunk(index);
        if ((await ask(portal, path, sent)).status === 200) through += 1;
      },
    );
    await workOff(honest, 4, async ({ sent }) => {
      const { status } = await ask(portal, '/api/v1/portal/tips', { ...sent, address: '192.0.2.7' });
      if (status === 200) taken += 1;
    });
    await junk;
    const kept = (await count()) - before;
    return [
      {
        part: 'honest',
        unit: 'tin (tips)',
        spread: toSpread([taken]),
        reach: { atLeast: 200 },
        sound: taken === 200 && kept === 200,
        said: `${kept} tin có trong hộp (in the inbox)`,
      },
      { part: 'junk', unit: 'tin (tips)', spread: toSpread([through]), reach: { atMost: 0 }, sound: through === 0 },
    ];
  },
};

export const receiptTiming: Work = {
  name: 'receipt-timing',
  vi: 'Mã biên nhận đúng và sai, 1.000 lần mỗi loại, xen kẽ: trung vị thời gian trả lời chênh nhau bao nhiêu phần trăm',
  en: 'Right and wrong receipt codes, 1.000 times each in turn: by how many percent the medians of the answers differ',
  measure: async (bench) => {
    const portal = await openPortal(bench);
    const tips = await writeTips(portal, 50);
    await workOff(tips, 8, async ({ sent }) => void (await ask(portal, '/api/v1/portal/tips', sent)));
    const times = { right: [] as number[], wrong: [] as number[] };
    const sizes = { right: new Set<number>(), wrong: new Set<number>() };
    for (let turn = 0; turn < 1000; turn++) {
      const codes = { right: tips[turn % tips.length]!.tip.code, wrong: makeReceiptCode() };
      for (const kind of turn % 2 === 0 ? (['right', 'wrong'] as const) : (['wrong', 'right'] as const)) {
        const asked = openingOf(codes[kind]);
        const start = performance.now();
        const { body } = await ask(portal, '/api/v1/portal/tips/open', asked);
        times[kind].push(performance.now() - start);
        sizes[kind].add(body.length);
      }
    }
    const [right, wrong] = [toSpread(times.right).median, toSpread(times.wrong).median];
    const sameBytes = [...sizes.right].join() === [...sizes.wrong].join();
    const outcome: Outcome = {
      unit: '%',
      spread: toSpread([(Math.abs(right - wrong) / Math.min(right, wrong)) * 100]),
      reach: { atMost: 5 },
      sound: sameBytes,
      said: `${right.toFixed(2)} ms đúng (right), ${wrong.toFixed(2)} ms sai (wrong), ${[...sizes.right].join()} byte mỗi lần (bytes each)`,
    };
    return [outcome];
  },
};
