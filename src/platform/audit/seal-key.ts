import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, explainSystemError, OperatorError } from '../operator-error.ts';

/** Where the key lies in the data folder, unless AUDIT_KEY_FILE names another place. */
export const sealKeyPlace = 'keys/audit-seal.pem';

/** The Ed25519 key that signs the history; the private half lies in a file outside the database. */
export type SealKey = { privateKey: KeyObject; publicKey: string; fingerprint: string };

/** What a seal says of its batch; hashes are SHA-256. */
export type SealedBatch = {
  sequence: number;
  era: number;
  fromTxid: string;
  toTxid: string;
  lineCount: number;
  hash: Buffer;
  previousHash: Buffer;
};

/** What an exported head says: the last batch of a day, and when it was written out (ISO time). */
export type Head = { exportedAt: string; sequence: number; era: number; toTxid: string; hash: string };

/** Reads the key, or makes one (mode 600) where there is none yet; its public half is laid beside it for later checks. */
export function openSealKey(keyFile: string): SealKey {
  try {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
    const key = readSealKey(keyFile) ?? makeSealKey(keyFile);
    keepPublicKey(dirname(keyFile), key);
    return key;
  } catch (error) {
    throw explainSystemError(error, dirname(keyFile)) ?? error;
  }
}

function readSealKey(keyFile: string): SealKey | undefined {
  let pem: string;
  try {
    pem = readFileSync(keyFile, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
    return { privateKey, ...describePublic(createPublicKey(privateKey)) };
  } catch (error) {
    throw new OperatorError(
      {
        vi: `Tệp khóa niêm phong nhật ký ${keyFile} không đọc được: cần khóa riêng Ed25519 dạng PEM.`,
        en: `The key file of the history ${keyFile} cannot be read: an Ed25519 private key as PEM is needed.`,
      },
      { cause: error },
    );
  }
}

/** Of two processes that start at once, one makes the key and both use it. */
function makeSealKey(keyFile: string): SealKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${keyFile}.${process.pid}.draft`;
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, keyFile);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readSealKey(keyFile)!; // it is there: linked by us or by the other process
}

/** Lays a public key into the folder of keys that verifyAudit trusts. */
export function keepPublicKey(folder: string, key: { publicKey: string; fingerprint: string }): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    const file = join(folder, `audit-seal-${key.fingerprint.slice(0, 16)}.pub.pem`);
    writeFileSync(file, key.publicKey, { mode: 0o644, flag: 'wx', flush: true });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** Every key of the folder's .pem files, private or public, by fingerprint. Files that hold no key are passed over. */
export function readTrustedKeys(folder: string): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const name of listPemFiles(folder)) {
    try {
      const key = createPublicKey(readFileSync(join(folder, name), 'utf8'));
      keys.set(describePublic(key).fingerprint, key);
    } catch (error) {
      const system = explainSystemError(error, join(folder, name));
      if (system) throw system;
    }
  }
  return keys;
}

function listPemFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.pem'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw explainSystemError(error, folder) ?? error;
  }
}

/** SHA-256 of the public key in DER form, hexadecimal. */
function describePublic(key: KeyObject): { publicKey: string; fingerprint: string } {
  return {
    publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
  };
}

export function signBatch(key: SealKey, batch: SealedBatch): Buffer {
  return sign(null, batchMessage(batch), key.privateKey);
}

export function isBatchSignature(key: KeyObject, batch: SealedBatch, signature: Buffer): boolean {
  return verify(null, batchMessage(batch), key, signature);
}

export function signHead(key: SealKey, head: Head): string {
  return sign(null, headMessage(head), key.privateKey).toString('base64');
}

export function isHeadSignature(key: KeyObject, head: Head, signature: string): boolean {
  return verify(null, headMessage(head), key, Buffer.from(signature, 'base64'));
}

function batchMessage(batch: SealedBatch): Buffer {
  const { sequence, era, fromTxid, toTxid, lineCount, hash, previousHash } = batch;
  const parts = [sequence, era, fromTxid, toTxid, lineCount, hash.toString('hex'), previousHash.toString('hex')];
  return Buffer.from(`binhyen audit seal\n${parts.join('\n')}\n`);
}

function headMessage({ exportedAt, sequence, era, toTxid, hash }: Head): Buffer {
  return Buffer.from(`binhyen audit head\n${[exportedAt, sequence, era, toTxid, hash].join('\n')}\n`);
}
