import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { pino } from 'pino';
import { z } from 'zod';
import { type Actor, findActor, holds } from '../auth/actor.ts';
import type { Config } from '../config.ts';
import { type Db, enterSession, type Tx } from '../database/database.ts';
import type { FileStore } from '../files/files.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { answerProblem, answerProblemPage, InvalidInput, localeOf } from './answers.ts';
import { choosePrepared, compressFor, type Prepared } from './compressed.ts';
import {
  addressOf,
  languageCookie,
  languageOf,
  openForm,
  type Page,
  type PageKit,
  type Posting,
  type Visit,
} from './page.ts';
import { Problem, type ProblemWords } from './problem.ts';
import type { BodyOf, ParamsOf, QueryOf, ResponseOf, Route, Upload } from './route.ts';
import { listContentTypes, openUpload } from './upload.ts';

export const sessionCookie = 'binhyen_session';

/** What a handler of a reading route is given. */
export type Reading<T> = {
  db: Db;
  actor: Actor;
  params: ParamsOf<T>;
  query: QueryOf<T>;
  locale: 'vi' | 'en';
  reply: FastifyReply;
};

/** What a handler of a writing route is given: the platform's transaction, committed when the handler returns. */
export type Writing<T> = {
  tx: Tx;
  actor: Actor;
  params: ParamsOf<T>;
  query: QueryOf<T>;
  body: BodyOf<T>;
  locale: 'vi' | 'en';
  request: FastifyRequest;
  reply: FastifyReply;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of routes of every shape
type AnyRoute = Route<any, any, any, any>;

/** The door of the server: routes are read or written through it, so that no handler can forget session or transaction. */
export type House = {
  app: FastifyInstance;
  config: Config;
  db: Db;
  jobs: Jobs;
  files: FileStore;
  /** The words of everything that can go wrong, by code. */
  problems: ProblemWords;
  /** Every route that was opened, for documentation and the permissions test. */
  routes: AnyRoute[];
  onRead<T extends AnyRoute>(route: T, handle: (reading: Reading<T>) => Promise<ResponseOf<T> | Buffer>): void;
  onWrite<T extends AnyRoute>(route: T, handle: (writing: Writing<T>) => Promise<ResponseOf<T>>): void;
  /** Every page and form of the portal that was opened. */
  pages: (Page & { method: 'GET' | 'POST' })[];
  /** Opens a page of the portal; the handler answers its HTML, or bytes with a type of its own. */
  onPage(page: Page, handle: (visit: Visit) => Promise<PageAnswer | Prepared>): void;
  /** Opens an address of a style sheet or script of the portal, which says its version: it is kept for ever. */
  onAsset(path: string, type: string, content: Prepared): void;
  /** Opens a form of the portal. What fails is rolled back; wrong fields are answered by the handler, at the field. */
  onForm(page: Omit<Page, 'compressed'>, handle: (posting: Posting) => Promise<PageAnswer>): void;
};

/** HTML, bytes, or where to go on. A handler sends nothing itself: the answer leaves once the transaction is committed. */
export type PageAnswer = string | Buffer | { goTo: string };

export type HouseParts = {
  config: Config;
  db: Db;
  jobs: Jobs;
  files: FileStore;
  problems: ProblemWords;
  constraints: Record<string, string>;
  pages: PageKit;
  log?: FastifyBaseLogger;
  /** For what residents ask; where there is none, nothing is said of it. */
  residentsLog?: FastifyBaseLogger;
};

const requestIdShape = z.uuid();

/** Builds the HTTP side of the house without opening a port. */
export async function buildHouse(parts: HouseParts): Promise<House> {
  const quiet = pino({ level: 'silent' });
  // No binding of the request: what is said of a resident names at most a reference that was told to them.
  const ofResidents = { childLoggerFactory: () => parts.residentsLog ?? quiet };
  const app = Fastify({
    ...(parts.log ? { loggerInstance: parts.log } : { logger: false }),
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 4 * 1024 * 1024,
    trustProxy: parts.config.trustProxy,
  });
  app.setValidatorCompiler(({ schema, httpPart }) => (input) => {
    const parsed = (schema as z.ZodType).safeParse(input);
    return parsed.success ? { value: parsed.data } : { error: new InvalidInput(httpPart ?? 'body', parsed.error) };
  });
  app.setSerializerCompiler(
    ({ schema }) =>
      (answer) =>
        JSON.stringify((schema as z.ZodType).parse(answer)),
  );
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: parts.config.secureCookies,
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Bình Yên API',
        version: '1',
        description: 'Hệ thống ghi nhận phong trào Toàn dân bảo vệ an ninh Tổ quốc',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: sessionCookie } } },
    },
    transform: jsonSchemaTransform,
  });
  const answerFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const isPage = request.routeOptions.config.page ?? (request.is404 && wantsPage(request));
    return (isPage ? answerProblemPage : answerProblem)(error, request, reply, parts);
  };
  app.setErrorHandler(answerFailure);
  app.setNotFoundHandler((request, reply) => answerFailure(new Problem('request.unknown_place'), request, reply));
  app.addHook('onRoute', (route) => {
    if (route.config?.page || route.config?.unlogged) Object.assign(route, ofResidents);
  });
  app.addHook('onResponse', async (request, reply) => {
    // Residents come and go without a trace: not even the moment is kept, also where they mistyped an address.
    if (request.routeOptions.config.page || request.routeOptions.config.unlogged || isStray(request)) return;
    request.log.info(
      {
        operation: request.routeOptions.config.operationId,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });

  const routes: AnyRoute[] = [];
  const open = (route: AnyRoute, handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): void => {
    routes.push(route);
    const openIn = (room: FastifyInstance): FastifyInstance =>
      room.route({
        method: route.method,
        url: `/api/v1${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        config: {
          operationId: route.operationId,
          ...(route.upload ? { upload: route.upload } : {}),
          ...(route.unlogged ? { unlogged: true } : {}),
        },
        schema: {
          operationId: route.operationId,
          summary: route.summary,
          description: `Permission: ${route.permission}`,
          ...(route.permission === 'public' ? {} : { security: [{ session: [] }] }),
          ...(route.params ? { params: route.params } : {}),
          ...(route.query ? { querystring: route.query } : {}),
          ...(route.body ? { body: route.body } : {}),
          ...(route.upload ? { consumes: listContentTypes(route.upload) } : {}),
          ...(route.file ? {} : { response: { 200: route.response } }),
        },
        handler: route.steady ? (request, reply) => onBeat(reply, handle(request, reply)) : handle,
      });
    if (route.upload) openUpload(app, route.upload, openIn);
    else openIn(app);
  };

  const pages: House['pages'] = [];
  const openPage = (
    method: 'GET' | 'POST',
    page: Page,
    handle: (request: FastifyRequest, visit: Visit) => Promise<PageAnswer | Prepared>,
  ): void => {
    pages.push({ ...page, method });
    const openIn = (room: FastifyInstance): FastifyInstance =>
      room.route({
        method,
        url: page.path.replaceAll(/\{(\w+)\}/g, ':$1'),
        config: { operationId: page.operationId, page: true },
        schema: { hide: true },
        handler: async (request, reply) => {
          // What a handler wants to be kept, it says itself.
          reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
          const handled = handle(request, visitOf(request, reply, parts));
          const answer = await (page.steady ? onBeat(reply, handled) : handled);
          if (typeof answer === 'string') return page.compressed ? compressFor(request, reply, answer) : answer;
          if ('goTo' in answer) return reply.redirect(answer.goTo, 303);
          return 'plain' in answer ? choosePrepared(request, reply, answer) : answer;
        },
      });
    if (method === 'POST') openForm(app, page.maxBytes ?? 64 * 1024, openIn);
    else openIn(app);
  };

  return {
    app,
    config: parts.config,
    db: parts.db,
    jobs: parts.jobs,
    files: parts.files,
    problems: parts.problems,
    routes,
    pages,
    onPage(page, handle) {
      openPage('GET', page, (_, visit) => handle(visit));
    },
    onAsset(path, type, content) {
      app.get(path, { schema: { hide: true }, config: { unlogged: true } }, async (request, reply) => {
        reply.type(type).header('cache-control', 'public, max-age=31536000, immutable');
        return choosePrepared(request, reply, content);
      });
    },
    onForm(page, handle) {
      openPage('POST', page, (request, visit) => {
        refuseCrossSite(request);
        const form = request.body instanceof FormData ? request.body : new FormData();
        return parts.db.transaction().execute((tx) => handle({ ...visit, tx, form }));
      });
    },
    onRead(route, handle) {
      open(route, (request, reply) =>
        parts.db
          .transaction()
          // One moment for the whole answer: a total and its parts come from several statements.
          .setIsolationLevel('repeatable read')
          .setAccessMode('read only')
          .execute(async (tx) => {
            const actor = await requireActor(tx, route, request);
            return handle({ ...inputOf(request), db: tx, actor, locale: localeOf(request), reply } as never);
          }),
      );
    },
    onWrite(route, handle) {
      open(route, (request, reply) => {
        refuseCrossSite(request);
        return parts.db.transaction().execute(async (tx) => {
          const actor = await requireActor(tx, route, request);
          const answer = () =>
            handle({ ...inputOf(request), tx, actor, locale: localeOf(request), request, reply } as never);
          const requestId = route.notRepeatable ? undefined : request.headers['idempotency-key']?.toString();
          if (requestId === undefined || actor === undefined) return answer();
          if (!requestIdShape.safeParse(requestId).success) throw new Problem('input.unreadable');
          return onceOnly(tx, actor, route.operationId, requestId, answer);
        });
      });
    },
  };
}

function visitOf(request: FastifyRequest, reply: FastifyReply, parts: HouseParts): Visit {
  const { config, db, pages } = parts;
  const language = languageOf(request, pages.languages);
  const query = Object.fromEntries(new URL(request.url, 'http://portal').searchParams);
  if (query.lang === language) {
    reply.setCookie(languageCookie, language, {
      path: '/',
      sameSite: 'lax',
      httpOnly: true,
      secure: config.secureCookies,
      maxAge: 365 * 24 * 3600,
    });
  }
  return {
    language,
    locale: language === 'en' ? 'en' : 'vi',
    params: request.params as Record<string, string>,
    query,
    address: addressOf(request),
    read: (act) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(act),
    request,
    reply,
  };
}

/** Whether there is nothing at this address, and the one who asked may be a resident. */
function isStray(request: FastifyRequest): boolean {
  return request.is404 && !/^\/(staff|api)\/(?!v1\/portal\/)/.test(request.url);
}

function wantsPage(request: FastifyRequest): boolean {
  return !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html');
}

const beatMilliseconds = 25;

/** Waits, outside of any transaction, until a whole number of beats has passed since the request came. */
async function onBeat<R>(reply: FastifyReply, answer: Promise<R>): Promise<R> {
  try {
    return await answer;
  } finally {
    await pause(beatMilliseconds - (reply.elapsedTime % beatMilliseconds));
  }
}

function inputOf(request: FastifyRequest) {
  return { params: request.params, query: request.query, body: request.body };
}

async function requireActor(tx: Tx, route: AnyRoute, request: FastifyRequest): Promise<Actor | undefined> {
  const token = request.cookies[sessionCookie];
  await enterSession(tx, token);
  if (route.permission === 'public') return undefined;
  const actor = token === undefined ? undefined : await findActor(tx);
  if (!actor) throw new Problem('session.needed');
  if (actor.mustChangePassword && !route.beforePasswordChange) throw new Problem('password.change_first');
  if (route.permission !== 'signed-in' && !holds(actor, route.permission)) throw new Problem('permission.missing');
  return actor;
}

function refuseCrossSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('request.cross_site');
}

/** Sent twice with one requestId, an act counts once and is answered alike (DESIGN law 9). */
async function onceOnly<R>(
  tx: Tx,
  actor: Actor,
  operation: string,
  requestId: string,
  act: () => Promise<R>,
): Promise<R> {
  // The insert waits for a twin that is still running, so that two never act side by side.
  const first = await sql<{ requestId: string }>`
    insert into processed_requests (account_id, request_id, operation, status) values (${actor.accountId}, ${requestId}, ${operation}, 0)
    on conflict do nothing returning request_id`.execute(tx);
  if (first.rows.length === 0) {
    const earlier = await tx
      .selectFrom('processedRequests')
      .select(['operation', 'response'])
      .where('accountId', '=', actor.accountId)
      .where('requestId', '=', requestId)
      .executeTakeFirstOrThrow();
    if (earlier.operation !== operation) throw new Problem('request.reused');
    return earlier.response as R;
  }
  const response = await act();
  await sql`update processed_requests set status = 200, response = ${JSON.stringify(response ?? null)}::jsonb
    where account_id = ${actor.accountId} and request_id = ${requestId}`.execute(tx);
  return response;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operationId?: string;
    upload?: Upload;
    page?: boolean;
    unlogged?: boolean;
  }
}
