import { useSyncExternalStore } from 'react';
import { fromBase64 } from '../base64.rules.ts';
import type { InboxKeys, MyKey } from '../inbox-keys.contract.ts';
import { openShare, unwrapSecret } from '../inbox-keys.rules.ts';
import { type InboxSecret, type KeyPair, keyPairOf } from '../sealing.rules.ts';

/** A person's own key, opened: in the memory of this page alone, gone with a reload, by locking, or after quiet minutes. */
type Opened = { keyId: string; pair: KeyPair };

const quietMinutes = 15;
let opened: Opened | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function put(next: Opened | null): void {
  opened = next;
  touchKey();
  for (const listener of listeners) listener();
}

/** Something was done with the key: it stays open some minutes more. */
export function touchKey(): void {
  clearTimeout(timer);
  if (opened) timer = setTimeout(lockKey, quietMinutes * 60_000);
}

/** Throws where the passphrase is another one. */
export async function openKey(key: MyKey, passphrase: string): Promise<void> {
  const secret = await unwrapSecret(passphrase, fromBase64(key.wrappedSecret));
  put({ keyId: key.id, pair: keyPairOf(secret) });
}

/** A key that was just made. */
export function keepOpen(keyId: string, pair: KeyPair): void {
  put({ keyId, pair });
}

export function lockKey(): void {
  put(null);
}

export function useOpenedKey(): Opened | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opened,
  );
}

/** The secret of one generation of an inbox, where it was shared to the opened key. */
export function findInboxSecret(
  key: Opened,
  inbox: Pick<InboxKeys, 'myShares'>,
  inboxKeyId: string,
): InboxSecret | undefined {
  const share = inbox.myShares.find((one) => one.inboxKeyId === inboxKeyId);
  if (!share) return undefined;
  touchKey();
  return openShare(key.pair, fromBase64(share.sealed));
}
