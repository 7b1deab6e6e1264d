import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Db, Tx } from '../database/database.ts';
import { boundInFlight } from './in-flight.ts';

/**
 * One address of the residents' portal, answered as HTML by the server. GET is opened with `house.onPage`, POST with
 * `house.onForm`. Neither leaves a line in the log, and nobody signs in.
 */
export type Page = {
  operationId: string;
  /** Parameters in braces: /khu-vuc/{code}. */
  path: string;
  /** The largest form that is taken, in bytes; 64 KiB where none is said. */
  maxBytes?: number;
  /** Answers leave on a beat, so that how long one took tells nothing of what was found. */
  steady?: boolean;
  /**
   * Answers are compressed for whoever takes that. Never where one holds a secret, or what was typed: its size would tell of
   * them to whoever watches the line (docs/sealing.md). An answer to a form never is.
   */
  compressed?: boolean;
};

/** What the handler of a page is given. */
export type Visit = {
  /** The language of the page: a code of the portal's texts. */
  language: string;
  /** The language of the words of problems, which are kept in two. */
  locale: 'vi' | 'en';
  params: Record<string, string>;
  /** Of a parameter named twice, the last. */
  query: Record<string, string>;
  /** Path and query as asked, without `lang`. */
  address: string;
  /** Opens a transaction that only reads, all of it as of one moment. A page that is kept in memory needs none. */
  read<R>(act: (db: Db) => Promise<R>): Promise<R>;
  request: FastifyRequest;
  reply: FastifyReply;
};

/** What the handler of a form is given: a transaction, committed when the handler returns, and the fields and files. */
export type Posting = Visit & { tx: Tx; form: FormData };

/** What the house needs of the portal: its languages (the first one speaks where nothing is asked) and how a failure looks. */
export type PageKit = {
  languages: readonly string[];
  failure(failed: { language: string; address: string; status: number; sentence: string }): string;
};

export const languageCookie = 'binhyen_lang';

/** The language of a page: as asked in the address, else as chosen before, else as the browser prefers, else the first. */
export function languageOf(request: FastifyRequest, languages: readonly string[]): string {
  const asked = (request.query as { lang?: unknown } | undefined)?.lang;
  const preferred = (request.headers['accept-language'] ?? '').split(',').map((each) => each.trim().slice(0, 2));
  const wishes = [asked, request.cookies[languageCookie], ...preferred];
  return (wishes.find((wish) => languages.includes(wish as string)) as string | undefined) ?? languages[0]!;
}

/** Path and query of a request without `lang`, so that a link to another language can be made of it. */
export function addressOf(request: FastifyRequest): string {
  const url = new URL(request.url, 'http://portal');
  url.searchParams.delete('lang');
  return url.pathname + url.search;
}

/** Opens an address in a room of its own, where a body is a form and nothing else is taken. Files stay in memory. */
export function openForm(app: FastifyInstance, maxBytes: number, open: (room: FastifyInstance) => void): void {
  void app.register(async (room) => {
    room.removeAllContentTypeParsers();
    const readForm = async (request: FastifyRequest, body: Buffer): Promise<FormData> => {
      const type = request.headers['content-type']!;
      // Node's buffers of bodies are never shared memory.
      return new Response(body as Buffer<ArrayBuffer>, { headers: { 'content-type': type } }).formData().catch(() => {
        throw Object.assign(new Error('unreadable form'), { statusCode: 400 });
      });
    };
    const limits = { parseAs: 'buffer', bodyLimit: maxBytes } as const;
    room.addContentTypeParser('application/x-www-form-urlencoded', limits, readForm);
    room.addContentTypeParser(/^multipart\/form-data/, limits, readForm);
    boundInFlight(room, maxBytes);
    open(room);
  });
}
