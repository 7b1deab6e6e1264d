import type { House } from '#platform/http/house.ts';
import type { Posting, Visit } from '#platform/http/page.ts';
import { fillWords, Problem } from '#platform/http/problem.ts';
import type { Portal } from '#web/portal/portal.ts';
import { intakeProblems } from '../intake.problems.ts';
import type { FoundUnit, Inbox } from '../intake.public.contract.ts';
import { maxSendingBytes, type TipTopic } from '../intake.rules.ts';
import {
  noInboxPage,
  type PortalMain,
  receiptPage,
  sayBreach,
  tellingPage,
  type TellingView,
} from '../portal/tell-page.ts';
import { formatReceiptCode, makeReceiptCode } from '../receipts.rules.ts';
import type { Bytes } from '../sealing.rules.ts';
import { sealTip } from '../sending.rules.ts';
import {
  type Draft,
  draftFields,
  emptyDraft,
  findOpenStep,
  findTellingBreach,
  isTellingStep,
  stepBeside,
  type TellingStep,
} from '../telling.rules.ts';
import { findInbox, findPlace, getPlace, receiveTip, searchPlaces } from './intake.ts';
import { makeFormToken, requireForm } from './junk.ts';
import type { PortalSecrets } from './portal-secrets.ts';
import type { TipScript } from './tip-script.ts';
import { readTipFiles } from './tip-files.ts';

const textFormBytes = 256 * 1024;

/** The pages of sending a tip: whole without scripts; with them the browser takes over at the step it is given. */
export function tellingPages(house: House, portal: Portal, secrets: PortalSecrets, script: TipScript): void {
  const page = (visit: Visit, { title, main }: PortalMain, view: Partial<TellingView> = {}): string =>
    portal.page({
      language: visit.language,
      address: visit.request.method === 'GET' ? addressOf(view) : undefined,
      title,
      main: script.wrap('telling', portal, visit.language, main, view),
      scripts: script.addresses,
    });
  const viewOf = (visit: Visit, step: TellingStep, draft: Draft, more: Partial<TellingView>): TellingView => ({
    say: portal.say(visit.language),
    step,
    draft,
    token: makeFormToken(secrets),
    sealsHere: false,
    ...more,
  });

  // Compressed although it holds a token: that is a new one each time, and nothing else on the page was chosen by anybody.
  house.onPage({ operationId: 'viewTelling', path: '/bao-tin', compressed: true }, async (visit) => {
    const { noi } = visit.query;
    const place = noi === undefined ? undefined : await visit.read((db) => findPlace(db, noi));
    const draft = { ...emptyDraft, place: place ? String(place.id) : '' };
    const view = viewOf(visit, 'danger', draft, { place });
    return page(visit, tellingPage(view), view);
  });

  house.onForm({ operationId: 'goOnTelling', path: '/bao-tin', maxBytes: textFormBytes }, async (posting) => {
    const { draft, step, token } = readForm(posting);
    const go = word(posting.form, 'go');
    const find = word(posting.form, 'find').trim();
    const place = await placeOf(posting, draft);
    const show = (shown: TellingStep, more: Partial<TellingView> = {}): string => {
      const view = viewOf(posting, shown, draft, { token, place, ...more });
      return page(posting, tellingPage(view), view);
    };
    if (isTellingStep(go)) return show(go);
    if (go === 'back') return show(stepBeside(step, -1));
    if (step === 'where' && (go === 'find' || draft.place === '') && find !== '') {
      return show('where', { found: await searchPlaces(posting.tx, find.slice(0, 100)) });
    }
    const breach = findTellingBreach(step, draft);
    if (breach) return show(step, { error: sayBreach(portal.say(posting.language), breach) });
    const next = stepBeside(step, 1);
    if (next !== 'send') return show(next);
    const inbox = place && (await findInbox(posting.tx, place.id, draft.officer === 'yes'));
    if (inbox) return show('send', { inbox });
    const view = viewOf(posting, 'send', draft, { token, place });
    return page(posting, noInboxPage(view), view);
  });

  house.onForm(
    { operationId: 'sendWithoutScripts', path: '/bao-tin/gui', maxBytes: maxSendingBytes },
    async (posting) => {
      const { draft, token } = readForm(posting);
      const say = portal.say(posting.language);
      const place = await placeOf(posting, draft);
      const inbox = place && (await findInbox(posting.tx, place.id, draft.officer === 'yes'));
      const again = (step: TellingStep, error: string): string => {
        const view = viewOf(posting, step, draft, { token, place, inbox, error });
        return page(posting, tellingPage(view), view);
      };
      const open = findOpenStep(draft);
      if (open) return again(open, sayBreach(say, findTellingBreach(open, draft)!));
      if (!inbox) throw new Problem('tip.no_inbox');
      try {
        const code = await sealAndReceive(posting, secrets, { draft, token, place, inbox });
        const receipt = receiptPage({
          say,
          shown: formatReceiptCode(code),
          unitName: inbox.unitName,
          sealsHere: false,
        });
        return portal.page({ language: posting.language, title: receipt.title, main: receipt.main });
      } catch (error) {
        // Refused before anything was written: what was typed stays.
        const words = error instanceof Problem && retriable.has(error.code) && wordsOf(error.code);
        if (!words) throw error;
        return again('send', fillWords(words[posting.locale], (error as Problem).params));
      }
    },
  );
}

