import { createHash } from 'node:crypto';
import { toBase64 } from '#modules/tips/base64.rules.ts';
import type { Challenge, Inbox, SentTip } from '#modules/tips/intake.public.contract.ts';
import { makeReceiptCode, receiptOf } from '#modules/tips/receipts.rules.ts';
import type { InboxSecret } from '#modules/tips/sealing.rules.ts';
import { type Answers, makeUuid, type SealedSending, sealTip } from '#modules/tips/sending.rules.ts';

export { makeSolvedProof, openInbox, writeMultipart } from '../../src/cli/bench/sealed-tips.ts';

export type TestInbox = Inbox & { secret: InboxSecret };

/** Answers of a resident; say what matters to the test. */
export function someAnswers(change: Partial<Answers> = {}): Answers {
  return {
    topic: 'theft',
    aboutOfficer: false,
    content: { what: 'Có người phá khóa xe máy', where: 'Đầu ngõ 12', when: 'Khoảng 2 giờ sáng nay', place: null },
    contact: '',
    files: [],
    ...change,
  };
}

export type TestSending = SealedSending & { code: string; locator: string };

export function sealForTest(inbox: TestInbox, change: Partial<Answers> = {}, code = makeReceiptCode()): TestSending {
  const sealed = sealTip(someAnswers(change), inbox, { requestId: makeUuid(), code });
  return { ...sealed, code, locator: toBase64(receiptOf(code).locator) };
}

/** Does the work that the server asked for, as the browser does. */
export function solve(challenge: Challenge): SentTip['proof'] {
  const { nonce, salt, cost, keyPrefix } = challenge.parameters as unknown as Record<string, string> & { cost: number };
  const start = Buffer.from(salt! + nonce!, 'hex');
  for (let counter = 0; ; counter++) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    let key = createHash('sha256').update(start).update(number).digest();
    for (let round = 1; round < cost; round++) key = createHash('sha256').update(key).digest();
    const derivedKey = key.toString('hex');
    if (derivedKey.startsWith(keyPrefix!)) return { challenge, solution: { counter, derivedKey } };
  }
}
