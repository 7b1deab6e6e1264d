import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { type Area, findArea } from '#modules/area-pages/index.ts';
import { findOutline } from '#modules/boundaries/index.ts';
import type { House } from '#platform/http/house.ts';
import type { Posting, Visit } from '#platform/http/page.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Portal } from '#web/portal/portal.ts';
import { feedbackCategories } from '../feedback.contract.ts';
import { viewFeedback } from '../portal/feedback-view.ts';
import { type Contested, viewForm } from '../portal/form-view.ts';
import { viewList } from '../portal/list-view.ts';
import { checkDraft, type FeedbackDraft, isFeedbackId } from '../public.rules.ts';
import { findFeedback, listPublicFeedback, receiveFeedback } from './receive.ts';

const supportCookie = 'binhyen_support';
/** As much as stays within the size of a first view on a slow line. */
const pageLength = 20;
const lastPage = 50;
const mostBytes = 9 * 1024 * 1024;

/** Pages where residents give feedback, read what others gave, and follow their own. */
export function feedbackPages(house: House, portal: Portal, positionScript: readonly string[]): void {
  const form: Form = { portal, scripts: positionScript };

  house.onPage({ operationId: 'readFeedback', path: '/phan-anh', compressed: true }, async (visit) => {
    const page = Math.min(Math.max(Number.parseInt(visit.query.trang ?? '1', 10) || 1, 1), lastPage);
    const found = await visit.read(async (db) => {
      const area = await findArea(db, (visit.query.noi ?? '').slice(0, 40));
      if (area === undefined) return undefined;
      const upTo = await listPublicFeedback(db, { unitId: area.id, limit: page * pageLength + 1 });
      const items = upTo.slice((page - 1) * pageLength, page * pageLength);
      // The whole country at the size of a phone shows no place.
      const outline = area.kind === 'nation' ? undefined : await findOutline(db, unitsOfOutline(area));
      return { area, items, outline, hasOlder: upTo.length > page * pageLength };
    });
    if (found === undefined) return { goTo: '/khu-vuc' };
    return viewList(portal, visit, { ...found, page, firstNumber: (page - 1) * pageLength + 1 });
  });

  house.onPage({ operationId: 'writeFeedback', path: '/phan-anh/moi', compressed: true }, async (visit) => {
    const { query } = visit;
    const category = query['chi-tieu'] ? 'contested_figure' : query.to ? 'contested_group' : '';
    const draft: FeedbackDraft = {
      category,
      matter: '',
      place: '',
      position: '',
      wish: 'public',
      contestedIndicator: query['chi-tieu'] ?? '',
      contestedPeriod: query.ky ?? '',
      contestedGroupId: query.to ?? '',
    };
    return showForm(form, visit, visit.query.noi ?? '', draft);
  });

  house.onForm({ operationId: 'sendFeedback', path: '/phan-anh/moi', maxBytes: mostBytes }, async (posting) => {
    const { form: sent, tx, reply } = posting;
    const text = (name: string): string => {
      const value = sent.get(name);
      return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
    };
    const draft: FeedbackDraft = {
      category: text('category'),
      matter: text('matter'),
      place: text('place'),
      position: text('position'),
      wish: text('wish'),
      contestedIndicator: text('chi-tieu'),
      contestedPeriod: text('ky'),
      contestedGroupId: text('to'),
    };
    const breaches = checkDraft(draft, Object.keys(feedbackCategories));
    if (breaches.length > 0) {
      reply.code(422);
      return showForm(form, { ...posting, read: (act) => act(tx) }, text('noi'), draft, breaches);
    }
    const area = await findArea(tx, text('noi').slice(0, 40));
    if (area === undefined) throw new Problem('feedback.place_unknown');
    const photo = sent.get('photo');
    const bytes = photo instanceof File && photo.size > 0 ? new Uint8Array(await photo.arrayBuffer()) : undefined;
    const id = await receiveFeedback(tx, house.files, { unitId: area.id, draft, photo: bytes });
    return { goTo: `/phan-anh/${id}?gui=1` };
  });

  house.onPage({ operationId: 'followFeedback', path: '/phan-anh/{id}' }, async (visit) => {
    const found = await visit.read((db) => findFeedback(db, visit.params.id!));
    if (found === undefined) throw new Problem('request.not_found');
    return viewFeedback(portal, visit, found);
  });

  house.onForm({ operationId: 'supportFeedback', path: '/phan-anh/{id}/cung-thay' }, async (posting) => {
    const { params, tx } = posting;
    if (!isFeedbackId(params.id!)) throw new Problem('request.not_found');
    const supporter = supporterOf(posting, house.config.secureCookies);
    await sql`select support_feedback(${params.id!}::uuid, ${hashOf(supporter, params.id!)})`.execute(tx);
    return { goTo: `/phan-anh/${params.id!}?cung-thay=1` };
  });
}

/** The boundary of an area is its own; of a residential area, that of its commune. */
function unitsOfOutline({ id, kind, above }: Area): number[] {
  const commune = kind === 'residential_area' ? above[0]?.id : undefined;
  return commune === undefined ? [id] : [id, commune];
}

/** The random value that this browser keeps from its first "me too" on, and that we keep only as a hash per feedback. */
function supporterOf({ request, reply }: Posting, secure: boolean): string {
  const kept = request.cookies[supportCookie];
  if (kept !== undefined && /^[\w-]{43}$/.test(kept)) return kept;
  const made = randomBytes(32).toString('base64url');
  reply.setCookie(supportCookie, made, {
    path: '/phan-anh',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: 365 * 24 * 3600,
  });
  return made;
}

function hashOf(supporter: string, id: string): Buffer {
  return createHash('sha256').update(`${supporter} ${id}`).digest();
}

type Form = { portal: Portal; scripts: readonly string[] };

async function showForm(
  { portal, scripts }: Form,
  visit: Pick<Visit, 'language' | 'read'>,
  code: string,
  draft: FeedbackDraft,
  breaches: ReturnType<typeof checkDraft> = [],
) {
  const asked = await visit.read(async (db) => {
    const area = await findArea(db, code.slice(0, 40));
    if (area === undefined || area.kind === 'nation') return undefined;
    const contested: Contested | undefined = await findContested(db, draft);
    return { area, contested };
  });
  if (asked === undefined) return { goTo: '/khu-vuc' };
  return viewForm(portal, visit, { ...asked, draft, breaches, scripts });
}

async function findContested(
  db: Parameters<typeof findFeedback>[0],
  draft: FeedbackDraft,
): Promise<Contested | undefined> {
  if (draft.category === 'contested_figure') {
    const indicator = await db
      .selectFrom('indicators')
      .innerJoin('publishedIndicators', 'publishedIndicators.indicatorCode', 'indicators.code')
      .select(['nameVi', 'nameEn'])
      .where('code', '=', draft.contestedIndicator)
      .executeTakeFirst();
    return indicator && { vi: indicator.nameVi, en: indicator.nameEn };
  }
  if (draft.category !== 'contested_group' || !isFeedbackId(draft.contestedGroupId)) return undefined;
  const { rows } = await sql<{ name: string | null }>`
    select name_of_group(${draft.contestedGroupId}::uuid) as name`.execute(db);
  const name = rows[0]?.name;
  return name ? { vi: name, en: name } : undefined;
}