/** Of what was asked, the place that was found and nothing else: the page holds the token of a form. */
function addressOf({ place }: Partial<TellingView>): string {
  return place ? `/bao-tin?noi=${encodeURIComponent(place.code)}` : '/bao-tin';
}

const retriable = new Set<string>([
  ...['tip.form_too_fast', 'tip.too_many', 'tip.file_too_large', 'tip.too_many_files', 'tip.file_kind'],
]);

function wordsOf(code: string): { vi: string; en: string } | undefined {
  return (intakeProblems as Record<string, { vi: string; en: string }>)[code];
}

/** Seals on the server, which sees the content this once, and keeps it. Answers the receipt code, always the same for this form. */
async function sealAndReceive(
  { tx, form }: Posting,
  secrets: PortalSecrets,
  told: { draft: Draft; token: string; place: FoundUnit; inbox: Inbox },
): Promise<string> {
  const { draft, place, inbox } = told;
  const { requestId, codeBytes, ...arrival } = requireForm(secrets, told.token);
  const code = makeReceiptCode(() => new Uint8Array(codeBytes) as Bytes);
  const { head, pieces } = sealTip(
    {
      topic: draft.topic as TipTopic,
      aboutOfficer: draft.officer === 'yes',
      content: {
        what: draft.what.trim(),
        where: draft.where.trim(),
        when: draft.when.trim(),
        place: { code: place.code, name: [place.name, place.within].filter(Boolean).join(', ') },
      },
      contact: draft.contact.trim(),
      files: await readTipFiles(form),
    },
    inbox,
    { requestId, code },
  );
  await receiveTip(tx, secrets, head, pieces, arrival);
  return code;
}

function readForm({ form }: Posting): { step: TellingStep; draft: Draft; token: string } {
  const step = word(form, 'step');
  // Lines of a form end in CRLF, which no resident has typed.
  const entries = draftFields.map((field) => [field, word(form, field).replaceAll('\r\n', '\n')]);
  return {
    step: isTellingStep(step) ? step : 'danger',
    draft: Object.fromEntries(entries) as Draft,
    token: word(form, 'token'),
  };
}

function word(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

async function placeOf({ tx }: Posting, draft: Draft): Promise<FoundUnit | undefined> {
  return /^\d{1,9}$/.test(draft.place) ? getPlace(tx, Number(draft.place)) : undefined;
}
