import { UserError } from "../../engine/errors.ts";
import { refused, unanswered, type Asked } from "./errors.ts";

/** An answer of the library. */
interface Answer {
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The library's error, read by shape: its class would have to be loaded to be compared with. */
interface HttpError extends Error {
  readonly status: number;
  readonly request: { readonly url: string };
  readonly response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

/**
 * Whether the connection broke in the middle of the answer. The library then hands on an empty text
 * in place of data, and its pagination takes that for an empty page.
 */
export function isCutOff({ data, headers }: Answer): boolean {
  return String(headers["content-type"]).startsWith("application/json") && typeof data === "string";
}

/** What the library threw, as an error that says what to do and holds no token. */
export function explained(error: unknown, asked: Asked, token: string): UserError {
  if (error instanceof UserError) return error;
  const { status, request, response, message = "no reason given" } = error as Partial<HttpError>;
  const exact = { method: asked.method, path: pathOf(request?.url ?? asked.path) };
  const text = shown(message, token);
  if (status === undefined || !response) return unanswered(exact, text);
  return refused(exact, { code: status, headers: response.headers, text });
}

/**
 * A text of GitHub's as one line of readable length, without the token that it should never hold.
 */
export function shown(text: string, token: string): string {
  // eslint-disable-next-line no-control-regex
  const line = text.replaceAll(token, "[token]").replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, " ");
  return line.slice(0, 300).replace(/\.$/, "");
}

/** A URL without host and query. */
export function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
