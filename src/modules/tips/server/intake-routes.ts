import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { InvalidInput } from '#platform/http/answers.ts';
import type { House } from '#platform/http/house.ts';
import { Problem } from '#platform/http/problem.ts';
import {
  addToTip,
  findPlaces,
  getChallenge,
  getInbox,
  getTipFile,
  openTip,
  SentAddition,
  sendTip,
  SentTip,
  withdrawTip,
} from '../intake.public.contract.ts';
import type { Bytes } from '../sealing.rules.ts';
import { addToReceipt, openReceipt, openReceiptFile, withdraw } from './follow.ts';
import { findInbox, receiveTip, searchPlaces } from './intake.ts';
import { makeChallenge, requireProof } from './junk.ts';
import type { PortalSecrets } from './portal-secrets.ts';

const uncached = 'no-store, no-transform';

/** What the browser of a resident asks: everything about a tip comes and goes sealed. */
export function intakeRoutes(house: House, secrets: PortalSecrets): void {
  house.onRead(getChallenge, ({ reply }) => {
    reply.header('cache-control', uncached);
    return makeChallenge(secrets);
  });
  house.onRead(getInbox, async ({ db, query, reply }) => {
    reply.header('cache-control', uncached);
    return { inbox: (await findInbox(db, query.unitId, query.aboutOfficer)) ?? null };
  });
  house.onRead(findPlaces, async ({ db, query }) => ({ items: await searchPlaces(db, query.text) }));
  house.onWrite(sendTip, async ({ tx, body, request }) => {
    const { head, pieces } = await readSending(body, request, 'tip', SentTip);
    const arrival = await requireProof(tx, secrets, head.proof, request.ip);
    return { result: await receiveTip(tx, secrets, head, pieces, arrival) };
  });
  house.onWrite(openTip, ({ tx, body, reply }) => {
    reply.header('cache-control', uncached);
    return openReceipt(tx, secrets, Buffer.from(body.locator, 'base64'));
  });
  house.onWrite(getTipFile, async ({ tx, body, reply }) => {
    reply.header('cache-control', uncached).type(getTipFile.file!.contentType);
    return (await openReceiptFile(tx, secrets, Buffer.from(body.locator, 'base64'), body.pieceId)) as never;
  });
  house.onWrite(addToTip, async ({ tx, body, request }) => {
    const { head, pieces } = await readSending(body, request, 'addition', SentAddition);
    return { result: await addToReceipt(tx, secrets, Buffer.from(head.locator, 'base64'), head.pieces, pieces) };
  });
  house.onWrite(withdrawTip, async ({ tx, body }) => {
    await withdraw(tx, secrets, Buffer.from(body.locator, 'base64'), body.purpose);
    return { result: 'destroyed' as const };
  });
}

/** The JSON of the named part, and the bytes of every part `piece` in order. Throws tip.incomplete or InvalidInput. */
async function readSending<S extends z.ZodType>(
  body: Uint8Array,
  request: FastifyRequest,
  name: string,
  shape: S,
): Promise<{ head: z.output<S>; pieces: Bytes[] }> {
  const headers = { 'content-type': request.headers['content-type']! };
  const form = await new Response(body as Bytes, { headers }).formData().catch(() => {
    throw new Problem('tip.incomplete');
  });
  const text = form.get(name);
  if (typeof text !== 'string') throw new Problem('tip.incomplete');
  const checked = shape.safeParse(parseJson(text));
  if (!checked.success) throw new InvalidInput('body', checked.error);
  const pieces = form.getAll('piece').map((piece) => {
    if (typeof piece === 'string') throw new Problem('tip.incomplete');
    return piece.arrayBuffer();
  });
  return {
    head: checked.data,
    pieces: (await Promise.all(pieces)).map((piece) => new Uint8Array(piece)),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('tip.incomplete');
  }
}
