import type { Rule } from "../rule.ts";

/** The rules of the baseline pack. */
export const BASELINE: readonly Rule[] = [];
