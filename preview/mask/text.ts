import { FORMS } from "./forms.ts";
import { maskHeld } from "./held.ts";
import { maskLines, maskRuns } from "./runs.ts";
import { remembered } from "./remembered.ts";

/**
 * A text in which whatever could be a secret by its form is masked. Nothing marks it, since it comes
 * from where nothing is marked: names, error messages, values that a provider does not call secret.
 * Masking twice is the same as once. What is found, and nothing else:
 *
 * - private keys in PEM;
 * - the password of a URL, whatever it is;
 * - what follows a name that sounds secret, in JSON, YAML and XML, in a query, in an assignment, in a
 *   header, and the value that stands beside such a name;
 * - what looks drawn by lot, from 8 characters on the more surely the longer it is.
 *
 * A password that is made of words and stands alone is not found: give it to a property, a config
 * value or a variable that says what it is.
 */
export const maskText: (text: string) => string = remembered(mask);

function mask(text: string): string {
  const masked = maskRuns(maskLines(maskForms(text)));
  // What is left beside a mask can look otherwise without what was masked; there is less each time.
  return masked === text ? text : mask(masked);
}

/** The same without the last: what only looks drawn by lot may be a name or a version. */
export function maskForms(text: string): string {
  return FORMS.reduce((masked, { pattern, to }) => masked.replace(pattern, to), maskHeld(text));
}

/** A name that somebody chose, such as a map's key; one of no usual form is told by its length. */
export function maskName(name: string): string {
  return maskText(name) === name ? name : `[${name.length} characters]`;
}
