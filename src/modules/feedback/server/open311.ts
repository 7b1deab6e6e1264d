import type { FastifyReply, FastifyRequest } from 'fastify';
import { findArea } from '#modules/area-pages/index.ts';
import type { Db } from '#platform/database/database.ts';
import { describeProblem, localeOf } from '#platform/http/answers.ts';
import type { House } from '#platform/http/house.ts';
import { openForm } from '#platform/http/page.ts';
import { feedback, feedbackCategories } from '../feedback.contract.ts';
import { feedbackConstraints } from '../feedback.problems.ts';
import { type Told, toXml, type XmlNames } from '../open311.rules.ts';
import { readPosition, writePosition } from '../position.rules.ts';
import { checkDraft, isFeedbackId, type PublicFeedback } from '../public.rules.ts';
import { isOpen311Key } from './open311-tokens.ts';
import { findFeedback, listFeedback, listPublicFeedback, receiveFeedback } from './receive.ts';

/** An answer of Open311: what is told, and how its XML is named. */
type Answer = { told: Told; names: XmlNames; code?: number };
type Asked = { request: FastifyRequest; db: Db; query: Record<string, string>; locale: 'vi' | 'en' };

/** A failure in the words of Open311, with its HTTP status. */
class Open311Failure extends Error {
  readonly code: number;
  constructor(code: number, description: string) {
    super(description);
    this.code = code;
  }
}

const base = '/open311/v2';
const requests: XmlNames = { root: 'service_requests', each: 'request' };
/** Without dates, requests of so many days back are told (GeoReport v2: at most 90 days). */
const spanDays = 90;

/** Open311 GeoReport v2: what was published can be read by all; writers hold an api_key. jurisdiction_id is the code of a unit. */
export function open311(house: House): void {
  house.app.get(`${base}/discovery.:format`, { schema: { hide: true }, config: { unlogged: true } }, (request, reply) =>
    answer(house, request, reply, async () => ({
      told: {
        changeset: '2026-11-26T00:00:00Z',
        contact: 'Bình Yên',
        key_service: 'Quản trị hệ thống cấp api_key',
        endpoints: [{ specification: 'http://wiki.open311.org/GeoReport_v2', type: 'production', url: base }],
      },
      names: { root: 'discovery_list', each: 'discovery' },
    })),
  );
  house.app.get(`${base}/services.:format`, { schema: { hide: true }, config: { unlogged: true } }, (request, reply) =>
    answer(house, request, reply, async ({ locale }) => ({
      told: Object.keys(feedbackCategories).map((code) => describeService(code, locale)),
      names: { root: 'services', each: 'service' },
    })),
  );
  house.app.get(`${base}/services/:code`, { schema: { hide: true }, config: { unlogged: true } }, (request, reply) =>
    answer(house, request, reply, async () => {
      const { name } = splitFormat((request.params as { code: string }).code);
      if (!Object.hasOwn(feedbackCategories, name)) throw new Open311Failure(404, 'service_code was not found');
      return {
        told: { service_code: name, attributes: [] },
        names: { root: 'service_definition_list', each: 'service_definition' },
      };
    }),
  );
  house.app.get(`${base}/requests.:format`, { schema: { hide: true }, config: { unlogged: true } }, (request, reply) =>
    answer(house, request, reply, async ({ db, query, locale }) => ({
      told: (await findRequests(db, query)).map((one) => describeRequest(one, locale)),
      names: requests,
    })),
  );
  house.app.get(`${base}/requests/:id`, { schema: { hide: true }, config: { unlogged: true } }, (request, reply) =>
    answer(house, request, reply, async ({ db, locale }) => {
      const found = await findFeedback(db, splitFormat((request.params as { id: string }).id).name);
      if (found?.publication !== 'published') throw new Open311Failure(404, 'service_request_id was not found');
      return { told: [describeRequest(found, locale)], names: requests };
    }),
  );
  openForm(house.app, 64 * 1024, (room) => {
    room.post(`${base}/requests.:format`, { schema: { hide: true }, config: { unlogged: true } }, (request, reply) =>
      answer(house, request, reply, ({ query }) => sendRequest(house, request.body as FormData | undefined, query)),
    );
  });
}

