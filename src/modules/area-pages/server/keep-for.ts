/** Keeps what is made for a key for some seconds. Asked by many while it is being made, it is made once. */
export function keepFor<V>(seconds: number): (key: string | number, make: () => Promise<V>) => Promise<V> {
  const kept = new Map<string | number, { made: Promise<V>; until: number }>();
  return (key, make) => {
    const known = kept.get(key);
    if (known && Date.now() < known.until) return known.made;
    const making = { made: make(), until: Date.now() + seconds * 1000 };
    kept.set(key, making);
    making.made.catch(() => kept.get(key) === making && kept.delete(key));
    return making.made;
  };
}
