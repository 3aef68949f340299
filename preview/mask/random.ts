import { costsOf } from "./likely.ts";
import { remembered } from "./remembered.ts";

/** A stretch of a run, from its first character to the one after its last. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretches of a run that look as if they had been drawn by lot, as keys and generated passwords
 * are, and not made up by somebody, as names are. What is drawn from an alphabet costs as many bits a
 * character as the alphabet has; what people write costs by what usually follows what. A stretch that
 * is cheaper as drawn, by more than it costs to say that it is, was drawn.
 *
 * Measured: with the table made of half of the provider's documentation, of the 36,000 runs that only
 * the other half has, 0.1 % are taken for random and are not. Of values by `random.RandomPassword`
 * are found: of 8 characters 4 in 10, of 10 8 in 10, of 12 95 %, of 16 99.4 %, of 20 and more 99.8 %;
 * of base64 and of hexadecimal digits as much; of lower-case letters alone of 12 84 %, of 16 97 %.
 */
export const drawnIn: (run: string) => readonly Stretch[] = remembered(find);

/** Bits that a stretch must be cheaper as drawn than as written, since hardly any is. */
const SURPRISE = 26;

/** Fewest characters: what is shorter is an abbreviation, a measure, a digest in a name. */
const SHORTEST = 8;

/** What is drawn from, and the bits of a character. Digits alone are numbers, and no secret. */
const ALPHABETS = [
  "0-9a-f",
  "0-9A-F",
  "a-z",
  "0-9a-z",
  "0-9A-Z",
  "A-Za-z",
  "0-9A-Za-z",
  "0-9A-Za-z+/=_-",
  "!-~",
].map((set) => {
  const letter = new RegExp(`[${set}]`);
  const has = Array.from({ length: 128 }, (_, code) => letter.test(String.fromCharCode(code)));
  return { has, bits: Math.log2(has.filter((each) => each).length) };
});

function find(run: string): readonly Stretch[] {
  if (run.length < SHORTEST) return [];
  const costs = costsOf(run);
  let most = 0;
  for (const cost of costs) most += Math.max(0, cost - FEWEST_BITS);
  // Most runs are cheap as written, and no alphabet has to be tried.
  if (most < SURPRISE) return [];
  return ALPHABETS.flatMap(({ has, bits }) => {
    const gains = costs.map((cost, at) =>
      has[run.charCodeAt(at)] === true ? cost - bits : -Infinity,
    );
    return stretches(gains);
  });
}

/** Bits of a character of the smallest alphabet. */
const FEWEST_BITS = Math.min(...ALPHABETS.map(({ bits }) => bits));

/** Stretches with enough gain, none of which holds a part that loses as much. */
function stretches(gains: Float64Array): readonly Stretch[] {
  const found: Stretch[] = [];
  let [sum, best, start, end] = [0, 0, 0, 0];
  const close = () => {
    if (best >= SURPRISE && end - start >= SHORTEST) found.push({ start, end });
  };
  for (let at = 0; at < gains.length; at++) {
    sum += gains[at] ?? 0;
    if (sum <= 0 || best - sum > SURPRISE) {
      close();
      [sum, best, start, end] = [0, 0, at + 1, at + 1];
    } else if (sum > best) {
      [best, end] = [sum, at + 1];
    }
  }
  close();
  return found;
}
