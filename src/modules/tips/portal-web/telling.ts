import type { FoundUnit, Inbox, SentTip } from '../intake.public.contract.ts';
import type { TipTopic } from '../intake.rules.ts';
import { noInboxPage, receiptPage, sayBreach, tellingPage, type TellingView } from '../portal/tell-page.ts';
import { formatReceiptCode, makeReceiptCode } from '../receipts.rules.ts';
import type { TipFile } from '../sealing.rules.ts';
import { makeUuid, sealTip } from '../sending.rules.ts';
import {
  type Draft,
  draftFields,
  findTellingBreach,
  isTellingStep,
  stepBeside,
  type TellingStep,
} from '../telling.rules.ts';
import { ask, formOf, Refused, sendForm, Unreached, untilReached } from './asking.ts';
import { readFiles } from './files.ts';
import type { Surroundings } from './surroundings.ts';
import { doWork } from './work.ts';

type State = { step: TellingStep; draft: Draft; place?: FoundUnit };

/** Sending a tip in the browser: what is typed stays here until it is sealed. */
export function openTelling(around: Surroundings, { step: firstStep, draft, place: firstPlace }: State): void {
  const { say, room } = around;
  let step = firstStep;
  let place = firstPlace;
  let found: FoundUnit[] | undefined;
  let inbox: Inbox | undefined;
  let chosen: FileList | undefined;
  let work: Promise<SentTip['proof']> | undefined;
  // The same for however often the tip has to be sent.
  const sending = { requestId: makeUuid(), code: makeReceiptCode() };
  let isSending = false;

  const view = (more: Partial<TellingView> = {}): TellingView => ({
    ...{ say, step, draft, place, found, inbox, token: '', sealsHere: true },
    ...more,
  });
  const show = (options: { error?: string; quiet?: boolean } = {}): void => {
    around.show(tellingPage(view(options.error === undefined ? {} : { error: options.error })), options);
    const files = room.querySelector<HTMLInputElement>('#files');
    if (files && chosen) files.files = chosen;
  };
  const goTo = (next: TellingStep): void => {
    step = next;
    history.pushState({ step }, '');
    show();
  };

  const findPlaces = async (text: string): Promise<void> => {
    ({ items: found } = await ask<{ items: FoundUnit[] }>(`places?text=${encodeURIComponent(text)}`));
    show({ quiet: true });
    const first = room.querySelector<HTMLElement>('input[type=radio][name=place]') ?? room.querySelector('#find');
    (first as HTMLElement | null)?.focus();
  };
  const findInbox = async (): Promise<void> => {
    const query = `inbox?unitId=${draft.place}&aboutOfficer=${draft.officer === 'yes'}`;
    ({ inbox } = await ask<{ inbox: Inbox | undefined }>(query));
  };

  const goOn = async (go: string, find: string): Promise<void> => {
    if (isTellingStep(go)) return goTo(go);
    if (go === 'back') return goTo(stepBeside(step, -1));
    if (step === 'where' && (go === 'find' || draft.place === '') && find !== '') return findPlaces(find);
    const breach = findTellingBreach(step, draft);
    if (breach) return show({ error: sayBreach(say, breach) });
    if (step === 'send') return send();
    if (stepBeside(step, 1) !== 'send') return goTo(stepBeside(step, 1));
    await findInbox();
    if (!inbox) return around.show(noInboxPage(view({ step: 'send' })));
    work ??= doWork();
    // Its failure shows where its result is awaited.
    work.catch(() => undefined);
    goTo('send');
  };

  const send = async (): Promise<void> => {
    around.tell(say('tell.sending.pictures'));
    const files = await readFiles([...(chosen ?? [])], around);
    around.tell(say('tell.sending.proof'));
    await (work ??= doWork());
    for (let tries = 0; ; tries++) {
      try {
        await sendSealed(files, await (work ??= doWork()));
        break;
      } catch (error) {
        if (!(error instanceof Refused) || tries > 3) throw error;
        if (error.code === 'tip.inbox_key_retired') await findInbox();
        else if (error.code !== 'tip.proof_expired' && error.code !== 'tip.proof_spent') throw error;
        work = undefined;
      }
    }
    showReceipt();
  };
  const sendSealed = async (files: TipFile[], proof: SentTip['proof']): Promise<void> => {
    around.tell(say('tell.sending.sealing'));
    await new Promise((go) => setTimeout(go, 30));
    const { head, pieces } = sealTip(
      {
        topic: draft.topic as TipTopic,
        aboutOfficer: draft.officer === 'yes',
        content: {
          what: draft.what.trim(),
          where: draft.where.trim(),
          when: draft.when.trim(),
          place: place ? { code: place.code, name: [place.name, place.within].filter(Boolean).join(', ') } : null,
        },
        contact: draft.contact.trim(),
        files,
      },
      inbox!, // the last step is not shown without one
      sending,
    );
    const form = formOf('tip', { ...head, proof }, pieces);
    await untilReached(
      () => sendForm('tips', form, (part) => around.tell(`${say('tell.sending.sending')} ${Math.round(part * 100)}%`)),
      () => around.tell(say('tell.sending.again')),
    );
  };

  const showReceipt = (): void => {
    const shown = formatReceiptCode(sending.code);
    around.show(receiptPage({ say, shown, unitName: inbox!.unitName, sealsHere: true }));
    const warn = (event: Event): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    room.querySelector('[data-act=print]')!.addEventListener('click', () => window.print());
    room.querySelector<HTMLInputElement>('#noted')!.addEventListener('change', ({ target }) => {
      const isNoted = (target as HTMLInputElement).checked;
      room.querySelector<HTMLElement>('#leave')!.hidden = !isNoted;
      if (isNoted) window.removeEventListener('beforeunload', warn);
      else window.addEventListener('beforeunload', warn);
    });
  };

  room.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isSending) return;
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const word = (name: string): string => {
      const value = fields.get(name);
      return typeof value === 'string' ? value : '';
    };
    for (const field of draftFields) draft[field] = word(field);
    place = found?.find(({ id }) => String(id) === draft.place) ?? place;
    chosen = form.querySelector<HTMLInputElement>('#files')?.files ?? chosen;
    const pressed = (event.submitter as HTMLButtonElement | null)?.value ?? 'next';
    isSending = true;
    form.setAttribute('aria-busy', 'true');
    goOn(pressed === '' ? 'next' : pressed, word('find').trim())
      .catch((error: unknown) => {
        if (error instanceof Refused) around.tell(error.title, 'error');
        else if (error instanceof Unreached) around.tell(say('tell.sending.failed'), 'error');
        else throw error;
      })
      .finally(() => {
        isSending = false;
        form.removeAttribute('aria-busy');
      });
  });
  window.addEventListener('popstate', ({ state }) => {
    const before = (state as { step?: string } | null)?.step;
    step = before !== undefined && isTellingStep(before) ? before : firstStep;
    show();
  });
  show({ quiet: true });
}
