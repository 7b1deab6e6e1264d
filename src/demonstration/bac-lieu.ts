import { sql } from 'kysely';
import { listMonths } from '#platform/periods.rules.ts';
import { getProvince, listCommunes, once, type Parts, type SignedIn, submitAndApprove } from './acts.ts';
import { apportion } from './apportion.rules.ts';

const reviewFrom = '2013-08';
const reviewTo = '2023-05';
const published = { T02: 41_736, T09: 6_769, M39: 265, M03: 1_294, M04: 18_143 };
const publishedOfProvince = { A05: 10, A06: 25 };
const apportionReason =
  'Tổng đã công bố của tỉnh Bạc Liêu 2013–2023 (TTXVN 31/5/2023), chia đều theo thứ tự tháng và mã xã, phần lẻ rải đều; chỉ tổng của tỉnh là số thật.';
const provinceReason = 'Số của chính tỉnh Bạc Liêu, đã công bố cho giai đoạn 2013–2023 (TTXVN 31/5/2023).';
// The day the totals were published: what was known before it, nobody knew.
const reviewSubmittedAt = '2023-05-30T09:00:00+07:00';
const reviewDecidedAt = '2023-05-31T16:00:00+07:00';
const people = { submits: 'kiemtra', approves: 'duyet' };

/** Bạc Liêu, 8/2013 to 5/2023: published totals, submitted and approved month by month by two persons. */
export async function loadBacLieu(parts: Parts, ask: SignedIn): Promise<void> {
  const province = await getProvince(parts.ownerDb, '95', false);
  const communes = await listCommunes(parts.ownerDb, province, { ended: true });
  const months = listMonths(reviewFrom, reviewTo);
  const flows = (['T02', 'T09'] as const).map((code) => ({
    code,
    shares: apportion(published[code], months.length * communes.length),
  }));
  const stocks = (['M39', 'M03', 'M04'] as const).map((code) => ({
    code,
    shares: apportion(published[code], communes.length),
  }));
  for (const [index, month] of months.entries()) {
    await once(parts, `review ${month}`, async () => {
      const submissions = communes.map((commune, place) => ({
        unitId: commune.id,
        month,
        figures: [
          ...flows.map(({ code, shares }) => ({
            indicatorCode: code,
            value: String(shares[index * communes.length + place]),
          })),
          ...(month === reviewTo
            ? stocks.map(({ code, shares }) => ({ indicatorCode: code, value: String(shares[place]) }))
            : []),
        ],
      }));
      await submitAndApprove(ask, people, { origin: 'apportioned', reason: apportionReason, submissions });
    });
    if (index % 12 === 11) parts.say(`Dữ liệu minh họa: Bạc Liêu ${index + 1}/${months.length} tháng…`);
  }
  await once(parts, 'review of the province', () =>
    submitAndApprove(ask, people, {
      origin: 'supplement',
      reason: provinceReason,
      submissions: [
        {
          unitId: province.id,
          month: reviewTo,
          figures: Object.entries(publishedOfProvince).map(([indicatorCode, value]) => ({
            indicatorCode,
            value: String(value),
          })),
        },
      ],
    }),
  );
  await once(parts, 'dates of the review', async () => {
    const ids = [...communes, province].map((unit) => unit.id);
    await sql`update submission_versions set submitted_at = ${reviewSubmittedAt}, decided_at = ${reviewDecidedAt}
      where unit_id = any (${ids}::int[]) and version = 1 and month <= ${`${reviewTo}-01`}::date`.execute(
      parts.ownerDb,
    );
  });
}
