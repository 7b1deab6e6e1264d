import type { OpenedTip } from '../intake.public.contract.ts';
import { askCodePage, followPage } from '../portal/follow-page.ts';
import { toBase64 } from '../base64.rules.ts';
import { parseReceiptCode, type Receipt, receiptOf } from '../receipts.rules.ts';
import { type ReadTip, readOpenedTip, readTipFile, sealAddition } from '../sending.rules.ts';
import { ask, askBytes, formOf, Refused, sendForm, Unreached, untilReached } from './asking.ts';
import { readFiles } from './files.ts';
import type { Surroundings } from './surroundings.ts';

/** Following a tip in the browser: the code stays here, and what it opens is opened here. */
export function openFollowing(around: Surroundings): void {
  const { say, room } = around;
  let receipt: Receipt | undefined;
  let tip: ReadTip | null = null;

  const askCode = (error?: string, typed = '', quiet = false): void =>
    around.show(askCodePage({ say, opensHere: true, typed, ...(error !== undefined && { error }) }), { quiet });

  const open = async (told: { done?: string; error?: string } = {}, typed = ''): Promise<void> => {
    const { locator, keyPair } = receipt!;
    const opened = await ask<OpenedTip>('tips/open', { locator: toBase64(locator) });
    if (!opened.found) return askCode(around.problem('receipt.unknown'), typed);
    tip = opened.isDestroyed ? null : readOpenedTip(opened, keyPair);
    around.show(followPage({ say, opensHere: true, opened, tip, code: '', ...told }));
  };

  const addToTip = async (fields: FormData): Promise<void> => {
    const message = String(fields.get('message') ?? '').trim();
    const chosen = fields.getAll('files').filter((file) => typeof file !== 'string' && file.size > 0) as File[];
    if (message === '' && chosen.length === 0) return around.tell(say('follow.messageEmpty'), 'error');
    around.tell(say('tell.sending.sealing'));
    const files = await readFiles(chosen, around);
    const { head, pieces } = sealAddition(tip!.contentKey, receipt!.locator, { message, files });
    const form = formOf('addition', head, pieces);
    await untilReached(
      () =>
        sendForm('tips/additions', form, (part) =>
          around.tell(`${say('tell.sending.sending')} ${Math.round(part * 100)}%`),
        ),
      () => around.tell(say('tell.sending.again')),
    );
    await open({ done: say('follow.sent') });
  };

  const withdraw = async (purpose: 'contact' | 'content', isSure: boolean): Promise<void> => {
    if (purpose === 'content' && !isSure) return open({ error: say('follow.sureMissing') });
    await ask('tips/withdrawals', { locator: toBase64(receipt!.locator), purpose });
    await open({ done: say('follow.withdrawn') });
  };

  const save = async (pieceId: string): Promise<void> => {
    const asked = tip!.files.find(({ id }) => id === pieceId)!;
    const sealed = await askBytes('tips/file', { locator: toBase64(receipt!.locator), pieceId });
    const file = readTipFile(tip!.contentKey, asked, sealed);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([file.content], { type: 'application/octet-stream' }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  const act = async (fields: FormData, pressed: HTMLButtonElement | null): Promise<void> => {
    if (pressed?.name === 'save') return save(pressed.value);
    if (pressed?.value === 'message') return addToTip(fields);
    if (pressed?.value === 'contact' || pressed?.value === 'content') {
      return withdraw(pressed.value, fields.get('sure') === 'yes');
    }
    const typed = String(fields.get('code') ?? '');
    const parsed = parseReceiptCode(typed);
    if ('problem' in parsed) return askCode(around.problem(parsed.problem), typed);
    receipt = receiptOf(parsed.code);
    around.tell(say('follow.opening'));
    return open({}, typed);
  };

  room.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    act(new FormData(form), event.submitter as HTMLButtonElement | null).catch((error: unknown) => {
      if (error instanceof Refused) around.tell(error.title, 'error');
      else if (error instanceof Unreached) around.tell(say('tell.sending.failed'), 'error');
      else throw error;
    });
  });
  askCode(undefined, '', true);
}