async function sendRequest(house: House, form: FormData | undefined, query: Record<string, string>): Promise<Answer> {
  const text = (name: string): string => {
    const value = form?.get(name) ?? query[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const key = text('api_key');
  if (key === '') throw new Open311Failure(400, 'api_key was not provided');
  if (text('jurisdiction_id') === '') throw new Open311Failure(400, 'jurisdiction_id was not provided');
  if (!Object.hasOwn(feedbackCategories, text('service_code')))
    throw new Open311Failure(404, 'service_code was not found');
  const draft = {
    category: text('service_code'),
    matter: text('description'),
    place: text('address_string'),
    position: positionOf(text('lat'), text('long')),
    wish: 'public',
    contestedIndicator: '',
    contestedPeriod: '',
    contestedGroupId: '',
  };
  const [breach] = checkDraft(draft, Object.keys(feedbackCategories));
  if (breach) {
    const field = {
      matter: 'description',
      place: 'address_string',
      position: 'lat, long',
      category: 'service_code',
      wish: 'description',
    };
    throw new Open311Failure(
      400,
      `${field[breach.field]} was ${breach.code === 'missing' ? 'not provided' : 'too long'}`,
    );
  }
  return house.db.transaction().execute(async (tx) => {
    if (!(await isOpen311Key(tx, key))) throw new Open311Failure(403, 'api_key is not valid');
    const area = await findArea(tx, text('jurisdiction_id').slice(0, 40));
    if (area === undefined) throw new Open311Failure(404, 'jurisdiction_id was not found');
    const id = await receiveFeedback(tx, house.files, { unitId: area.id, draft });
    const notice = 'Được công khai sau khi cán bộ đã xem. / Public once it was moderated.';
    return { code: 201, told: [{ service_request_id: id, service_notice: notice, account_id: null }], names: requests };
  });
}

/** lat and long belong together and lie in Vietnam; empty where neither is given. */
function positionOf(lat: string, long: string): string {
  if (lat === '' && long === '') return '';
  if (lat === '' || long === '') throw new Open311Failure(400, `${lat === '' ? 'lat' : 'long'} was not provided`);
  const position = writePosition({ latitude: Number(lat), longitude: Number(long) });
  if (position === undefined) throw new Open311Failure(400, 'lat and long were not in Vietnam (WGS 84)');
  return position;
}

async function findRequests(db: Db, query: Record<string, string>): Promise<PublicFeedback[]> {
  if (query.service_request_id) {
    const ids = query.service_request_id.split(',').slice(0, 100).filter(isFeedbackId);
    return (await listFeedback(db, ids)).filter((one) => one.publication === 'published');
  }
  const area = query.jurisdiction_id ? await findArea(db, query.jurisdiction_id.slice(0, 40)) : undefined;
  if (query.jurisdiction_id && area === undefined) throw new Open311Failure(404, 'jurisdiction_id was not found');
  const to = readDay(query.end_date) ?? dayOf(Date.now());
  const from = readDay(query.start_date) ?? dayOf(Date.parse(to) - spanDays * 86_400_000);
  const states = (query.status ?? '').split(',').filter((one) => one === 'open' || one === 'closed');
  return listPublicFeedback(db, {
    unitId: area?.id ?? null,
    category: query.service_code,
    isOpen: states.length === 1 ? states[0] === 'open' : undefined,
    from,
    to,
    limit: 1000,
  });
}

function readDay(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Open311Failure(400, 'a date could not be read');
  return dayOf(at);
}

/** The day in Vietnam. */
function dayOf(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
}

function describeService(code: string, locale: 'vi' | 'en'): Told {
  const name = feedbackCategories[code]![locale];
  return {
    service_code: code,
    service_name: name,
    description: name,
    metadata: false,
    type: 'realtime',
    keywords: '',
    group: '',
  };
}

function describeRequest(one: PublicFeedback, locale: 'vi' | 'en'): Told {
  const outcomes = (feedback.fields.outcome as { options: Record<string, { vi: string; en: string }> }).options;
  // Vietnam is UTC+7; of residents only days are known.
  const at = (day: string): string => `${day}T00:00:00+07:00`;
  const position = one.position === null ? undefined : readPosition(one.position);
  return {
    service_request_id: one.id,
    status: one.answeredOn === null ? 'open' : 'closed',
    status_notes: one.answer === null ? null : `${outcomes[one.outcome!]?.[locale] ?? ''}: ${one.answer}`,
    service_name: feedbackCategories[one.category]![locale],
    service_code: one.category,
    description: one.matter,
    agency_responsible: one.unit.name,
    service_notice: null,
    requested_datetime: at(one.receivedOn),
    updated_datetime: at(one.answeredOn ?? one.receivedOn),
    expected_datetime: at(one.dueOn),
    address: one.place ?? one.unit.name,
    address_id: one.unit.code,
    zipcode: null,
    lat: position?.latitude ?? null,
    long: position?.longitude ?? null,
    media_url: null,
  };
}

/** Answers in the format of the address, failures too: [{ code, description }]. */
async function answer(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  act: (asked: Asked) => Promise<Answer>,
): Promise<FastifyReply> {
  const { format } = splitFormat(new URL(request.url, 'http://open311').pathname);
  const locale = localeOf(request);
  let answered: Answer;
  try {
    if (format === undefined) throw new Open311Failure(400, 'the format must be json or xml');
    const query = Object.fromEntries(new URL(request.url, 'http://open311').searchParams);
    answered = await act({ request, db: house.db, query, locale });
  } catch (error) {
    answered = { ...describeFailure(house, request, error, locale), names: { root: 'errors', each: 'error' } };
  }
  reply.code(answered.code ?? 200).header('access-control-allow-origin', '*');
  return format === 'xml'
    ? reply.type('text/xml; charset=utf-8').send(toXml(answered.told, answered.names))
    : reply.type('application/json; charset=utf-8').send(JSON.stringify(answered.told));
}

function describeFailure(house: House, request: FastifyRequest, error: unknown, locale: 'vi' | 'en') {
  if (error instanceof Open311Failure)
    return { code: error.code, told: [{ code: error.code, description: error.message }] };
  const parts = { problems: house.problems, constraints: feedbackConstraints };
  const { status, sentence } = describeProblem(error, request, parts, locale);
  return { code: status, told: [{ code: status, description: sentence }] };
}

/** services/noise.json → noise and json; the format is undefined where it is neither json nor xml. */
function splitFormat(address: string): { name: string; format: 'json' | 'xml' | undefined } {
  const [, name = address, format] = /^(.*)\.(json|xml)$/.exec(address) ?? [];
  return { name, format: format as 'json' | 'xml' | undefined };
}
