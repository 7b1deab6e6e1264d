/** The pages of following a tip by its receipt code. The server writes them, and the browser where it opens the seal. */
import { html } from 'ghtml';
import type { Say } from '#web/portal/say.ts';
import type { OpenedTip } from '../intake.public.contract.ts';
import type { ReadTip } from '../sending.rules.ts';
import { maxWords } from '../tip-content.rules.ts';
import type { PortalMain } from './tell-page.ts';

type Common = {
  say: Say;
  /** The browser opens the seal; else the server does, and says so. */
  opensHere: boolean;
  error?: string | undefined;
};

/** Asks for the code. typed: what was typed before, where it could not be one. */
export function askCodePage(view: Common & { typed?: string }): PortalMain {
  const { say, error, opensHere, typed = '' } = view;
  const title = say('follow.title');
  return {
    title,
    main: html`<div class="following" data-view="code">
      <h1 id="question" tabindex="-1">${title}</h1>
      <p>${say('follow.lead')}</p>
      !${error === undefined ? '' : html`<p class="error" id="step-error" role="alert">${error}</p>`}
      <form method="post" action="/xem-tin" novalidate>
        <input type="hidden" name="go" value="open" />
        <label for="code">${say('follow.code')}</label>
        <p id="hint">${say('follow.codeHint')}</p>
        <input
          type="text"
          id="code"
          name="code"
          class="code-input"
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck="false"
          maxlength="60"
          aria-describedby="!${error === undefined ? 'hint' : 'step-error hint'}"
          !${error === undefined ? '' : 'aria-invalid="true"'}
          value="${typed}"
        />
        <p class="note">${say(opensHere ? 'follow.sealedNote' : 'follow.plainNote')}</p>
        <p class="status" id="telling-status" role="status"></p>
        <div class="acts"><button>${say('follow.open')}</button></div>
      </form>
    </div>`,
  };
}

export type FollowView = Common & {
  opened: OpenedTip;
  /** Null where the content is destroyed. */
  tip: ReadTip | null;
  /** Of the form without scripts; '' where the browser keeps it. */
  code: string;
  /** What was just done, as a sentence. */
  done?: string | undefined;
};

export function followPage(view: FollowView): PortalMain {
  const { say, opened, tip, error, done } = view;
  const title = say('follow.title');
  return {
    title,
    main: html`<div class="following" data-view="tip">
      <h1 id="question" tabindex="-1">${title}</h1>
      !${done === undefined ? '' : html`<p class="done" role="status">${done}</p>`}
      !${error === undefined ? '' : html`<p class="error" id="step-error" role="alert">${error}</p>`}
      <section class="card" aria-labelledby="state">
        <h2 id="state">${say('follow.status')}</h2>
        <p>
          <strong>${say(`follow.state.${opened.state}`)}</strong>
        </p>
        <dl class="facts">
          <dt>${say('follow.unit')}</dt>
          <dd>${opened.unitName}</dd>
          <dt>${say('follow.receivedAt')}</dt>
          <dd>${sayHour(say, opened.receivedAt)}</dd>
          <dt>${say('follow.opened')}</dt>
          <dd>${say('follow.openedCount', { count: opened.openedCount })}</dd>
        </dl>
        !${opened.verified || opened.isDestroyed ? '' : html`<p>${say('follow.unverified')}</p>`}
        !${opened.isDestroyed ? html`<p>${say('follow.destroyed')}</p>` : ''}
      </section>
      !${tip === null ? '' : contentOf(view, tip)}
      <div class="acts"><a class="button second" href="/xem-tin">${say('follow.close')}</a></div>
    </div>`,
  };
}

