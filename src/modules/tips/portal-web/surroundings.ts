import type { Say } from '#web/portal/say.ts';
import type { PortalMain } from '../portal/tell-page.ts';

/** The page around: its sentences, and the room that is written anew at every step. */
export type Surroundings = {
  say: Say;
  /** The sentence of a problem by its code. */
  problem: (code: string, params?: Record<string, string>) => string;
  /** Shows a page; what is asked or told first gets the focus, unless the page has just been opened. */
  show: (page: PortalMain, options?: { quiet?: boolean }) => void;
  /** Tells how far an act is, beside its button. */
  tell: (words: string, kind?: 'error') => void;
  room: HTMLElement;
};

export function findSurroundings(room: HTMLElement): Surroundings {
  const words = JSON.parse(room.dataset.words!) as Record<string, string>;
  const problems = JSON.parse(room.dataset.problems!) as Record<string, string>;
  const suffix = document.title.slice(document.title.lastIndexOf(' · '));
  return {
    room,
    say: (key, params = {}) => fill(words[key] ?? key, params),
    problem: (code, params = {}) => fill(problems[code] ?? code, params),
    show({ title, main }, { quiet = false } = {}) {
      room.innerHTML = main;
      document.title = title + suffix;
      if (quiet) return;
      window.scrollTo(0, 0);
      const first = room.querySelector<HTMLElement>('[role=alert]') ?? room.querySelector<HTMLElement>('h1');
      first?.setAttribute('tabindex', '-1');
      first?.focus();
    },
    tell(said, kind) {
      const place = room.querySelector('#telling-status');
      if (!place) return;
      place.textContent = said;
      place.className = kind === 'error' ? 'status error' : 'status';
    },
  };
}

function fill(words: string, params: Record<string, string | number>): string {
  return words.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
