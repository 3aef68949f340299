import { UserError } from "../../engine/errors.ts";

/** GitHub refused a request, or no answer to it came. */
export class GitHubError extends UserError {
  constructor(
    message: string,
    /** The HTTP status of the answer; none when there was no answer, or only a part of one. */
    readonly code: number | undefined,
    /** The same request may succeed later. It may also have been applied already. */
    readonly passing: boolean,
    /** How long GitHub asks to wait before the next request, in milliseconds. */
    readonly waitMs?: number,
  ) {
    super(message);
  }
}

/** A request, as far as it matters when it fails. */
export interface Asked {
  readonly method: string;
  /** Without host and query. */
  readonly path: string;
}

/** An answer that is no success, as far as it is read. */
export interface Refusal {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly text: string;
}

/** No answer came, or only a part of one: the request may have been applied. */
export function unanswered({ method, path }: Asked, why: string): GitHubError {
  const message = `GitHub did not answer ${method} ${path}: ${why}. Run it again.`;
  return new GitHubError(message, undefined, true);
}

/** What is wrong, and who can mend it. */
export function refused(asked: Asked, refusal: Refusal): GitHubError {
  const { code, text } = refusal;
  const waitMs = waitOf(refusal);
  const passing = code >= 500 || waitMs !== undefined;
  const said = `GitHub answers ${code} to ${asked.method} ${asked.path}: ${text}`;
  return new GitHubError(`${said}. ${cure(asked, code, waitMs)}`, code, passing, waitMs);
}

/**
 * How long a limit asks to wait, in the order of "Rate limits for the REST API", section "Exceeding
 * the rate limit", of the GitHub docs: retry-after, then the reset of the primary limit, then a
 * minute.
 */
function waitOf({ code, headers, text }: Refusal): number | undefined {
  const after = Number(headers["retry-after"] ?? Number.NaN);
  const limited = code === 429 || (code === 403 && isLimit(headers, text, after));
  if (!limited && !(code >= 500 && after >= 0)) return undefined;
  if (after >= 0) return after * 1000;
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN) * 1000;
  const now = Date.parse(String(headers["date"]));
  const spent = String(headers["x-ratelimit-remaining"]) === "0";
  return spent && reset >= now ? reset - now + 1000 : 60_000;
}

function isLimit(headers: Refusal["headers"], text: string, after: number): boolean {
  const spent = String(headers["x-ratelimit-remaining"]) === "0";
  return after >= 0 || spent || /secondary rate limit/i.test(text);
}

function cure(asked: Asked, code: number, waitMs: number | undefined): string {
  if (waitMs !== undefined) {
    return `It asks to wait ${Math.ceil(waitMs / 1000)} s: run it again after that.`;
  }
  if (code >= 500) return "The fault is GitHub's: run it again.";
  if (code === 401) {
    return "The token is not accepted: pass the job's own as GITHUB_TOKEN, for this host.";
  }
  const needed = permissionFor(asked);
  if (code === 403) return `The token may not do this: it needs ${needed}.`;
  if (code === 404) return `It does not exist, or the token may not see it: it needs ${needed}.`;
  return "That is a fault of Bulkhead: report it with this line.";
}

/** By the last part of a path that has a permission of its own. */
const PERMISSIONS: readonly (readonly [RegExp, string])[] = [
  [/\/orgs\/[^/]+\/teams\//, "members"],
  [/\/reactions(\/|$)/, "issues"],
  [/\/issues\/(\d+\/)?comments(\/|$)/, "pull-requests"],
  [/\/issues(\/|$)/, "issues"],
  [/\/pulls(\/|$)/, "pull-requests"],
  [/\/statuses\//, "statuses"],
  [/\/(contents|git)\//, "contents"],
];

/** What the workflow must grant; "Permissions required for GitHub Apps" in the GitHub docs. */
function permissionFor({ method, path }: Asked): string {
  const name = PERMISSIONS.find(([pattern]) => pattern.test(path))?.[1];
  if (name === undefined) return "access to this repository";
  if (name === "members") {
    return "the organisation permission `members: read`, which only a GitHub App's token can have";
  }
  const access = method === "GET" ? "read" : "write";
  return `\`permissions: { ${name}: ${access} }\` in the workflow's job`;
}
