/**
 * What publishing does to the world besides asking GitHub; a test gives its own time and chance.
 */
export interface Effects {
  /** Milliseconds on a clock that never goes back; only differences of it are used. */
  now(): number;
  /** Waits, in milliseconds. */
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to less than 1, to spread those who wait. */
  random(): number;
  /** Sends one request. */
  readonly fetch: typeof fetch;
}

/** The machine's own clock, timers and network. */
export const REAL_EFFECTS: Effects = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
  fetch: (input, init) => fetch(input, init),
};
