import type { House, PageAnswer } from '#platform/http/house.ts';
import type { Posting, Visit } from '#platform/http/page.ts';
import { fillWords, Problem } from '#platform/http/problem.ts';
import type { Portal } from '#web/portal/portal.ts';
import { intakeProblems } from '../intake.problems.ts';
import { maxSendingBytes } from '../intake.rules.ts';
import { askCodePage, followPage } from '../portal/follow-page.ts';
import type { PortalMain } from '../portal/tell-page.ts';
import { formatReceiptCode, parseReceiptCode, type Receipt, receiptOf } from '../receipts.rules.ts';
import { type KeyPair, makeKeyPair } from '../sealing.rules.ts';
import { type ReadTip, readOpenedTip, readTipFile, sealAddition } from '../sending.rules.ts';
import { maxWords } from '../tip-content.rules.ts';
import { addToReceipt, openReceipt, openReceiptFile, paddingFor, withdraw } from './follow.ts';
import type { PortalSecrets } from './portal-secrets.ts';
import { readTipFiles } from './tip-files.ts';
import type { TipScript } from './tip-script.ts';

/** The pages of following a tip. Without scripts the server opens the seal, for as long as it takes to write the page. */
export function followingPages(house: House, portal: Portal, secrets: PortalSecrets, script: TipScript): void {
  const page = (visit: Visit, { title, main }: PortalMain): string => {
    // Whoever sends the form has no scripts; right and wrong codes get pages of the same make.
    const isAsked = visit.request.method === 'GET';
    const written = portal.page({
      language: visit.language,
      address: isAsked ? visit.address : undefined,
      title,
      main: isAsked ? script.wrap('following', portal, visit.language, main) : main,
      scripts: isAsked ? script.addresses : [],
    });
    // Whoever only opens the page gets the same as everybody.
    if (isAsked) return written;
    visit.reply.header('cache-control', 'no-store, no-transform');
    // All answers to a code have a multiple of 16 KiB, and none is compressed.
    const frame = '<!--  -->'.length;
    return `${written}<!-- ${paddingFor(Buffer.byteLength(written) + frame)} -->`;
  };
  const ask = (visit: Visit, code?: keyof typeof intakeProblems, typed = ''): string =>
    page(
      visit,
      askCodePage({
        say: portal.say(visit.language),
        opensHere: false,
        error: code && intakeProblems[code][visit.locale],
        typed,
      }),
    );

  house.onPage({ operationId: 'viewFollowing', path: '/xem-tin', compressed: true }, async (visit) => ask(visit));

  house.onForm(
    { operationId: 'followWithoutScripts', path: '/xem-tin', maxBytes: maxSendingBytes, steady: true },
    async (posting) => {
      const { tx, form } = posting;
      const typed = word(form, 'code');
      const parsed = parseReceiptCode(typed);
      if ('problem' in parsed) return ask(posting, parsed.problem, typed);
      const receipt = receiptOf(parsed.code);
      const show = async (told: { done?: string; error?: string } = {}): Promise<string> => {
        const opened = await openReceipt(tx, secrets, receipt.locator);
        const tip = unseal(opened, receipt.keyPair);
        // The code may have been typed wrongly: it stays to be mended.
        if (!opened.found) return ask(posting, 'receipt.unknown', typed);
        return page(
          posting,
          followPage({
            say: portal.say(posting.language),
            opensHere: false,
            opened,
            tip,
            code: formatReceiptCode(parsed.code),
            ...told,
          }),
        );
      };
      return act(posting, portal, secrets, receipt, show);
    },
  );

  house.onForm(
    { operationId: 'saveFileWithoutScripts', path: '/xem-tin/tep', steady: true },
    async ({ tx, form, reply }): Promise<PageAnswer> => {
      const parsed = parseReceiptCode(word(form, 'code'));
      if ('problem' in parsed) throw new Problem('receipt.unknown');
      const { locator, keyPair } = receiptOf(parsed.code);
      const tip = unseal(await openReceipt(tx, secrets, locator), keyPair);
      const asked = tip?.files.find(({ id }) => id === word(form, 'file'));
      if (!tip || !asked) throw new Problem('receipt.unknown');
      const sealed = await openReceiptFile(tx, secrets, locator, asked.id);
      const file = readTipFile(tip.contentKey, asked, new Uint8Array(sealed));
      reply.type('application/octet-stream').header('cache-control', 'no-store, no-transform');
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
      return Buffer.from(file.content);
    },
  );
}

/** What a button of the page does, and the page after it. */
async function act(
  posting: Posting,
  portal: Portal,
  secrets: PortalSecrets,
  { locator, keyPair }: Receipt,
  show: (told?: { done?: string; error?: string }) => Promise<string>,
): Promise<string> {
  const { tx, form, locale } = posting;
  const say = portal.say(posting.language);
  const go = word(form, 'go');
  if (go === 'contact') {
    await withdraw(tx, secrets, locator, 'contact');
    return show({ done: say('follow.withdrawn') });
  }
  if (go === 'content') {
    if (word(form, 'sure') !== 'yes') return show({ error: say('follow.sureMissing') });
    await withdraw(tx, secrets, locator, 'content');
    return show({ done: say('follow.withdrawn') });
  }
  if (go !== 'message') return show();
  try {
    const message = word(form, 'message').replaceAll('\r\n', '\n').trim().slice(0, maxWords.message);
    const files = await readTipFiles(form);
    if (message === '' && files.length === 0) return await show({ error: say('follow.messageEmpty') });
    const tip = unseal(await openReceipt(tx, secrets, locator), keyPair);
    if (!tip) throw new Problem('receipt.unknown');
    const { head, pieces } = sealAddition(tip.contentKey, locator, { message, files });
    await addToReceipt(tx, secrets, locator, head.pieces, pieces);
    return await show({ done: say('follow.sent') });
  } catch (error) {
    const words =
      error instanceof Problem ? (intakeProblems as Record<string, { vi: string; en: string }>)[error.code] : undefined;
    if (!words) throw error;
    return show({ error: fillWords(words[locale], (error as Problem).params) });
  }
}

const nobody: KeyPair = makeKeyPair();

/** Opens the seal; null where the content is destroyed or there is no such receipt, which takes as long. */
function unseal(opened: Parameters<typeof readOpenedTip>[0], keyPair: KeyPair): ReadTip | null {
  try {
    return readOpenedTip(opened, opened.found ? keyPair : nobody);
  } catch {
    return null;
  }
}

function word(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
