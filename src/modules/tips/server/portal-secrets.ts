import { createHmac } from 'node:crypto';

/** What is derived from the one secret that the house keeps outside its database for residents. */
export type PortalSecrets = {
  /** Makes of a receipt's locator what the database keeps. */
  hashLocator: (locator: Uint8Array) => Buffer;
  /** Signs proofs of work. */
  challenge: string;
  challengeKey: string;
  /** Signs forms without scripts, and makes their receipt codes. */
  signForm: (text: string) => Buffer;
  makeFormCode: (text: string) => Buffer;
};

export function derivePortalSecrets(secret: Buffer): PortalSecrets {
  const mac = (key: Buffer, content: Uint8Array | string): Buffer => createHmac('sha256', key).update(content).digest();
  const keyFor = (purpose: string): Buffer => mac(secret, `binhyen ${purpose} 1`);
  const [locatorKey, formKey, codeKey] = [keyFor('locators'), keyFor('forms'), keyFor('codes of forms')];
  return {
    hashLocator: (locator) => mac(locatorKey, locator),
    challenge: keyFor('challenges').toString('hex'),
    challengeKey: keyFor('solutions').toString('hex'),
    signForm: (text) => mac(formKey, text),
    makeFormCode: (text) => mac(codeKey, text),
  };
}
