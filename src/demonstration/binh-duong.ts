import { listMonths } from '#platform/periods.rules.ts';
import { getProvince, listCommunes, once, type Parts, type SignedIn, submitAndApprove } from './acts.ts';
import { apportion } from './apportion.rules.ts';

// What Báo Bình Dương published for the year 2018 (29 March 2019).
const flows = { T02: 5_000, T07: 2_144, T08: 3_630, H03: 21, H09: 501 };
const stocks = { M18: 91, M41: 80, M21: 3_359, M22: 226, M25: 72, M23: 176, M24: 38, M27: 1_600 };
const ofProvince = { A01: 191, A02: 385, A03: 2, A04: 1 };
const qualifiers: Record<string, 'over' | 'nearly'> = { T02: 'over', M27: 'nearly' };
const people = { submits: 'kiemtra.hcm', approves: 'duyet.hcm' };
const months = listMonths('2018-01', '2018-12');
const reason =
  'Tổng đã công bố của tỉnh Bình Dương năm 2018 (Báo Bình Dương 29/3/2019), chia đều theo thứ tự tháng và mã xã, phần lẻ rải đều; chỉ tổng của tỉnh là số thật.';

/** Bình Dương, 2018: published totals of the communes, and the province's own awards. */
export async function loadBinhDuong(parts: Parts, ask: SignedIn): Promise<void> {
  const province = await getProvince(parts.ownerDb, '74', false);
  const communes = await listCommunes(parts.ownerDb, province, { ended: true });
  const share = (totals: Record<string, number>, cells: number) =>
    Object.entries(totals).map(([code, total]) => ({ code, shares: apportion(total, cells) }));
  const monthly = share(flows, months.length * communes.length);
  const yearly = share(stocks, communes.length);
  for (const [index, month] of months.entries()) {
    await once(parts, `Bình Dương ${month}`, () =>
      submitAndApprove(ask, people, {
        origin: 'apportioned',
        reason,
        submissions: communes.map((commune, place) => ({
          unitId: commune.id,
          month,
          figures: [
            ...monthly.map(({ code, shares }) => ({ code, value: shares[index * communes.length + place]! })),
            ...(index === months.length - 1 ? yearly.map(({ code, shares }) => ({ code, value: shares[place]! })) : []),
          ].map(({ code, value }) => ({
            indicatorCode: code,
            value: String(value),
            ...(qualifiers[code] && { qualifier: qualifiers[code] }),
          })),
        })),
      }),
    );
  }
  await once(parts, 'Bình Dương, the province', () =>
    submitAndApprove(ask, people, {
      origin: 'supplement',
      reason: 'Số của chính tỉnh Bình Dương, đã công bố cho năm 2018 (Báo Bình Dương 29/3/2019).',
      submissions: [
        {
          unitId: province.id,
          month: months.at(-1)!,
          figures: Object.entries(ofProvince).map(([indicatorCode, value]) => ({
            indicatorCode,
            value: String(value),
          })),
        },
      ],
    }),
  );
  parts.say('Dữ liệu minh họa: Bình Dương năm 2018.');
}
