import { html } from 'ghtml';
import type { Portal } from '#web/portal/portal.ts';
import type { FeedbackMap, Marker } from '../map.rules.ts';
import { markerSize } from '../map.rules.ts';

/** Where a number of the list leads to within the page. */
export const anchorOf = (number: number): string => `so-${number}`;

/** The map above the list: an outline and the numbers of the list, as links to their entries. Nothing comes from elsewhere. */
export function viewMap(
  portal: Portal,
  { language, locale }: { language: string; locale: 'vi' | 'en' },
  { layout, markers, hasOutline }: FeedbackMap,
  words: { unitName: string; source: string | undefined; nameOf: (number: number) => string },
): string {
  const say = portal.say(language);
  const { width, height, shapes, insets } = layout;
  const title = say('feedback.map', { unit: words.unitName });
  return html`<figure class="map">
    <svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${title}">
      !${shapes.map(({ path }) => html`<path class="${hasOutline ? 'land' : 'ground'}" d="${path}" fill-rule="evenodd" />`)}
      !${insets.map(
        ({ archipelago, box, dots }) =>
          html`<rect class="inset" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="4" />
            <text class="caption" x="${box.x + 6}" y="${box.y + 13}">
              ${locale === 'en' ? archipelago.nameEn : archipelago.nameVi}
            </text>
            !${dots.map(({ x, y }) => html`<circle class="islet" cx="${x}" cy="${y}" r="2" />`)}`,
      )}
      !${markers.map((marker) => viewMarker(marker, sayMarker(marker)))}
    </svg>
    <figcaption class="soft">
      ${say('feedback.mapNote')}
      ${hasOutline ? say('feedback.mapSource', { source: words.source ?? '' }) : say('feedback.mapNoOutline')}
    </figcaption>
  </figure>`;

  function sayMarker({ numbers }: Marker): string {
    const what = [...new Set(numbers.map(words.nameOf))].join('; ');
    return say('feedback.mapPoint', { numbers: numbers.join(', '), what });
  }
}

function viewMarker({ x, y, numbers }: Marker, name: string): string {
  const [first, ...others] = numbers;
  return html`<a href="#${anchorOf(first!)}" aria-label="${name}"
    ><circle cx="${x}" cy="${y}" r="${markerSize / 2}" /><text x="${x}" y="${y + 5}" text-anchor="middle">
      ${first}${others.length > 0 ? '+' : ''}
    </text></a
  >`;
}
