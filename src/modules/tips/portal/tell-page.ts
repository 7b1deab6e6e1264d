/** The pages of sending a tip. The server writes them, and the browser by itself where it may seal. */
import { html } from 'ghtml';
import type { Say } from '#web/portal/say.ts';
import type { FoundUnit, Inbox } from '../intake.public.contract.ts';
import { tipTopics } from '../intake.rules.ts';
import {
  countedSteps,
  type Draft,
  draftFields,
  isTopic,
  type TellingBreach,
  type TellingStep,
  tellingSteps,
} from '../telling.rules.ts';
import { maxWords } from '../tip-content.rules.ts';

export type TellingView = {
  say: Say;
  step: TellingStep;
  draft: Draft;
  /** What is wrong with the answer, as a sentence. */
  error?: string | undefined;
  /** The unit chosen, and what a search has found. */
  place?: FoundUnit | undefined;
  found?: readonly FoundUnit[] | undefined;
  /** Where the tip goes; known before the last step. */
  inbox?: Inbox | undefined;
  /** Of the form without scripts. */
  token: string;
  /** The browser seals; else the server does, and says so. */
  sealsHere: boolean;
};

export type PortalMain = { title: string; main: string };

export function sayBreach(say: Say, { field, problem }: TellingBreach): string {
  if (problem === 'tooLong') return say('tell.problem.tooLong', { most: maxWords[field as keyof typeof maxWords] });
  return say(`tell.problem.${field as 'topic' | 'what' | 'place' | 'officer'}`);
}

/** One step: its question, its field, on and back. */
export function tellingPage(view: TellingView): PortalMain {
  const { say, step } = view;
  const title = say(`tell.${step}.title`);
  const number = tellingSteps.indexOf(step);
  const isLast = step === 'send';
  return {
    title,
    main: html`<div class="telling" data-step="${step}">
      !${
        number > 0
          ? html`<p class="progress">${say('tell.progress', { step: number, of: countedSteps })}</p>`
          : html`<p class="progress">${say('tell.title')}</p>`
      }
      <h1 id="question" tabindex="-1">${title}</h1>
      !${view.error === undefined ? '' : html`<p class="error" id="step-error" role="alert">${view.error}</p>`}
      <form
        method="post"
        action="${isLast ? '/bao-tin/gui' : '/bao-tin'}"
        !${isLast ? 'enctype="multipart/form-data"' : ''}
        novalidate
      >
        <input type="hidden" name="step" value="${step}" />
        <input type="hidden" name="token" value="${view.token}" />
        !${draftFields
          .filter((field) => !fieldsOf[step].includes(field))
          .map((field) => html`<input type="hidden" name="${field}" value="${view.draft[field]}" />`)}
        !${questions[step](view)}
        <p class="status" id="telling-status" role="status"></p>
        <div class="acts">
          !${onButton(view)}
          !${
            number === 0
              ? ''
              : html`<button
                  class="second"
                  name="go"
                  value="back"
                  formaction="/bao-tin"
                  formenctype="application/x-www-form-urlencoded"
                  formnovalidate
                >
                  ${say('tell.back')}
                </button>`
          }
        </div>
      </form>
    </div>`,
  };
}

function onButton({ say, step, sealsHere }: TellingView): string {
  const words = {
    danger: say('tell.begin'),
    send: say(sealsHere ? 'tell.send.button' : 'tell.send.buttonPlain'),
  } as Partial<Record<TellingStep, string>>;
  return html`<button name="go" value="next">${words[step] ?? say('tell.next')}</button>`;
}

const fieldsOf: Record<TellingStep, readonly (keyof Draft)[]> = {
  danger: [],
  topic: ['topic'],
  what: ['what'],
  where: ['place', 'where'],
  when: ['when'],
  officer: ['officer'],
  contact: ['contact'],
  send: [],
};

