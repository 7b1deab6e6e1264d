import type { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';

/** The place after a row in its order, as text for an address. */
export function toCursor(keys: readonly string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** Reads a place back; anything else than what `toCursor` wrote is refused. */
export function fromCursor<Keys>(cursor: string, shape: z.ZodType<Keys>): Keys {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new Problem('input.unreadable');
  }
}
