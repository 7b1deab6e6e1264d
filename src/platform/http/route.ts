import { z } from 'zod';
import type { Permission } from '../auth/permissions.ts';

type Schema = z.ZodType;

/**
 * One address of the API, as data that server, web and documentation share.
 * permission: 'public' needs no session; 'signed-in' any session; else a post that carries the right.
 */
export type Route<
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  R extends Schema = Schema,
> = {
  operationId: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  permission: Permission | 'public' | 'signed-in';
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  response: R;
  /** Takes one raw file as its body (`UploadedFile`), of these content types or application/octet-stream. */
  upload?: Upload;
  /** Answers a file instead of JSON. */
  file?: { contentType: string };
  /** Also open to a person who has still to change the first password. */
  beforePasswordChange?: boolean;
  /** Write without transaction idempotency (sign-in and the like, where there is no account yet). */
  notRepeatable?: boolean;
  /** Asked by residents: leaves no line in the log, not even its moment. */
  unlogged?: boolean;
  /** Answers leave on a beat, so that how long one took tells nothing of what was found. */
  steady?: boolean;
};

export function defineRoute<P extends Schema, Q extends Schema, B extends Schema, R extends Schema>(
  route: Route<P, Q, B, R>,
): Route<P, Q, B, R> {
  return route;
}

/** What a route lets in. The content type is only what the sender says: what a file is, its content decides. */
export type Upload = { contentTypes: string[]; maxBytes: number };

/** The body of a route with `upload`: the bytes as they came. */
export const UploadedFile = z.instanceof(Uint8Array<ArrayBufferLike>, { error: 'upload.empty' });

type Output<S> = S extends Schema ? z.output<S> : undefined;
type Input<S> = S extends Schema ? z.input<S> : undefined;
export type ParamsOf<T> = T extends Route<infer P, Schema, Schema, Schema> ? Output<P> : never;
export type QueryOf<T> = T extends Route<Schema, infer Q, Schema, Schema> ? Output<Q> : never;
export type BodyOf<T> = T extends Route<Schema, Schema, infer B, Schema> ? Output<B> : never;
export type ResponseOf<T> = T extends Route<Schema, Schema, Schema, infer R> ? Output<R> : never;
export type BodyInputOf<T> = T extends Route<Schema, Schema, infer B, Schema> ? Input<B> : never;
export type QueryInputOf<T> = T extends Route<Schema, infer Q, Schema, Schema> ? Input<Q> : never;
