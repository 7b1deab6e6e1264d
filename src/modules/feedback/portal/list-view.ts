import { html } from 'ghtml';
import { areaAddress } from '#modules/area-pages/areas.rules.ts';
import type { Visit } from '#platform/http/page.ts';
import type { Portal } from '#web/portal/portal.ts';
import type { Say } from '#web/portal/texts.ts';
import { feedbackCategories } from '../feedback.contract.ts';
import type { PublicFeedback } from '../public.rules.ts';

type Place = { code: string; name: string };

/** What was published in an area, newest first. */
export function viewList(
  portal: Portal,
  { language, locale, address }: Visit,
  area: Place,
  items: readonly PublicFeedback[],
): string {
  const say = portal.say(language);
  const title = say('feedback.listTitle', { unit: area.name });
  return portal.page({
    language,
    address,
    title,
    main: html`<p class="above">
        <a href="${areaAddress(area.code)}">${say('feedback.backToArea', { unit: area.name })}</a>
      </p>
      <h1>${title}</h1>
      <p class="acts">
        <a class="button" href="/phan-anh/moi?noi=${encodeURIComponent(area.code)}">${say('feedback.give')}</a>
      </p>
      !${items.length === 0 ? html`<p>${say('feedback.none')}</p>` : ''}
      <ul class="plain">
        !${items.map(
          (item) =>
            html`<li class="card">
              <h2 class="small"><a href="/phan-anh/${item.id}">${nameOf(item.category, locale)}</a></h2>
              <p>${item.matter}</p>
              <p class="soft">
                ${[
                  item.unit.name,
                  item.place ?? '',
                  writeState(say, item),
                  item.supporters > 0 ? say('feedback.supporters', { count: item.supporters }) : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </li>`,
        )}
      </ul>`,
  });
}

export function nameOf(category: string, locale: 'vi' | 'en'): string {
  return feedbackCategories[category]?.[locale] ?? category;
}

/** "Đang chờ trả lời · Hạn trả lời: 10/12/2026" */
export function writeState(say: Say, { answeredOn, dueOn, receivedOn }: PublicFeedback): string {
  if (answeredOn !== null)
    return `${say('feedback.state_answered')} · ${say('feedback.answeredOn', { day: writeDay(answeredOn) })}`;
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  return [
    say(dueOn < today ? 'feedback.state_overdue' : 'feedback.state_waiting'),
    say('feedback.receivedOn', { day: writeDay(receivedOn) }),
    say('feedback.dueOn', { day: writeDay(dueOn) }),
  ].join(' · ');
}

export function writeDay(day: string): string {
  return day.split('-').toReversed().join('/');
}
