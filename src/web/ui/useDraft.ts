import { useCallback, useState } from 'react';

/**
 * Text that survives a reload, a closed window or a broken line until it is known to be kept. key names what it belongs
 * to; null = nothing is drafted.
 */
export function useDraft(key: string): [string | null, (text: string | null) => void] {
  const storageKey = `binhyen.draft.${key}`;
  const [draft, setDraft] = useState(() => ({ storageKey, text: localStorage.getItem(storageKey) }));
  // Another thing is edited now: its own draft counts.
  const text = draft.storageKey === storageKey ? draft.text : localStorage.getItem(storageKey);
  const keep = useCallback(
    (next: string | null) => {
      if (next === null) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, next);
      setDraft({ storageKey, text: next });
    },
    [storageKey],
  );
  return [text, keep];
}
