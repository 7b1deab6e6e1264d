import { fromBase64, toBase64 } from '#modules/tips/base64.rules.ts';
import type { InboxKeys } from '#modules/tips/inbox-keys.contract.ts';
import { shareInbox, splitForEscrow, wrapSecret } from '#modules/tips/inbox-keys.rules.ts';
import { makeInboxSecret, makeKeyPair, publicKeysOf } from '#modules/tips/sealing.rules.ts';
import { once, type Parts, type SignedIn } from './acts.ts';
import { demonstrationPassphrase, demonstrationPeople } from './people.ts';

/** Inboxes of Cà Mau and two of its communes, with the keys that their handlers' browsers would make. */
export async function loadInboxes(parts: Parts, ask: SignedIn): Promise<void> {
  const withKeys = demonstrationPeople.filter(({ role }) => role === 'tip_handler' || role === 'escrow_custodian');
  for (const { signInName } of withKeys) {
    await once(parts, `key of ${signInName}`, async () => {
      const pair = makeKeyPair();
      const wrappedSecret = toBase64(await wrapSecret(demonstrationPassphrase, pair.secretKey));
      await ask(signInName, 'POST', '/tip-keys/mine', { publicKey: toBase64(pair.publicKey), wrappedSecret });
    });
  }
  for (const signInName of ['xulytin.tinh', 'xulytin1', 'xulytin2']) {
    await once(parts, `inbox of ${signInName}`, async () => {
      const { inboxes } = (await ask(signInName, 'GET', '/inbox-keys')) as { inboxes: InboxKeys[] };
      const inbox = inboxes[0]!;
      const secret = makeInboxSecret();
      const made = publicKeysOf(secret);
      const split = await splitForEscrow(
        secret,
        inbox.custodians.map(({ publicKey }) => fromBase64(publicKey!)),
      );
      await ask(signInName, 'POST', `/inbox-keys/${inbox.unit.id}`, {
        generation: 1,
        publicKey: toBase64(made.publicKey),
        signPublicKey: toBase64(made.signPublicKey),
        previousSignature: null,
        shares: inbox.handlers.map(({ handlerKeyId, publicKey }) => ({
          handlerKeyId,
          sealed: toBase64(shareInbox(secret, fromBase64(publicKey!))),
        })),
        parts: split.map((part, index) => ({
          handlerKeyId: inbox.custodians[index]!.handlerKeyId,
          sealed: toBase64(part),
        })),
      });
    });
  }
}
