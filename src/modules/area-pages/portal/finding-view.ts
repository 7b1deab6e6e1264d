import { html } from 'ghtml';
import type { Visit } from '#platform/http/page.ts';
import type { Portal } from '#web/portal/portal.ts';
import { areaAddress, type AreaKind } from '../areas.rules.ts';

type Choice = { code: string; name: string; kind: AreaKind; aboveName: string | null };

/** Where a resident finds the own area: by name, or from the list of provinces. */
export function viewFinding(
  portal: Portal,
  { language, address }: Visit,
  { text, areas, provinces }: { text: string; areas: Choice[]; provinces: Choice[] },
): string {
  const say = portal.say(language);
  return portal.page({
    language,
    address,
    title: say('area.findTitle'),
    main: html`<h1>${say('area.findTitle')}</h1>
      <form method="get" action="/khu-vuc" role="search">
        <label for="tim">${say('area.find')}</label>
        <input
          type="search"
          id="tim"
          name="tim"
          value="${text}"
          maxlength="100"
          aria-describedby="tim-hint"
          autocomplete="off"
        />
        <p class="hint" id="tim-hint">${say('area.findHint')}</p>
        <p><button>${say('area.findSubmit')}</button></p>
      </form>
      !${text !== '' && areas.length === 0 ? html`<p role="status">${say('area.findNothing', { text })}</p>` : ''}
      !${
        areas.length > 0
          ? html`<h2>${say('area.found', { count: areas.length })}</h2>
              !${viewChoices(areas)}`
          : ''
      }
      !${
        provinces.length > 0
          ? html`<h2>${say('area.provinces')}</h2>
              !${viewChoices(provinces)}`
          : ''
      }`,
  });
}

/** A list of areas, each a link to its page. */
export function viewChoices(choices: readonly Choice[]): string {
  return html`<ul class="choices">
    !${choices.map(
      ({ code, name, aboveName }) =>
        html`<li>
          <a href="${areaAddress(code)}">${name}</a
          >!${aboveName === null ? '' : html` <span class="soft">${aboveName}</span>`}
        </li>`,
    )}
  </ul>`;
}