const questions: Record<TellingStep, (view: TellingView) => string> = {
  danger: ({ say }) =>
    html`<p>${say('tell.danger.yes')}</p>
      <ul class="plain calls">
        <li><a class="button alert" href="tel:113">${say('tell.danger.police')}</a></li>
        <li><a class="button alert" href="tel:114">${say('tell.danger.fire')}</a></li>
        <li><a class="button alert" href="tel:115">${say('tell.danger.ambulance')}</a></li>
      </ul>
      <p>${say('tell.danger.no')} ${say('tell.lead')}</p>
      <p class="small"><a href="/khoa-hop-tin">${say('tell.danger.keys')}</a></p>`,
  topic: (view) =>
    choice(
      view,
      'topic',
      tipTopics.map((topic) => [topic, view.say(`tell.topic.${topic}`)]),
    ),
  what: ({ say, draft, error }) =>
    html`<p id="hint">${say('tell.what.hint')}</p>
      <textarea name="what" rows="8" aria-labelledby="question" !${described(error)} maxlength="${maxWords.what}">
${draft.what}</textarea>`,
  where: whereQuestion,
  when: ({ say, draft, error }) =>
    html`<p id="hint">${say('tell.when.hint')}</p>
      <input
        type="text"
        name="when"
        aria-labelledby="question"
        !${described(error)}
        autocomplete="off"
        value="${draft.when}"
      />`,
  officer: (view) =>
    html`<p id="hint">${view.say('tell.officer.hint')}</p>
      !${choice(view, 'officer', [
        ['no', view.say('tell.officer.no')],
        ['yes', view.say('tell.officer.yes')],
      ])}`,
  contact: ({ say, draft, error }) =>
    html`<p id="hint">${say('tell.contact.hint')}</p>
      <label for="contact">${say('tell.contact.label')}</label>
      <input
        type="text"
        id="contact"
        name="contact"
        !${described(error)}
        autocomplete="off"
        value="${draft.contact}"
      />`,
  send: sendQuestion,
};

function described(error: string | undefined): string {
  return error === undefined ? 'aria-describedby="hint"' : 'aria-describedby="step-error hint" aria-invalid="true"';
}

function choice({ draft, error }: TellingView, name: 'topic' | 'officer', options: [string, string][]): string {
  return html`<fieldset aria-labelledby="question" !${error === undefined ? '' : 'aria-describedby="step-error"'}>
    !${options.map(
      ([value, words]) =>
        html`<label class="option"
          ><input
            type="radio"
            name="${name}"
            value="${value}"
            !${draft[name] === value ? 'checked' : ''}
          />${words}</label
        >`,
    )}
  </fieldset>`;
}

function whereQuestion(view: TellingView): string {
  const { say, draft, error, place, found } = view;
  const units = [...(place ? [place] : []), ...(found ?? []).filter((unit) => unit.id !== place?.id)];
  const nothing = found !== undefined && found.length === 0;
  return html`<label for="find">${say('tell.where.find')}</label>
    <p id="hint">${say('tell.where.findHint')}</p>
    <div class="beside">
      <input type="search" id="find" name="find" autocomplete="off" !${described(error)} />
      <button class="second" name="go" value="find">${say('tell.where.search')}</button>
    </div>
    !${nothing ? html`<p role="status">${say('tell.where.none')}</p>` : ''}
    !${
      units.length === 0
        ? html`<input type="hidden" name="place" value="" />`
        : html`<fieldset id="places">
            <legend>${say('tell.where.results')}</legend>
            !${units.map(
              (unit) =>
                html`<label class="option"
                  ><input
                    type="radio"
                    name="place"
                    value="${unit.id}"
                    !${String(unit.id) === draft.place ? 'checked' : ''}
                  /><span
                    ><strong>${unit.name}</strong
                    >!${unit.within === '' ? '' : html` <span class="within">${unit.within}</span>`}</span
                  ></label
                >`,
            )}
          </fieldset>`
    }
    <label for="where">${say('tell.where.words')}</label>
    <p id="where-hint">${say('tell.where.wordsHint')}</p>
    <input
      type="text"
      id="where"
      name="where"
      aria-describedby="where-hint"
      autocomplete="off"
      value="${draft.where}"
    />`;
}

