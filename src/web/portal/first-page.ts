import { html } from 'ghtml';
import type { House } from '#platform/http/house.ts';
import { prepareOnce } from '#platform/http/compressed.ts';
import { type Portal, portalStyle } from './portal.ts';

const doors = [
  { to: '/bao-tin', words: 'welcome.tell', hint: 'welcome.tellHint' },
  { to: '/xem-tin', words: 'welcome.follow', hint: 'welcome.followHint' },
  { to: '/khu-vuc', words: 'welcome.area', hint: 'welcome.areaHint' },
] as const;

/** The first screen of the portal with its three doors and what is told in figures below them, and its style sheet. */
export function firstPageRoutes(house: House, portal: Portal, viewLately: (language: string) => Promise<string>): void {
  house.onPage(
    { operationId: 'viewFirstPage', path: '/', compressed: true },
    async ({ language, address, request }) => {
      const say = portal.say(language);
      // The doors and the telephone numbers stand there also where figures cannot be read.
      const lately = await viewLately(language).catch((error: unknown) => {
        request.log.error({ err: error }, 'figures of the first page');
        return html`<p class="soft">${say('welcome.noFiguresNow')}</p>`;
      });
      return portal.page({
        language,
        address,
        title: say('welcome.title'),
        main: html`<h1>${say('shell.product')}</h1>
          <p class="lead">${say('welcome.lead')}</p>
          <nav aria-label="${say('welcome.doors')}">
            <ul class="doors">
              !${doors.map(
                ({ to, words, hint }) =>
                  html`<li>
                    <a href="${to}"><strong>${say(words)}</strong> <span>${say(hint)}</span></a>
                  </li>`,
              )}
            </ul>
          </nav>
          !${lately}`,
      });
    },
  );
  house.onAsset('/portal.css', 'text/css; charset=utf-8', prepareOnce(portalStyle));
}
