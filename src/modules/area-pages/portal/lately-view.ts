import { html } from 'ghtml';
import type { Say } from '#web/portal/texts.ts';
import { areaAddress } from '../areas.rules.ts';
import { type AreaView, sayBasis, viewFigure } from './area-view.ts';

/** What became of people's tips lately, in figures of the whole country; each opens its definition and coverage. */
export function viewLately(say: Say, words: 'vi' | 'en', told: AreaView['figures']): string {
  return html`<section aria-labelledby="lately">
    <h2 id="lately">${say('welcome.lately')}</h2>
    !${
      told === undefined || told.items.length === 0
        ? html`<p>${say('area.noFigures')}</p>`
        : html`<p class="soft">${told.unit.name} · ${sayBasis(say, told)}</p>
            !${told.items.map((item) => viewFigure(say, words, told, item))}
            <p><a href="${areaAddress(told.unit.code)}">${say('welcome.moreFigures')}</a></p>`
    }
  </section>`;
}
