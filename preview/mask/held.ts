import { HOLDS_SECRETS } from "./forms.ts";
import { MASK } from "./marks.ts";

/** A text in which lists and maps are masked that a name leads to that sounds secret. */
export function maskHeld(text: string): string {
  let [masked, from] = ["", 0];
  for (const { index, 0: before } of text.matchAll(HOLDS_SECRETS)) {
    const start = index + before.length;
    if (index < from) continue;
    masked += text.slice(from, start) + MASK;
    from = endOf(text, start);
  }
  return masked + text.slice(from);
}

/** Where what opens at a place closes; the end of the text where it does not. */
function endOf(text: string, start: number): number {
  const tokens = /\\*["']|[[\]{}]/g;
  tokens.lastIndex = start;
  let [depth, quote] = [0, ""];
  for (let found = tokens.exec(text); found; found = tokens.exec(text)) {
    const [token] = found;
    const isQuote = /["']/.test(token);
    if (isQuote && quote === "") quote = token;
    else if (isQuote && quote === token) quote = "";
    else if (quote === "") depth += /[[{]/.test(token) ? 1 : -1;
    if (depth === 0) return tokens.lastIndex;
  }
  return text.length;
}
