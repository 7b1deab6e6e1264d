import { z } from 'zod';
import { permissions } from '#platform/auth/permissions.ts';
import { defineRoute } from '#platform/http/route.ts';
import { Day } from '#registers/declaration.ts';
import { DisplayName, Named, Nothing, Post, PostUnit, Session, SignInName } from './accounts.contract.ts';

/** invited = has not set a password yet. */
export const PersonState = z.enum(['active', 'invited', 'disabled']);
export type PersonState = z.infer<typeof PersonState>;

export const PersonLine = z.object({
  id: z.uuid(),
  signInName: z.string(),
  displayName: z.string(),
  state: PersonState,
  version: z.int(),
  createdAt: z.iso.datetime(),
  /** Present and coming posts within the reader's place. */
  posts: z.array(Post),
});
export type PersonLine = z.infer<typeof PersonLine>;

export const Person = PersonLine.extend({
  /** Ended posts within the reader's place, last ended first. */
  earlierPosts: z.array(Post),
  /** The reader might give every post that this person holds, and so may also disable the account or issue a code. */
  manageable: z.boolean(),
  /** Until when an unused one-time code is good; null without one. */
  codeExpiresAt: z.iso.datetime().nullable(),
});
export type Person = z.infer<typeof Person>;

/** Shown once and kept nowhere. */
export const OneTimeCode = z.object({ code: z.string(), expiresAt: z.iso.datetime() });
export type OneTimeCode = z.infer<typeof OneTimeCode>;

/** First words of the permissions, to which a post may be limited. */
export const modules = [...new Set(permissions.map((permission) => permission.slice(0, permission.indexOf('.'))))];

/** validTo is the first day on which the post no longer counts. */
export const NewPost = z.object({
  organisationCode: z.string().min(1).max(60),
  unitId: z.int(),
  role: z.string().min(1).max(60),
  modules: z.array(z.enum(modules)).max(modules.length).default([]),
  validFrom: Day,
  validTo: Day.nullable().default(null),
});
export type NewPost = z.infer<typeof NewPost>;

const params = z.object({ id: z.uuid() });

export const listPeople = defineRoute({
  operationId: 'listPeople',
  method: 'GET',
  path: '/people',
  permission: 'person.read',
  summary: 'A page of the people with a post in my place',
  query: z.object({
    text: z.string().trim().max(100).default(''),
    /** Posts at this unit or below it, by today's tree. */
    unit: z.coerce.number().int().optional(),
    role: z.string().max(60).optional(),
    state: PersonState.optional(),
    /** name = by given name, the last word, as Vietnamese lists are. */
    sort: z.enum(['name', 'newest']).default('name'),
    after: z.string().max(600).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({
    items: z.array(PersonLine),
    next: z.string().nullable(),
    total: z.int(),
    /** The unit that was asked for, with its names. */
    unit: PostUnit.nullable(),
  }),
});

export const getPerson = defineRoute({
  operationId: 'getPerson',
  method: 'GET',
  path: '/people/{id}',
  permission: 'person.read',
  summary: 'A person with present and earlier posts',
  params,
  response: Person,
});

export const invitePerson = defineRoute({
  operationId: 'invitePerson',
  method: 'POST',
  path: '/people',
  permission: 'person.manage',
  // A kept answer would keep the one-time code; sent twice, the sign-in name is already taken.
  notRepeatable: true,
  summary: 'Makes an account with its first post; answers the one-time code once',
  body: z.object({ signInName: SignInName, displayName: DisplayName, post: NewPost }),
  response: z.object({ person: Person, code: OneTimeCode }),
});

export const renamePerson = defineRoute({
  operationId: 'renamePerson',
  method: 'PATCH',
  path: '/people/{id}',
  permission: 'person.manage',
  summary: 'Changes the name shown; a stale version is answered 409 with the present record',
  params,
  body: z.object({ version: z.int(), displayName: DisplayName }),
  response: Person,
});

export const disablePerson = defineRoute({
  operationId: 'disablePerson',
  method: 'POST',
  path: '/people/{id}/disable',
  permission: 'person.manage',
  summary: 'Locks the account and ends all its sessions at once',
  params,
  body: z.object({ version: z.int() }),
  response: Person,
});

export const enablePerson = defineRoute({
  operationId: 'enablePerson',
  method: 'POST',
  path: '/people/{id}/enable',
  permission: 'person.manage',
  summary: 'Opens a locked account again',
  params,
  body: z.object({ version: z.int() }),
  response: Person,
});

export const issueResetCode = defineRoute({
  operationId: 'issueResetCode',
  method: 'POST',
  path: '/people/{id}/reset-code',
  permission: 'person.manage',
  // A kept answer would keep the code; sent twice, the later code is the good one.
  notRepeatable: true,
  summary: 'A new one-time code for a forgotten password, answered once; earlier codes end',
  params,
  response: OneTimeCode,
});

export const listPersonSessions = defineRoute({
  operationId: 'listPersonSessions',
  method: 'GET',
  path: '/people/{id}/sessions',
  permission: 'person.manage',
  summary: 'Live sessions of a person, last used first',
  params,
  response: z.object({ items: z.array(Session) }),
});

export const revokePersonSession = defineRoute({
  operationId: 'revokePersonSession',
  method: 'POST',
  path: '/people/{id}/sessions/{sessionId}/revoke',
  permission: 'person.manage',
  summary: "Signs one of a person's devices out at once",
  params: z.object({ id: z.uuid(), sessionId: z.uuid() }),
  response: Nothing,
});

export const addPost = defineRoute({
  operationId: 'addPost',
  method: 'POST',
  path: '/people/{id}/posts',
  permission: 'post.manage',
  summary: 'Gives a person one more post',
  params,
  body: NewPost,
  response: Post,
});

export const endPost = defineRoute({
  operationId: 'endPost',
  method: 'POST',
  path: '/posts/{id}/end',
  permission: 'post.manage',
  summary: 'Ends a post; `on` is the first day on which it no longer counts, today = at once',
  params,
  body: z.object({ version: z.int(), on: Day }),
  response: Post,
});

export const handOverPost = defineRoute({
  operationId: 'handOverPost',
  method: 'POST',
  path: '/posts/{id}/hand-over',
  permission: 'post.manage',
  summary: 'Ends the post of one person and gives the same to another from the same day, in one act',
  params,
  body: z.object({ version: z.int(), toAccountId: z.uuid(), from: Day }),
  response: z.object({ ended: Post, given: Post }),
});

export const listRoles = defineRoute({
  operationId: 'listRoles',
  method: 'GET',
  path: '/roles',
  permission: 'signed-in',
  summary: 'Roles with what each may do',
  response: z.object({
    items: z.array(Named.extend({ permissions: z.record(z.string(), z.enum(['own', 'below'])) })),
  }),
});

export const listOrganisations = defineRoute({
  operationId: 'listOrganisations',
  method: 'GET',
  path: '/organisations',
  permission: 'signed-in',
  summary: 'Organisations that lead or join the work',
  response: z.object({ items: z.array(Named) }),
});
