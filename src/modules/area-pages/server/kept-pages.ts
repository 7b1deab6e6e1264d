import { prepare, type Prepared } from '#platform/http/compressed.ts';

type KeptPage = Prepared & { until: number };

/**
 * Pages that are the same for everybody, made once and kept in memory for some seconds. Asked by many at once while it is
 * being made, a page is made once. At most so many are kept; the longest kept goes first.
 */
export class KeptPages {
  readonly #pages = new Map<string, Promise<KeptPage>>();
  readonly #seconds: number;
  readonly #most: number;

  constructor(options: { seconds: number; most: number }) {
    this.#seconds = options.seconds;
    this.#most = options.most;
  }

  async get(key: string, make: () => Promise<string>): Promise<Prepared> {
    const kept = this.#pages.get(key);
    if (kept !== undefined) {
      const page = await kept;
      if (Date.now() < page.until) return page;
    }
    // Somebody else may have begun meanwhile.
    const begun = this.#pages.get(key);
    if (begun !== undefined && begun !== kept) return begun;
    const making = this.#make(make);
    this.#pages.delete(key);
    this.#pages.set(key, making);
    making.catch(() => this.#pages.get(key) === making && this.#pages.delete(key));
    if (this.#pages.size > this.#most) this.#pages.delete(this.#pages.keys().next().value!);
    return making;
  }

  /** After a change: nothing that was kept is shown again. */
  clear(): void {
    this.#pages.clear();
  }

  async #make(make: () => Promise<string>): Promise<KeptPage> {
    const prepared = await prepare(Buffer.from(await make()));
    return { ...prepared, until: Date.now() + this.#seconds * 1000 };
  }
}
