import { createHash } from 'node:crypto';
import pg from 'pg';

/** Begins a statement that a connection plans once and keeps: one that is long, and asked again and again in the same words. */
export const plannedOnce = '/* planned once */';

/** A kept plan takes some hundred kilobytes of its connection; beyond so many no more are kept. */
const mostKept = 100;

type Query = (text: unknown, values?: unknown, ...rest: unknown[]) => unknown;

/**
 * A connection that gives statements marked with `plannedOnce` a name, so that PostgreSQL plans them once and not at every
 * question: planning a page of figures takes longer than answering it.
 */
export class PlanningClient extends pg.Client {
  readonly #names = new Map<string, string>();

  override query = ((text: unknown, values?: unknown, ...rest: unknown[]) => {
    const name = typeof text === 'string' && Array.isArray(values) ? this.#nameOf(text) : undefined;
    const ask = super.query.bind(this) as Query;
    return name === undefined ? ask(text, values, ...rest) : ask({ name, text, values }, ...rest);
  }) as pg.Client['query'];

  #nameOf(text: string): string | undefined {
    if (!text.trimStart().startsWith(plannedOnce)) return undefined;
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= mostKept) return known;
    const name = createHash('sha256').update(text).digest('base64url');
    this.#names.set(text, name);
    return name;
  }
}
