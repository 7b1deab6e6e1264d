import { html } from 'ghtml';
import { areaAddress } from '#modules/area-pages/areas.rules.ts';
import type { Polygon } from '#modules/boundaries/topology.rules.ts';
import type { Visit } from '#platform/http/page.ts';
import type { Portal } from '#web/portal/portal.ts';
import type { Say } from '#web/portal/texts.ts';
import { feedbackCategories } from '../feedback.contract.ts';
import { layoutFeedbackMap } from '../map.rules.ts';
import type { PublicFeedback } from '../public.rules.ts';
import { anchorOf, viewMap } from './map-view.ts';

/** One page of what was published in an area, newest first. Items are numbered from firstNumber on. */
export type FeedbackList = {
  area: { code: string; name: string; kind: string };
  items: readonly PublicFeedback[];
  firstNumber: number;
  page: number;
  hasOlder: boolean;
  outline: { code: string; kind: string; name: string; polygons: Polygon[]; source: string } | undefined;
};

/** Of long words a list shows the beginning; all of them stand on their own page. */
const mostShown = 300;

export function viewList(portal: Portal, visit: Visit, list: FeedbackList): string {
  const { language, locale, address } = visit;
  const { area, items, firstNumber, page, hasOlder } = list;
  const say = portal.say(language);
  const title = say('feedback.listTitle', { unit: area.name });
  const addressOf = (other: number): string => `/phan-anh?noi=${encodeURIComponent(area.code)}&trang=${other}`;
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
      !${items.length === 0 ? html`<p>${say('feedback.none')}</p>` : ''} !${mapOf(portal, visit, list)}
      <ol class="plain">
        !${items.map(
          (item, at) =>
            html`<li class="card" id="${anchorOf(firstNumber + at)}">
              <h2 class="small">
                ${firstNumber + at}. <a href="/phan-anh/${item.id}">${nameOf(item.category, locale)}</a>
              </h2>
              <p>${shorten(item.matter)}</p>
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
      </ol>
      !${
        page > 1 || hasOlder
          ? html`<p class="acts">
              !${page > 1 ? html`<a class="button second" href="${addressOf(page - 1)}">${say('feedback.newer')}</a>` : ''}
              !${hasOlder ? html`<a class="button second" href="${addressOf(page + 1)}">${say('feedback.older')}</a>` : ''}
            </p>`
          : ''
      }`,
  });
}

/** The whole country has no map: on a phone it would show no place. */
function mapOf(
  portal: Portal,
  { language, locale }: Visit,
  { area, items, firstNumber, outline }: FeedbackList,
): string {
  if (area.kind === 'nation') return '';
  const map = layoutFeedbackMap(
    outline,
    items.map(({ position }, at) => ({ number: firstNumber + at, position })),
  );
  if (map === undefined) return '';
  return viewMap(portal, { language, locale }, map, {
    unitName: area.name,
    source: outline?.source,
    nameOf: (number) => nameOf(items[number - firstNumber]!.category, locale),
  });
}

function shorten(words: string): string {
  return words.length <= mostShown ? words : `${words.slice(0, mostShown).replace(/\s+\S*$/, '')}…`;
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
