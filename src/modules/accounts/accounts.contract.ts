import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';

/** Something with a code and its names in both languages. */
export const Named = z.object({ code: z.string(), nameVi: z.string(), nameEn: z.string() });
export type Named = z.infer<typeof Named>;

export const PostUnit = z.object({
  id: z.int(),
  code: z.string(),
  kind: z.string(),
  nameVi: z.string(),
  nameEn: z.string().nullable(),
});
export type PostUnit = z.infer<typeof PostUnit>;

/** A person's right from validFrom to the day before validTo; empty modules = all that the role may do. */
export const Post = z.object({
  id: z.uuid(),
  unit: PostUnit,
  role: Named,
  organisation: Named,
  modules: z.array(z.string()),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  version: z.int(),
});
export type Post = z.infer<typeof Post>;

export const Locale = z.enum(['vi', 'en']);
export type Locale = z.infer<typeof Locale>;

/** The signed-in person with the posts that count today and what each of them may do. */
export const Me = z.object({
  accountId: z.uuid(),
  signInName: z.string(),
  displayName: z.string(),
  locale: Locale,
  mustChangePassword: z.boolean(),
  posts: z.array(Post.extend({ permissions: z.record(z.string(), z.enum(['own', 'below'])) })),
});
export type Me = z.infer<typeof Me>;

export const Session = z.object({
  id: z.uuid(),
  /** Browser and system, as the browser named them. */
  device: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;

export const Nothing = z.object({});

/** A sign-in name as it is given to a person; also what reading one back makes of it. */
export const SignInName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9._-]{3,60}$/, { message: 'person.sign_in_name' });
export const DisplayName = z
  .string()
  .trim()
  .min(2, { message: 'person.display_name' })
  .max(100, { message: 'person.display_name' });

// No rule here on a password's content: which are too weak depends on the sign-in name (accounts.rules.ts).
const Password = z.string().min(1, { message: 'password.missing' }).max(200, { message: 'password.too_long' });
const TriedName = z.string().trim().toLowerCase().min(1, { message: 'sign_in.name_missing' }).max(100);
const Code = z.string().trim().min(1, { message: 'reset_code.missing' }).max(40);

export const signIn = defineRoute({
  operationId: 'signIn',
  method: 'POST',
  path: '/session',
  permission: 'public',
  notRepeatable: true,
  summary: 'Signs in; the session travels in a cookie that scripts cannot read',
  body: z.object({ signInName: TriedName, password: Password }),
  response: Me,
});

export const signOut = defineRoute({
  operationId: 'signOut',
  method: 'DELETE',
  path: '/session',
  permission: 'public',
  notRepeatable: true,
  summary: 'Ends this session; also answers well where there is none',
  response: Nothing,
});

export const redeemResetCode = defineRoute({
  operationId: 'redeemResetCode',
  method: 'POST',
  path: '/session/reset-code',
  permission: 'public',
  notRepeatable: true,
  summary: 'Sets a password with a one-time code, ends all earlier sessions and signs in',
  body: z.object({ signInName: TriedName, code: Code, newPassword: Password }),
  response: Me,
});

export const getFirstAdministratorNeed = defineRoute({
  operationId: 'getFirstAdministratorNeed',
  method: 'GET',
  path: '/first-administrator',
  permission: 'public',
  summary: 'Whether the house is still without any account',
  response: z.object({ needed: z.boolean() }),
});

export const createFirstAdministrator = defineRoute({
  operationId: 'createFirstAdministrator',
  method: 'POST',
  path: '/first-administrator',
  permission: 'public',
  notRepeatable: true,
  summary: 'Opens an empty house with the set-up code that the server printed, and signs in',
  body: z.object({ code: Code, signInName: SignInName, displayName: DisplayName, password: Password }),
  response: Me,
});

export const getMe = defineRoute({
  operationId: 'getMe',
  method: 'GET',
  path: '/me',
  permission: 'signed-in',
  beforePasswordChange: true,
  summary: 'Who is signed in, with posts and rights',
  response: Me,
});

export const updateMe = defineRoute({
  operationId: 'updateMe',
  method: 'PATCH',
  path: '/me',
  permission: 'signed-in',
  beforePasswordChange: true,
  summary: 'Changes the language of my screens',
  body: z.object({ locale: Locale }),
  response: Me,
});

export const changePassword = defineRoute({
  operationId: 'changePassword',
  method: 'PUT',
  path: '/me/password',
  permission: 'signed-in',
  beforePasswordChange: true,
  notRepeatable: true,
  summary: 'Changes my password and ends my other sessions',
  body: z.object({ currentPassword: Password, newPassword: Password }),
  response: Me,
});

export const listMySessions = defineRoute({
  operationId: 'listMySessions',
  method: 'GET',
  path: '/me/sessions',
  permission: 'signed-in',
  summary: 'My live sessions, last used first',
  response: z.object({ items: z.array(Session) }),
});

export const revokeMySession = defineRoute({
  operationId: 'revokeMySession',
  method: 'POST',
  path: '/me/sessions/{id}/revoke',
  permission: 'signed-in',
  summary: 'Signs another of my devices out at once',
  params: z.object({ id: z.uuid() }),
  response: Nothing,
});