function sendQuestion(view: TellingView): string {
  const { say, draft, place, inbox, sealsHere } = view;
  const rows: [TellingStep, string][] = [
    ['topic', isTopic(draft.topic) ? say(`tell.topic.${draft.topic}`) : ''],
    ['what', draft.what],
    ['where', [draft.where.trim(), place ? `${place.name}, ${place.within}` : ''].filter(Boolean).join(' – ')],
    ['when', draft.when],
    ['officer', draft.officer === 'yes' ? say('tell.officer.yes') : say('tell.officer.no')],
    ['contact', draft.contact],
  ];
  return html`<dl class="answers">
      !${rows.map(
        ([step, answer]) =>
          html`<dt>${say(`tell.${step}.title`)}</dt>
            <dd>
              <span class="said">${answer.trim() === '' ? say('tell.send.empty') : answer}</span>
              <button
                class="link"
                name="go"
                value="${step}"
                formaction="/bao-tin"
                formenctype="application/x-www-form-urlencoded"
                formnovalidate
              >
                ${say('tell.send.change')}<span class="unseen">: ${say(`tell.${step}.title`)}</span>
              </button>
            </dd>`,
      )}
    </dl>
    <label for="files">${say('tell.send.files')}</label>
    <p id="files-hint">
      ${say('tell.send.filesHint')} ${say(sealsHere ? 'tell.send.filesClean' : 'tell.send.filesCleanPlain')}
    </p>
    <input
      type="file"
      id="files"
      name="files"
      multiple
      accept="image/*,application/pdf,audio/*,video/*"
      aria-describedby="files-hint"
    />
    !${
      inbox === undefined
        ? ''
        : html`<div class="card">
            <p>${say('tell.send.goesTo')}: <strong>${inbox.unitName}</strong></p>
            <p>${say('tell.send.fingerprint')}: <code class="fingerprint">${inbox.fingerprint}</code></p>
            <p class="small">${say('tell.send.fingerprintHint')}</p>
          </div>`
    }
    <p class="note">${say(sealsHere ? 'tell.sealedNote' : 'tell.plainNote')}</p>`;
}

/** Said where nobody has an inbox for the place. */
export function noInboxPage(view: TellingView): PortalMain {
  const { say, draft } = view;
  const title = say('tell.noInbox.title');
  return {
    title,
    main: html`<div class="telling" data-step="noInbox">
      <h1 id="question" tabindex="-1">${title}</h1>
      <p>${say(draft.officer === 'yes' ? 'tell.noInbox.officer' : 'tell.noInbox.text')}</p>
      <p><a class="button alert" href="tel:113">${say('tell.danger.police')}</a></p>
      <form method="post" action="/bao-tin" novalidate>
        <input type="hidden" name="step" value="send" />
        <input type="hidden" name="token" value="${view.token}" />
        !${draftFields.map((field) => html`<input type="hidden" name="${field}" value="${draft[field]}" />`)}
        <div class="acts"><button class="second" name="go" value="back">${say('tell.back')}</button></div>
      </form>
    </div>`,
  };
}

/** The receipt: the code large, in groups, and on a slip to copy by hand. shown: as `formatReceiptCode` writes it. */
export function receiptPage(view: { say: Say; shown: string; unitName: string; sealsHere: boolean }): PortalMain {
  const { say, shown, unitName, sealsHere } = view;
  const title = say('tell.receipt.title');
  const groups = shown.split('-');
  return {
    title,
    main: html`<div class="telling receipt" data-step="receipt">
      <h1 id="question" tabindex="-1">${title}</h1>
      <p>${say('tell.receipt.lead')}</p>
      <p class="unseen" id="code-label">${say('tell.receipt.label')}</p>
      <p class="code" aria-labelledby="code-label" role="group">
        !${groups.map((group) => html`<span>${group}</span>`)}<span class="unseen" data-code>${shown}</span>
      </p>
      <div class="slip">
        <p class="slip-title">${say('tell.receipt.slip')}</p>
        <p aria-hidden="true" class="boxes">
          !${groups.map((group) => html`<span class="group">!${[...group].map((one) => html`<i>${one}</i>`)}</span> `)}
        </p>
        <p>${say('tell.receipt.slipNote')}</p>
        <p>${say('tell.receipt.goesTo', { unit: unitName })}</p>
      </div>
      <p>${say('tell.receipt.next')}</p>
      !${
        sealsHere
          ? html`<p class="acts">
                <button type="button" class="second" data-act="print">${say('tell.receipt.print')}</button>
              </p>
              <p>
                <label class="option"><input type="checkbox" id="noted" />${say('tell.receipt.noted')}</label>
              </p>
              <p class="acts" id="leave" hidden><a class="button" href="/">${say('tell.receipt.leave')}</a></p>`
          : html`<p>${say('tell.receipt.printPlain')}</p>
              <p class="acts"><a class="button" href="/">${say('tell.receipt.noted')}</a></p>`
      }
    </div>`,
  };
}
