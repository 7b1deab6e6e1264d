import { verifyFigures } from '#modules/figures/index.ts';
import { timeOf, toSpread } from '../measure.ts';
import type { Work } from '../work.ts';

export const verify: Work = {
  name: 'verify',
  vi: 'Tính lại mọi số tổng hợp từ các phiên bản đã duyệt và so (verifyFigures)',
  en: 'Every roll-up recounted from the approved versions and compared (verifyFigures)',
  measure: async (bench) => {
    const { owner } = await bench.open();
    const times: number[] = [];
    let verified = { ok: false, cells: 0, rollUps: 0 };
    for (let run = 0; run < bench.runs; run++) {
      times.push(await timeOf(async () => (verified = await verifyFigures(owner))));
      bench.progress.tick(`verify ${run + 1}/${bench.runs}`);
    }
    return [
      {
        unit: 'ms',
        spread: toSpread(times),
        reach: null,
        sound: verified.ok,
        said: `${verified.cells} ô (cells), ${verified.rollUps} dòng tổng hợp (roll-ups)`,
      },
    ];
  },
};
