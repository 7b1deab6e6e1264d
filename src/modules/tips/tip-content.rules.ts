/** What stands inside the sealed texts of a tip, as JSON. Residents and handlers read and write it alike. */

/** The piece `text`: in the resident's own words. place: the unit chosen, where one was. */
export type TipContent = {
  what: string;
  where: string;
  when: string;
  place: { code: string; name: string } | null;
};

export const maxWords = { what: 10_000, where: 500, when: 200, contact: 500, message: 5000 } as const;

export function writeTipContent(content: TipContent): string {
  return JSON.stringify(content);
}

/** Reads what `writeTipContent` wrote; what is missing or of another shape is empty. */
export function readTipContent(text: string): TipContent {
  const read = JSON.parse(text) as Partial<Record<keyof TipContent, unknown>>;
  const word = (value: unknown): string => (typeof value === 'string' ? value : '');
  const place = read.place as { code?: unknown; name?: unknown } | null | undefined;
  return {
    what: word(read.what),
    where: word(read.where),
    when: word(read.when),
    place: place ? { code: word(place.code), name: word(place.name) } : null,
  };
}
