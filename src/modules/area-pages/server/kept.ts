/**
 * What is the same for everybody, made once and kept in memory for some seconds. Asked by many at once while it is being made,
 * it is made once. At most so many are kept; the longest kept goes first.
 */
export class Kept<V> {
  readonly #kept = new Map<string | number, { made: Promise<V>; until: number }>();
  readonly #seconds: number;
  readonly #most: number;

  constructor(options: { seconds: number; most: number }) {
    this.#seconds = options.seconds;
    this.#most = options.most;
  }

  get(key: string | number, make: () => Promise<V>): Promise<V> {
    const known = this.#kept.get(key);
    if (known !== undefined && Date.now() < known.until) return known.made;
    const making = { made: make(), until: Date.now() + this.#seconds * 1000 };
    this.#kept.delete(key);
    this.#kept.set(key, making);
    making.made.catch(() => this.#kept.get(key) === making && this.#kept.delete(key));
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value!);
    return making.made;
  }

  /** After a change: nothing that was kept is shown again. */
  clear(): void {
    this.#kept.clear();
  }
}
