import { utils, read } from '@e965/xlsx';
import mammoth from 'mammoth';
import { race } from '../measure.ts';
import type { OpenBench, Outcome, Work } from '../work.ts';
import { findFullestProvince } from './province-figures.ts';
import { spansOf } from './spans.ts';

const mostMs = 2000;
const forms = ['docx', 'xlsx', 'pdf'] as const;

export const reviewReport: Work = {
  name: 'review-report',
  vi: 'Báo cáo tổng kết mười năm của một tỉnh: Word, Excel, PDF; bên cạnh là cùng báo cáo đó trên màn hình',
  en: 'The ten-year review of a province as Word, Excel and PDF; beside the same report for the screen',
  measure: async (bench) => {
    const open = await bench.open();
    const unitId = await findFullestProvince(open);
    const { from, to } = spansOf(open.filled).tenYears;
    const query = new URLSearchParams({ unit: `#${unitId}`, from, to, view: 'today' }).toString();
    const { answers, spreads } = await race<Buffer>(
      [
        { name: 'screen', run: () => fetchReport(open, `/reports/review?${query}`) },
        ...forms.map((form) => ({ name: form, run: () => fetchReport(open, `/reports/review.${form}?${query}`) })),
      ],
      bench.runs,
    );
    bench.progress.tick('review-report');
    const { title, figures } = JSON.parse(answers[0]!.toString()) as { title: string; figures: unknown[] };
    const soundOf: Record<(typeof forms)[number], boolean> = {
      docx: (await mammoth.extractRawText({ buffer: answers[1]! })).value.includes(title.toUpperCase()),
      xlsx: utils.sheet_to_json(Object.values(read(answers[2]!).Sheets)[0]!).length > figures.length,
      pdf: answers[3]!.subarray(0, 5).toString() === '%PDF-',
    };
    return forms.map((form, index): Outcome => ({
      part: form,
      unit: 'ms',
      spread: spreads[index + 1]!,
      beside: [{ name: 'screen', spread: spreads[0]! }],
      reach: form === 'docx' ? { atMost: mostMs } : null,
      sound: soundOf[form],
      said: `${figures.length} chỉ tiêu (indicators)`,
    }));
  },
};

async function fetchReport({ house, reader }: OpenBench, path: string): Promise<Buffer> {
  const answer = await house.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: { cookie: reader.cookie } });
  if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode} ${answer.body.slice(0, 300)}`);
  return answer.rawPayload;
}
