import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { html } from 'ghtml';
import { prepareOnce } from '#platform/http/compressed.ts';
import type { House } from '#platform/http/house.ts';
import type { Portal } from '#web/portal/portal.ts';
import { intakeProblems } from '../intake.problems.ts';
import type { TellingView } from '../portal/tell-page.ts';

/** The one script of the portal: it seals and opens tips in the browser. Without it the pages work by forms. */
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
export function openTipScript(house: House, file: string | undefined): TipScript {
  const content = file !== undefined && existsSync(file) ? readFileSync(file) : undefined;
  const tag = content && createHash('sha256').update(content).digest('hex').slice(0, 12);
  if (content) house.onAsset('/tip.js', 'text/javascript; charset=utf-8', prepareOnce(content));
  return {
    addresses: tag === undefined ? [] : [`/tip.js?v=${tag}`],
    wrap(page, portal, language, main, view = {}) {
      if (tag === undefined) return main;
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
