import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { enterSession, type Tx } from '#platform/database/database.ts';
import { type House, sessionCookie } from '#platform/http/house.ts';
import { Problem } from '#platform/http/problem.ts';
import * as own from '../accounts.contract.ts';
import { listAudit as listAuditRoute } from '../audit.contract.ts';
import * as people from '../people.contract.ts';
import { listAudit } from './audit-queries.ts';
import { describeDevice } from './devices.ts';
import { createFirstAdministrator, isEmptyHouse } from './first-administrator.ts';
import * as acts from './people.ts';
import { addPost, endPost, handOverPost } from './posts.ts';
import { getMe, listOrganisations, listPeople, listRoles } from './queries.ts';
import { closeSession, listSessions, revokeSession, touchSession } from './sessions.ts';
import { changePassword, type Opened, redeemResetCode, signIn, updateMe } from './sign-in.ts';
import { type Attempt, forgiveAttempt, reserveAttempt } from './throttle.ts';

/** Opens the addresses of this module, keeps sessions alive while they are used, and holds guesses back. */
export function accountRoutes(house: House): void {
  holdGuessesBack(house);
  keepSessionsAlive(house);
  openSessionRoutes(house);
  openOwnRoutes(house);
  openPeopleRoutes(house);
  house.onRead(listAuditRoute, ({ db, query }) => listAudit(db, query));
}

/** Guesses are counted before the request's own transaction begins; see reserveAttempt. */
function holdGuessesBack(house: House): void {
  house.app.addHook('preHandler', async (request) => {
    const attempt = determineAttempt(request);
    if (attempt === undefined) return;
    const minutes = await house.db.transaction().execute((tx) => reserveAttempt(tx, attempt));
    if (minutes !== undefined) throw new Problem('sign_in.throttled', { minutes });
  });
}

/** What a request guesses at, if it is one of those that ask a secret. */
function determineAttempt(request: FastifyRequest): Attempt | undefined {
  const address = request.ip;
  const { signInName } = (request.body ?? {}) as { signInName?: string };
  switch (request.routeOptions.config.operationId) {
    case own.signIn.operationId:
      return { subject: `name:${signInName}`, address };
    case own.redeemResetCode.operationId:
      return { subject: `code:${signInName}`, address };
    case own.changePassword.operationId:
      return { subject: `session:${request.cookies[sessionCookie]}`, address };
    case own.createFirstAdministrator.operationId:
      return { subject: undefined, address };
    default:
      return undefined;
  }
}

async function forgive(tx: Tx, request: FastifyRequest): Promise<void> {
  const attempt = determineAttempt(request);
  if (attempt) await forgiveAttempt(tx, attempt);
}

/**
 * A session in use moves its end on, in a transaction of its own because reading requests cannot write. Each process
 * remembers what it moved within the last minute, so that most requests cost nothing.
 */
function keepSessionsAlive(house: House): void {
  const movedAt = new Map<string, number>();
  house.app.addHook('preHandler', async (request) => {
    const token = request.cookies[sessionCookie];
    if (token === undefined || request.routeOptions.config.operationId === undefined) return;
    const key = createHash('sha256').update(token).digest('base64');
    const now = Date.now();
    if (now - (movedAt.get(key) ?? 0) < 60_000) return;
    if (movedAt.size >= 20_000) movedAt.clear();
    movedAt.set(key, now);
    await house.db.transaction().execute(async (tx) => {
      await enterSession(tx, token);
      await touchSession(tx, house.config.sessionHours);
    });
  });
}

function openSessionRoutes(house: House): void {
  const cookie = { httpOnly: true, sameSite: 'strict', secure: house.config.secureCookies, path: '/' } as const;
  const optionsOf = (request: FastifyRequest) => ({
    device: describeDevice(request.headers['user-agent']),
    hours: house.config.sessionHours,
  });
  const enter = async (tx: Tx, request: FastifyRequest, reply: FastifyReply, opened: Opened) => {
    await forgive(tx, request);
    reply.setCookie(sessionCookie, opened.token, cookie);
    return getMe(tx, opened.actor);
  };
  house.onWrite(own.signIn, async ({ tx, body, request, reply }) =>
    enter(tx, request, reply, await signIn(tx, body, optionsOf(request))),
  );
  house.onWrite(own.redeemResetCode, async ({ tx, body, request, reply }) =>
    enter(tx, request, reply, await redeemResetCode(tx, body, optionsOf(request))),
  );
  house.onWrite(own.createFirstAdministrator, async ({ tx, body, request, reply }) =>
    enter(tx, request, reply, await createFirstAdministrator(tx, body, optionsOf(request))),
  );
  house.onRead(own.getFirstAdministratorNeed, async ({ db }) => ({ needed: await isEmptyHouse(db) }));
  house.onWrite(own.signOut, async ({ tx, reply }) => {
    await closeSession(tx);
    reply.clearCookie(sessionCookie, cookie);
    return {};
  });
}

function openOwnRoutes(house: House): void {
  house.onRead(own.getMe, ({ db, actor }) => getMe(db, actor));
  house.onWrite(own.updateMe, async ({ tx, actor, body }) => {
    await updateMe(tx, actor, body);
    return getMe(tx, { ...actor, locale: body.locale });
  });
  house.onWrite(own.changePassword, async ({ tx, actor, body, request }) => {
    await changePassword(tx, actor, body);
    await forgive(tx, request);
    return getMe(tx, { ...actor, mustChangePassword: false });
  });
  house.onRead(own.listMySessions, async ({ db, actor }) => ({
    items: await listSessions(db, actor.accountId, actor.sessionId),
  }));
  house.onWrite(own.revokeMySession, async ({ tx, actor, params }) => {
    await revokeSession(tx, actor, actor.accountId, params.id);
    return {};
  });
}

function openPeopleRoutes(house: House): void {
  house.onRead(people.listPeople, ({ db, query }) => listPeople(db, query));
  house.onRead(people.getPerson, ({ db, actor, params }) => acts.getPerson(db, actor, params.id));
  house.onWrite(people.invitePerson, ({ tx, actor, body }) => acts.invitePerson(tx, actor, body));
  house.onWrite(people.renamePerson, ({ tx, actor, params, body }) => acts.renamePerson(tx, actor, params.id, body));
  house.onWrite(people.disablePerson, ({ tx, actor, params, body }) => acts.disablePerson(tx, actor, params.id, body));
  house.onWrite(people.enablePerson, ({ tx, actor, params, body }) => acts.enablePerson(tx, actor, params.id, body));
  house.onWrite(people.issueResetCode, ({ tx, actor, params }) => acts.issueResetCode(tx, actor, params.id));
  house.onRead(people.listPersonSessions, async ({ db, actor, params }) => ({
    items: await acts.listPersonSessions(db, actor, params.id),
  }));
  house.onWrite(people.revokePersonSession, async ({ tx, actor, params }) => {
    await acts.revokePersonSession(tx, actor, params.id, params.sessionId);
    return {};
  });
  house.onWrite(people.addPost, ({ tx, actor, params, body }) => addPost(tx, actor, params.id, body));
  house.onWrite(people.endPost, ({ tx, actor, params, body }) => endPost(tx, actor, params.id, body));
  house.onWrite(people.handOverPost, ({ tx, actor, params, body }) => handOverPost(tx, actor, params.id, body));
  house.onRead(people.listRoles, async ({ db }) => ({ items: await listRoles(db) }));
  house.onRead(people.listOrganisations, async ({ db }) => ({ items: await listOrganisations(db) }));
}