function contentOf(view: FollowView, tip: ReadTip): string {
  const { say } = view;
  const rows = [
    ['follow.what', tip.content?.what ?? ''],
    ['follow.where', [tip.content?.where, tip.content?.place?.name].filter(Boolean).join(' – ')],
    ['follow.when', tip.content?.when ?? ''],
    ['follow.contact', tip.contact],
    ['follow.files', tip.files.length === 0 ? '' : say('follow.filesCount', { count: tip.files.length })],
  ] as const;
  const told = rows.filter(([, answer]) => answer !== '');
  return html`<section aria-labelledby="talk">
      <h2 id="talk">${say('follow.talk')}</h2>
      !${tip.talk.some(({ author }) => author === 'handler') ? '' : html`<p>${say('follow.none')}</p>`}
      <ol class="talk">
        !${tip.talk.map(
          ({ author, text, writtenAt }) =>
            html`<li class="${author}">
              <p class="small">
                <strong>${say(author === 'handler' ? 'follow.handler' : 'follow.you')}</strong> ·
                ${sayHour(say, writtenAt)}
              </p>
              <p class="said">${text}</p>
            </li>`,
        )}
      </ol>
      !${filesOfHandlers(view, tip)}
    </section>
    <details class="card">
      <summary>${say('follow.yours')}</summary>
      <dl class="facts">
        !${told.map(
          ([key, answer]) =>
            html`<dt>${say(key)}</dt>
              <dd class="said">${answer}</dd>`,
        )}
      </dl>
    </details>
    <section aria-labelledby="write">
      <h2 id="write">${say('follow.write')}</h2>
      <form method="post" action="/xem-tin" enctype="multipart/form-data" novalidate>
        <input type="hidden" name="code" value="${view.code}" />
        <p id="message-hint">${say('follow.writeHint')}</p>
        <textarea
          name="message"
          rows="4"
          aria-labelledby="write"
          aria-describedby="message-hint"
          maxlength="${maxWords.message}"
        ></textarea>
        <label for="files">${say('tell.send.files')}</label>
        <p id="files-hint">
          ${say('tell.send.filesHint')} ${say(view.opensHere ? 'tell.send.filesClean' : 'tell.send.filesCleanPlain')}
        </p>
        <input
          type="file"
          id="files"
          name="files"
          multiple
          accept="image/*,application/pdf,audio/*,video/*"
          aria-describedby="files-hint"
        />
        <p class="status" id="telling-status" role="status"></p>
        <div class="acts"><button name="go" value="message">${say('follow.sendMessage')}</button></div>
      </form>
    </section>
    <section aria-labelledby="withdraw">
      <h2 id="withdraw">${say('follow.withdraw')}</h2>
      <form method="post" action="/xem-tin" novalidate>
        <input type="hidden" name="code" value="${view.code}" />
        !${
          tip.contact === ''
            ? ''
            : html`<p>${say('follow.withdrawContactHint')}</p>
                <div class="acts">
                  <button class="second" name="go" value="contact">${say('follow.withdrawContact')}</button>
                </div>`
        }
        <p>${say('follow.withdrawTipHint')}</p>
        <label class="option"><input type="checkbox" name="sure" value="yes" />${say('follow.sure')}</label>
        <div class="acts">
          <button class="second danger" name="go" value="content">${say('follow.withdrawTip')}</button>
        </div>
      </form>
    </section>`;
}

/** Files that handlers sent: saved one by one, where the browser can open them. */
function filesOfHandlers({ say, opensHere, code }: FollowView, tip: ReadTip): string {
  const files = tip.files.filter(({ author }) => author === 'handler');
  if (files.length === 0) return '';
  return html`<form method="post" action="/xem-tin/tep" class="acts">
    <input type="hidden" name="code" value="${code}" />
    !${files.map(
      ({ id }, index) =>
        html`<button class="second" name="${opensHere ? 'save' : 'file'}" value="${id}">
          ${say('follow.save', { number: index + 1 })}
        </button>`,
    )}
  </form>`;
}

/** 14 giờ ngày 26/11/2026, by the clock of Vietnam. */
function sayHour(say: Say, instant: string): string {
  const there = new Date(new Date(instant).getTime() + 7 * 3_600_000).toISOString();
  const [day, time] = there.split('T') as [string, string];
  return say('follow.hour', { hour: Number(time.slice(0, 2)), day: day.split('-').toReversed().join('/') });
}
