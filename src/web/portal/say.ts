import type vi from './texts/vi.json';

type KeysOf<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeysOf<T[K]>}`;
}[keyof T & string];

/** A sentence of the portal by page and name: 'welcome.heading'. */
export type TextKey = KeysOf<typeof vi>;

/** Says a sentence in one language; {name} stands for a parameter. Its answer is text, to be escaped like any other. */
export type Say = (key: TextKey, params?: Record<string, string | number>) => string;
