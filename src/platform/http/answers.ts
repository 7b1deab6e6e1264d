import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { describeFailure } from '../log.ts';
import { addressOf, languageOf, type PageKit } from './page.ts';
import { type FieldProblem, fillWords, Problem, type ProblemWords } from './problem.ts';
import { toUploadProblem } from './upload.ts';

/** Input that does not have the contract's shape. */
export class InvalidInput extends Error {
  readonly part: string;
  readonly zod: z.ZodError;

  constructor(part: string, zod: z.ZodError) {
    super('input.invalid');
    this.part = part;
    this.zod = zod;
  }
}

const wordsOf = { vi: z.locales.vi().localeError, en: z.locales.en().localeError };

/** Vietnamese unless the request asks for English. */
export function localeOf(request: FastifyRequest): 'vi' | 'en' {
  const asked = request.headers['accept-language'] ?? '';
  return /^en\b/i.test(asked) ? 'en' : 'vi';
}

/**
 * Answers any failure as application/problem+json: expected ones with their words, a broken constraint as the problem
 * named for it, anything else as a reference number; its message stays in the log.
 */
export function answerProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: { problems: ProblemWords; constraints: Record<string, string> },
): FastifyReply {
  const { code, status, sentence, params, fields } = describeProblem(error, request, parts, localeOf(request));
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: `urn:binhyen:problem:${code}`,
        title: sentence,
        status,
        code,
        params,
        ...(fields.length ? { fields } : {}),
      }),
    );
}

/** Answers any failure of the portal as a page of its own, in the language of the visitor. */
export function answerProblemPage(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  parts: { problems: ProblemWords; constraints: Record<string, string>; pages: PageKit },
): FastifyReply {
  const language = languageOf(request, parts.pages.languages);
  const { status, sentence } = describeProblem(error, request, parts, language === 'en' ? 'en' : 'vi');
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(parts.pages.failure({ language, address: addressOf(request), status, sentence }));
}

/** What a failure is to the one who asked: its code, its HTTP status, and its words in their language. */
export function describeProblem(
  error: unknown,
  request: FastifyRequest,
  parts: { problems: ProblemWords; constraints: Record<string, string> },
  locale: 'vi' | 'en',
): { code: string; status: number; sentence: string; params: Record<string, unknown>; fields: FieldProblem[] } {
  const problem = toProblem(error, request, parts, locale);
  const words = parts.problems[problem.code];
  if (!words) throw new Error(`problem ${problem.code} has no words`);
  return { ...problem, status: words.status, sentence: fillWords(words[locale], problem.params) };
}

function toProblem(
  error: unknown,
  request: FastifyRequest,
  parts: { problems: ProblemWords; constraints: Record<string, string> },
  locale: 'vi' | 'en',
): { code: string; params: Record<string, unknown>; fields: FieldProblem[] } {
  const refused = toUploadProblem(error, request);
  if (refused) return { code: refused.code, params: refused.params, fields: [] };
  if (error instanceof Problem) {
    return {
      code: error.code,
      params: error.params,
      fields: error.fields.map((field) => ({
        path: field.path,
        message: fillWords(parts.problems[field.code]?.[locale] ?? field.code, field.params ?? {}),
      })),
    };
  }
  const invalid = error instanceof InvalidInput ? error.zod : error instanceof z.ZodError ? error : undefined;
  if (invalid && !isAnswerError(error)) {
    return {
      code: 'input.invalid',
      params: {},
      fields: invalid.issues.map((issue) => {
        const own = parts.problems[issue.message];
        const said = wordsOf[locale](issue as never);
        return {
          path: issue.path.join('.'),
          message: own ? own[locale] : ((typeof said === 'string' ? said : said?.message) ?? issue.message),
        };
      }),
    };
  }
  const database = error as { code?: string; constraint?: string; statusCode?: number };
  if (database.constraint && parts.constraints[database.constraint]) {
    return { code: parts.constraints[database.constraint]!, params: {}, fields: [] };
  }
  if (database.code === '42501') return { code: 'permission.place', params: {}, fields: [] };
  if (database.code === '40001' || database.code === '40P01' || database.code === '55P03') {
    return { code: 'request.try_again', params: {}, fields: [] };
  }
  if (database.statusCode === 413) return { code: 'request.too_large', params: {}, fields: [] };
  if (database.statusCode && database.statusCode < 500) return { code: 'input.unreadable', params: {}, fields: [] };
  const reference = request.id;
  if (isDatabaseAway(error)) {
    request.log.error({ reference, code: database.code }, 'database away');
    return { code: 'server.database_away', params: {}, fields: [] };
  }
  request.log.error(
    { reference, operation: request.routeOptions.config.operationId, ...describeFailure(error) },
    'unexpected failure',
  );
  return { code: 'server.unexpected', params: { reference }, fields: [] };
}

/** A response that does not keep its own contract is our failure, not the reader's. */
function isAnswerError(error: unknown): boolean {
  return error instanceof z.ZodError;
}

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '53300',
  '53100',
  '58030',
]);

function isDatabaseAway(error: unknown): boolean {
  const failure = error as { code?: string; message?: string };
  return (
    awayCodes.has(failure.code ?? '') ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      failure.message ?? '',
    )
  );
}
