import { html } from 'ghtml';
import type { House } from '#platform/http/house.ts';
import type { Portal } from '#web/portal/portal.ts';
import { serveScript } from '#web/portal/scripts.ts';
import { intakeProblems } from '../intake.problems.ts';
import type { TellingView } from '../portal/tell-page.ts';

/** The script that seals and opens tips in the browser. Without it the pages work by forms. */
export type TipScript = {
  addresses: string[];
  /** Puts what the script needs beside a page: which page it is, how far one is, and the sentences of the language. */
  wrap(
    page: 'telling' | 'following',
    portal: Portal,
    language: string,
    main: string,
    view?: Partial<TellingView>,
  ): string;
};

/** What the script says on each page; not more, because answers to forms are not compressed. */
const wordsOf = {
  telling: ['tell'],
  following: ['follow', 'tell.send', 'tell.sending', 'tell.problem'],
} as const;

/** Serves the script as it was built; where it was not, the pages name none. */
export function openTipScript(house: House, folder: string | undefined): TipScript {
  const addresses = serveScript(house, folder, 'tip.js');
  return {
    addresses,
    wrap(page, portal, language, main, view = {}) {
      if (addresses.length === 0) return main;
      const state = { step: view.step, draft: view.draft, place: view.place };
      return html`<div
        id="tip-page"
        data-page="${page}"
        data-state="${JSON.stringify(state)}"
        data-words="${JSON.stringify(portal.words(language, wordsOf[page]))}"
        data-problems="${JSON.stringify(problemsIn(language))}"
      >
        !${main}
      </div>`;
    },
  };
}

function problemsIn(language: string): Record<string, string> {
  const locale = language === 'en' ? 'en' : 'vi';
  return Object.fromEntries(Object.entries(intakeProblems).map(([code, words]) => [code, words[locale]]));
}
