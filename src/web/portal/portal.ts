import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html } from 'ghtml';
import type { PageKit } from '#platform/http/page.ts';
import type { Say, Texts } from './texts.ts';

/** What a page of the portal is made of. `main` is HTML: write it with `html` of ghtml, which escapes. */
export type PortalPage = {
  language: string;
  /** Path and query of this page, for the links to other languages; none where the page answers a form. */
  address?: string | undefined;
  title: string;
  main: string;
  /** Addresses of scripts of our own; a page has none unless it names them. */
  scripts?: readonly string[];
};

/** The shell of the residents' portal: sentences by language, and the frame around every page. */
export type Portal = PageKit & {
  say(language: string): Say;
  page(page: PortalPage): string;
  /** The sentences of some pages or parts of them by key, for a script that writes them itself. */
  words(language: string, pages: readonly string[]): Record<string, string>;
};

export const portalStyle = readFileSync(join(import.meta.dirname, 'portal.css'));
const styleAddress = `/portal.css?v=${createHash('sha256').update(portalStyle).digest('hex').slice(0, 8)}`;

export function openPortal(texts: Texts): Portal {
  const frame = (page: PortalPage): string => frameOf(texts, page);
  return {
    languages: texts.languages,
    say: (language) => texts.sayIn(language),
    page: frame,
    words: (language, pages) => texts.wordsIn(language, pages),
    failure({ language, address, status, sentence }) {
      const say = texts.sayIn(language);
      const title = say(status === 404 ? 'failure.unknown' : 'failure.title');
      return frame({
        language,
        address: status === 404 ? address : undefined,
        title,
        main: html`<h1>${title}</h1>
          <p role="alert">${sentence}</p>
          <p><a class="button" href="/">${say('failure.back')}</a></p>`,
      });
    },
  };
}

function frameOf(texts: Texts, { language, address, title, main, scripts = [] }: PortalPage): string {
  const say = texts.sayIn(language);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content="${say('welcome.lead')}" />
        <title>${title} · ${say('shell.product')}</title>
        <link rel="stylesheet" href="${styleAddress}" />
        <link rel="icon" href="data:," />
        !${scripts.map((script) => html`<script type="module" src="${script}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">${say('shell.skip')}</a>
        <header>
          <p class="emergency">
            ${say('shell.emergency')}
            <span class="numbers"
              ><a href="tel:113">113<span class="unseen"> ${say('shell.police')}</span></a> ·
              <a href="tel:114">114<span class="unseen"> ${say('shell.fire')}</span></a> ·
              <a href="tel:115">115<span class="unseen"> ${say('shell.ambulance')}</span></a></span
            >
          </p>
          !${address === '/' ? '' : html`<nav class="home"><a href="/">${say('shell.product')}</a></nav>`}
        </header>
        <main id="main" tabindex="-1">!${main}</main>
        <footer>
          !${address === undefined ? '' : languageLinks(texts, language, address)}
          <p>${say('shell.privacy')}</p>
          <p><a href="/staff">${say('shell.staff')}</a></p>
        </footer>
      </body>
    </html>`;
}

function languageLinks(texts: Texts, language: string, address: string): string {
  const others = texts.languages.filter((code) => code !== language);
  return html`<nav aria-label="${texts.sayIn(language)('shell.languages')}">
    <p>
      !${others.map(
        (code) =>
          html`<a href="${withLanguage(address, code)}" lang="${code}" hreflang="${code}"
            >${texts.sayIn(code)('language.name')}</a
          > `,
      )}
    </p>
  </nav>`;
}

function withLanguage(address: string, code: string): string {
  const url = new URL(address, 'http://portal');
  url.searchParams.set('lang', code);
  return url.pathname + url.search;
}
