import { describe, expect, test } from 'vitest';
import {
  combineParts,
  findPassphraseBreach,
  isSecretOf,
  openShare,
  passPart,
  shareInbox,
  splitForEscrow,
  unwrapSecret,
  wrapSecret,
} from './inbox-keys.rules.ts';
import { type Bytes, makeInboxSecret, makeKeyPair, publicKeysOf } from './sealing.rules.ts';

describe('a person’s own key', () => {
  test('opens with its passphrase alone', async () => {
    const { secretKey } = makeKeyPair();
    const wrapped = await wrapSecret('trăng rằm trên sông Cổ Chiên', secretKey);
    expect(await unwrapSecret(' trăng rằm trên sông Cổ Chiên', wrapped)).toEqual(secretKey);
    // The same words typed by another keyboard (decomposed) are the same passphrase.
    expect(await unwrapSecret('trăng rằm trên sông Cổ Chiên'.normalize('NFD'), wrapped)).toEqual(secretKey);
    await expect(unwrapSecret('trăng rằm trên sông Cổ Chiến', wrapped)).rejects.toThrow();
  });

  test('does not ask for a passphrase at a cheap cost', async () => {
    const { secretKey } = makeKeyPair();
    const wrapped = await wrapSecret('trăng rằm trên sông', secretKey, { memory: 1024, passes: 1 });
    await expect(unwrapSecret('trăng rằm trên sông', wrapped)).rejects.toThrow('cost');
  });

  test.each([
    ['mật khẩu', 'key.passphrase_short'],
    ['aaaaaaaaaaaaaaaa', 'key.passphrase_simple'],
    ['bốn chữ dễ nhớ', undefined],
  ])('%s: %s', (passphrase, breach) => {
    expect(findPassphraseBreach(passphrase)).toBe(breach);
  });
});

describe('the secret of an inbox', () => {
  test('is shared to one key only', () => {
    const secret = makeInboxSecret();
    const [handler, other] = [makeKeyPair(), makeKeyPair()];
    const share = shareInbox(secret, handler.publicKey);
    expect(openShare(handler, share)).toEqual(secret);
    expect(() => openShare(other, share)).toThrow();
    expect(isSecretOf(secret, publicKeysOf(secret).publicKey)).toBe(true);
    expect(isSecretOf(makeInboxSecret(), publicKeysOf(secret).publicKey)).toBe(false);
  });

  test('comes out of any two parts of three, not out of one', async () => {
    const secret = makeInboxSecret();
    const custodians = [makeKeyPair(), makeKeyPair(), makeKeyPair()];
    const asker = makeKeyPair();
    const parts = await splitForEscrow(
      secret,
      custodians.map(({ publicKey }) => publicKey),
    );
    const pass = (index: number): Bytes => passPart(custodians[index]!, parts[index]!, asker.publicKey);
    for (const [one, other] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      expect(await combineParts(asker, [pass(one), pass(other)])).toEqual(secret);
    await expect(combineParts(asker, [pass(0)])).rejects.toThrow();
    expect(() => passPart(custodians[0]!, parts[1]!, asker.publicKey)).toThrow();
  });

  test('is not split among two', async () => {
    await expect(splitForEscrow(makeInboxSecret(), [makeKeyPair().publicKey, makeKeyPair().publicKey])).rejects.toThrow(
      'three',
    );
  });
});
