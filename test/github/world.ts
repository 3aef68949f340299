/** Something that will happen. */
interface Event {
  readonly at: number;
  readonly order: number;
  /** Whether somebody who waits goes on by it. */
  readonly wakes: boolean;
  readonly action: () => void;
}

/**
 * A world with its own time, which stands still while anybody in it works: an hour's wait costs
 * nothing, and what happens in which order follows from the waits alone, though every request is a
 * real one.
 *
 * Whoever lives in it does one thing after the other: it works, or sleeps, or waits for one answer.
 */
export class World {
  /** Milliseconds since it began. */
  now = 0;
  #events: Event[] = [];
  #count = 0;
  #living = 0;
  #waiting = 0;

  /**
   * Lets several live side by side, each from its own start in milliseconds, until all have ended.
   */
  async live<T>(
    lives: readonly { readonly from: number; readonly life: () => Promise<T> }[],
  ): Promise<readonly PromiseSettledResult<T>[]> {
    const born = lives.map(async ({ from, life }) => {
      this.#living++;
      try {
        await this.sleep(from);
        return await life();
      } finally {
        this.#living--;
        this.#turn();
      }
    });
    return Promise.allSettled(born);
  }

  /** One life alone. */
  async alone<T>(life: () => Promise<T>): Promise<T> {
    const [result] = await this.live([{ from: 0, life }]);
    if (result?.status === "fulfilled") return result.value;
    throw result?.reason;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.waits();
      this.later(milliseconds, resolve, true);
    });
  }

  /** Somebody waits for an event that wakes. */
  waits(): void {
    this.#waiting++;
    queueMicrotask(() => {
      this.#turn();
    });
  }

  later(milliseconds: number, action: () => void, wakes = false): void {
    this.#events.push({ at: this.now + milliseconds, order: this.#count++, wakes, action });
  }

  /** As GitHub writes a time. */
  get time(): string {
    return new Date(this.milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
  }

  /** As `Date` counts. */
  get milliseconds(): number {
    return Date.UTC(2026, 10, 21, 10) + this.now;
  }

  #turn(): void {
    while (this.#waiting >= this.#living && this.#events.length > 0) {
      const next = this.#events.reduce((first, event) =>
        event.at < first.at || (event.at === first.at && event.order < first.order) ? event : first,
      );
      this.#events.splice(this.#events.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      if (next.wakes) this.#waiting--;
      next.action();
    }
  }
}

/** Numbers from 0 to less than 1 that follow from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
