import { useState } from 'react';
import { useDraft } from '#web/ui/useDraft.ts';

/** What is being entered, kept on this device while it differs from where it began; key names what it belongs to. */
export function useRecordDraft<Content extends object>(key: string, begin: Content) {
  const [base, setBase] = useState(begin);
  const [text, keep] = useDraft(key);
  const drafted = text === null ? undefined : readDraft<Content>(text);
  return {
    content: drafted ? { ...base, ...drafted } : base,
    isDrafted: drafted !== undefined,
    change: (next: Content) => keep(JSON.stringify(next) === JSON.stringify(base) ? null : JSON.stringify(next)),
    /** Forgets the draft; what is entered next begins from here. */
    restart: (next: Content = base) => {
      keep(null);
      setBase(next);
    },
  };
}

function readDraft<Content>(text: string): Partial<Content> | undefined {
  try {
    return JSON.parse(text) as Partial<Content>;
  } catch {
    return undefined;
  }
}
