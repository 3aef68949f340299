import { UserError } from "../../engine/errors.ts";
import type { Effects } from "./effects.ts";

/** How to reach a repository. */
export interface Connection {
  /** It is sent to `apiUrl` alone, and stands in no error. */
  readonly token: string;
  /** "owner/name". */
  readonly repository: string;
  /** Default "https://api.github.com"; of GitHub Enterprise Server "https://HOST/api/v3". */
  readonly apiUrl?: string;
  /** Default the machine's own clock, timers and network. */
  readonly effects?: Effects;
}

/** A connection whose parts are what they should be. */
export interface Checked {
  readonly owner: string;
  readonly repo: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

/**
 * The connection of a workflow's job, from the variables that GitHub Actions sets.
 *
 * @throws UserError with exit code 2 when one that is needed is missing.
 */
export function connectionOf(variables: NodeJS.ProcessEnv): Connection {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository, GITHUB_API_URL: apiUrl } = variables;
  if (!token) {
    throw new UserError(
      "GITHUB_TOKEN is not set: hand it to the step by `env: { GITHUB_TOKEN: ${{ github.token }} }`",
      2,
    );
  }
  if (!repository) throw new UserError('GITHUB_REPOSITORY is not set: set it to "owner/name".', 2);
  return { token, repository, ...(apiUrl && { apiUrl }) };
}

/** @throws UserError with exit code 2 when repository or address are none. */
export function checked({ repository, apiUrl = "https://api.github.com" }: Connection): Checked {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (!owner || !repo) {
    throw new UserError(`GITHUB_REPOSITORY is "${repository}": write it as "owner/name".`, 2);
  }
  return { owner, repo, baseUrl: checkedUrl(apiUrl) };
}

/** The token goes to this address, so it goes encrypted, or stays on this machine. */
function checkedUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const local = url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
  if (url?.protocol === "https:" || (url?.protocol === "http:" && local)) {
    return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
  }
  throw new UserError(
    `GITHUB_API_URL is "${address}": write it as https://HOST/api/v3, as GitHub Actions does.`,
    2,
  );
}
