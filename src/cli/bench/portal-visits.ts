import { sql } from 'kysely';
import { formSeconds } from '#modules/tips/intake.rules.ts';
import { formatReceiptCode } from '#modules/tips/receipts.rules.ts';
import { makeFormToken } from '#modules/tips/server/junk.ts';
import { ask, type PortalHouse, writeTip } from './portal-house.ts';

/** What a resident may come upon: codes of areas, a feedback, a receipt, and how a form is filled in. */
export type PortalGround = {
  commune: string;
  province: string;
  feedbackId: string;
  code: string;
  /** All that is asked about a tip, for one form each. */
  answers: () => Record<string, string>;
};

/** A page is opened at an address, or by a form that is sent there without scripts; 200 is its status where none is said. */
export type PortalVisit = { path: string; fields?: Record<string, string>; status?: number };

type Visits = (ground: PortalGround) => PortalVisit[];

/**
 * How each page and form of the portal is come to, by its operation; nothing where the answer is no page of its own. A test
 * compares the names with the routes, so that none is forgotten.
 */
export const portalVisits: Record<string, Visits> = {
  viewFirstPage: () => [{ path: '/' }],
  viewTelling: ({ commune }) => [{ path: '/bao-tin' }, { path: `/bao-tin?noi=${commune}` }],
  goOnTelling: ({ answers }) =>
    ['topic', 'what', 'where', 'contact'].map((step) => ({
      path: '/bao-tin',
      fields: { ...answers(), step, go: step === 'contact' ? 'next' : step },
    })),
  sendWithoutScripts: ({ answers }) => [{ path: '/bao-tin/gui', fields: answers() }],
  viewFollowing: () => [{ path: '/xem-tin' }],
  followWithoutScripts: ({ code }) => [
    { path: '/xem-tin', fields: { code, go: 'open' } },
    { path: '/xem-tin', fields: { code: '0123-4567-89AB-CDEF-GHJK-E', go: 'open' } },
  ],
  // A file to save.
  saveFileWithoutScripts: () => [],
  viewInboxKeys: ({ province }) => [{ path: '/khoa-hop-tin' }, { path: `/khoa-hop-tin?tinh=${province}` }],
  findMyArea: () => [{ path: '/khu-vuc' }, { path: '/khu-vuc?tim=tan' }],
  viewArea: ({ commune, province }) => ['VN', province, commune].map((code) => ({ path: `/khu-vuc/${code}` })),
  readFeedback: ({ commune }) => [{ path: `/phan-anh?noi=${commune}` }],
  writeFeedback: ({ commune }) => [{ path: `/phan-anh/moi?noi=${commune}` }],
  sendFeedback: ({ commune }) => [{ path: '/phan-anh/moi', fields: { noi: commune }, status: 422 }],
  followFeedback: ({ feedbackId }) => [{ path: `/phan-anh/${feedbackId}` }],
  supportFeedback: ({ feedbackId }) => [{ path: `/phan-anh/${feedbackId}/cung-thay`, fields: {} }],
};

/** A commune with figures and an inbox, a tip in it, and as much feedback on the map as one page of the list shows. */
export async function layPortalGround(portal: PortalHouse): Promise<PortalGround> {
  const { rows } = await sql<{ commune: string; province: string }>`
    select c.code as commune, p.code as province from units c join units p on p.id = c.parent_id
    where c.id = ${portal.inbox.unitId}`.execute(portal.owner);
  const { commune, province } = rows[0]!;
  const { tip, sent } = await writeTip(portal);
  const { status, body } = await ask(portal, '/api/v1/portal/tips', sent);
  if (status !== 200) throw new Error(`the tip was refused: ${body.toString().slice(0, 200)}`);
  const feedback = { category: 'lighting', matter: 'Đèn đầu ngõ tắt đã ba tuần', place: 'Ngõ 7', wish: 'public' };
  const made = await sql<{ id: string }>`
    select receive_feedback(${portal.inbox.unitId}, ${JSON.stringify(feedback)}::jsonb || jsonb_build_object('position',
      round(9.1 + n / 100.0, 4) || ', ' || round(105.1 + n % 7 / 50.0, 4)), null, 200) as id
    from generate_series(1, 20) n`.execute(portal.owner);
  const feedbackId = made.rows[0]!.id;
  await sql`update feedback set publication = 'published' where unit_id = ${portal.inbox.unitId}`.execute(portal.owner);
  return {
    commune,
    province,
    feedbackId,
    code: formatReceiptCode(tip.code),
    answers: () => ({
      topic: 'drugs',
      what: 'Có người bán ma túy ở cuối ngõ, tối nào cũng có khách lạ đến. '.repeat(6),
      place: String(portal.inbox.unitId),
      where: 'Ngõ 7',
      when: 'Tối nào cũng có',
      officer: 'no',
      contact: '',
      token: makeFormToken(portal.secrets, Date.now() - (formSeconds.least + 1) * 1000),
    }),
  };
}
