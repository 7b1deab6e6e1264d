type Plural = { [key: `${string}_one`]: string };

/** The same keys, other words; a sentence that counts may have a `_one` beside its `_other`. */
export type SameKeys<T> = { [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> } & Plural;

/** Words of a module or of the shell in both languages; the English ones must have every key of the Vietnamese ones. */
export function defineWords<T>(vi: T, en: SameKeys<T>): { vi: T; en: SameKeys<T> } {
  return { vi, en };
}
