import { entropyBits, MIN_BITS } from "./entropy.ts";

/** What a secret is declared to be, and what its value is. */
export interface Claimed {
  readonly value: string;
  /** From `bulkhead:secrets`: literal text in which `{n}` stands for n letters, digits, - or _. */
  readonly shape: string;
  /** Whether it was declared to be easy to guess, as a PIN is, and is never fingerprinted. */
  readonly lowEntropy: boolean;
}

/** What is wrong with a value, and what to do; neither tells anything of it but its length. */
export interface ValueProblem {
  readonly reason: string;
  readonly cure: string;
}

/** Why a value may not be that of its secret; `undefined` when it may. */
export function valueProblem({ value, shape, lowEntropy }: Claimed): ValueProblem | undefined {
  const variable = variablePart(value, shape);
  if (variable === undefined) {
    const cure = `Check that it is this environment's secret, or mend its shape, ${shape}.`;
    return { reason: misfit(value, shape), cure };
  }
  const isLow = entropyBits(variable) < MIN_BITS;
  if (isLow && !lowEntropy) {
    return {
      reason: `has less than ${MIN_BITS} bits: it could be guessed from its fingerprint`,
      cure: "Have a random one of 24 characters issued; only where that cannot be, add --low-entropy.",
    };
  }
  if (!isLow && lowEntropy) {
    return {
      reason: `has ${MIN_BITS} bits or more, so that it can be compared with those of others`,
      cure: "Leave out --low-entropy.",
    };
  }
  return undefined;
}

/** The characters of a value that its shape leaves open; `undefined` where it has another shape. */
export function variablePart(value: string, shape: string): string | undefined {
  const pattern = shape
    .split(/(\{\d+\})/)
    .map((part, index) => (index % 2 === 1 ? `([A-Za-z0-9_-]${part})` : literally(part)))
    .join("");
  return new RegExp(`^${pattern}$`).exec(value)?.slice(1).join("");
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function misfit(value: string, shape: string): string {
  const length = shape.replace(/\{(\d+)\}/g, (_, n: string) => "x".repeat(Number(n))).length;
  return value.length === length
    ? "differs from its shape in the fixed part, or in a character that is no letter, digit, - or _"
    : `has ${value.length} characters, and its shape ${length}`;
}
