import { isMap } from "../../policy/values.ts";

/** Begins every text that stands for a secret. */
const MARK = "bulkhead-placeholder-";
const MARKS = new RegExp(`${MARK}\\d+`, "g");

/** Numbers from here on stand for secret numbers; they fit into 32 bits. */
const FIRST_NUMBER = 2_077_000_000;
const MOST_NUMBERS = 1_000_000;
const NUMBERS = /\b2077\d{6}\b/g;

/** What stands for secret number `index` of a stack, as text: marked, and fit for any property. */
export function mark(index: number): string {
  return `${MARK}${index}`;
}

/** What stands for a part of a text that is hidden by its form, whatever it is. */
export const HIDDEN_PART = mark(0);

/** What stands for a secret number. */
export function numberMark(index: number): number {
  return FIRST_NUMBER + (index % MOST_NUMBERS);
}

/** A map or list of which nothing but its kind is kept, since its keys or size could tell. */
export function opaqueMap(index: number): Readonly<Record<string, string>> {
  return { [mark(index)]: mark(index) };
}

/** Whether nothing of a map but its kind was kept. */
export function isOpaque(value: unknown): boolean {
  if (!isMap(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && keys.every(isWholeMark);
}

/** Whether a value stands for a secret, or has a part that does. */
export function isMarked(value: unknown): boolean {
  if (typeof value === "number") {
    return value >= FIRST_NUMBER && value < FIRST_NUMBER + MOST_NUMBERS;
  }
  if (typeof value !== "string") return false;
  return value.includes(MARK) || Buffer.from(value, "base64").toString("latin1").includes(MARK);
}

/**
 * Whether a text could be what another was before parts of it were replaced: between the marks it
 * must be the same.
 */
export function fits(marked: string, text: string): boolean {
  if (!marked.includes(MARK)) return isMarked(marked);
  const parts = marked.split(MARKS).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[\\s\\S]*")}$`).test(text);
}

/** A text without what tells one secret from another: all marks and numbers that stand for one alike. */
export function withoutNumbers(text: string): string {
  return text.replace(MARKS, HIDDEN_PART).replace(NUMBERS, String(FIRST_NUMBER));
}

function isWholeMark(text: string): boolean {
  return text.startsWith(MARK) && /^\d+$/.test(text.slice(MARK.length));
}
