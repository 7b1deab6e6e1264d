import { html } from 'ghtml';
import { areaAddress } from '#modules/area-pages/areas.rules.ts';
import type { Visit } from '#platform/http/page.ts';
import type { Portal } from '#web/portal/portal.ts';
import type { TextKey } from '#web/portal/texts.ts';
import type { PublicFeedback } from '../public.rules.ts';
import { nameOf, writeDay, writeState } from './list-view.ts';

/** One feedback with its answer: for everybody where it is public, else for whoever has the address. */
export function viewFeedback(
  portal: Portal,
  { language, locale, address, query }: Visit,
  item: PublicFeedback,
): string {
  const say = portal.say(language);
  const title = say('feedback.title', { category: nameOf(item.category, locale) });
  const isPublic = item.publication === 'published';
  const contested = item.contestedName ?? item.contestedIndicator;
  return portal.page({
    language,
    address,
    title,
    main: html`<p class="above"><a href="${areaAddress(item.unit.code)}">${item.unit.name}</a></p>
      <h1>${title}</h1>
      !${query.gui === undefined ? '' : html`<p class="card" role="status"><strong>${say('feedback.sent')}</strong></p>`}
      !${query['cung-thay'] === undefined ? '' : html`<p class="card" role="status">${say('feedback.thanks')}</p>`}
      !${isPublic ? '' : html`<p class="soft">${say(item.publication === 'pending' ? 'feedback.pending' : 'feedback.private')}</p>`}
      !${contested ? html`<p><strong>${say('feedback.contested', { what: [contested, item.contestedPeriod?.replace('_', '–')].filter(Boolean).join(', ') })}</strong></p>` : ''}
      <p class="words">${item.matter}</p>
      !${item.place ? html`<p>${say('feedback.where', { place: item.place })}</p>` : ''}
      !${item.position ? html`<p>${say('feedback.positionAt', { position: item.position })}</p>` : ''}
      <p class="soft">${writeState(say, item)}</p>
      <h2>${say('feedback.answer')}</h2>
      !${
        item.answer === null
          ? html`<p>${say('feedback.noAnswer')}</p>`
          : html`<div class="card">
              <p><strong>${say(`feedback.outcome_${item.outcome}` as TextKey)}</strong></p>
              <p class="words">${item.answer}</p>
              <p class="soft">${say('feedback.answeredOn', { day: writeDay(item.answeredOn!) })}</p>
            </div>`
      }
      !${
        isPublic
          ? html`<form method="post" action="/phan-anh/${item.id}/cung-thay">
              <p>${say('feedback.supporters', { count: item.supporters })}</p>
              <p><button class="second" aria-describedby="support-hint">${say('feedback.support')}</button></p>
              <p class="hint" id="support-hint">${say('feedback.supportHint')}</p>
            </form>`
          : ''
      }`,
  });
}
