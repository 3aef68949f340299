import type { Octokit } from "@octokit/core";
import type { PaginateInterface } from "@octokit/plugin-paginate-rest";

import { UserError } from "../../engine/errors.ts";
import { explained, isCutOff, pathOf, shown } from "./answers.ts";
import { checked, type Connection } from "./connection.ts";
import { REAL_EFFECTS, type Effects } from "./effects.ts";
import { unanswered } from "./errors.ts";
import { untilAnswered } from "./retry.ts";

/** The GitHub API with its typed routes. */
export type Api = Octokit & { readonly paginate: PaginateInterface };

/** One repository on GitHub, and who we are there. */
export interface GitHub {
  readonly owner: string;
  readonly repo: string;
  readonly api: Api;
  readonly effects: Effects;
  /**
   * Asks GraphQL; a query is repeated like any reading.
   *
   * @throws GitHubError as every request does; UserError when GraphQL refuses the query.
   */
  query<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
  /** Who the token is; asked once. */
  viewer(): Promise<Viewer>;
}

/** An account. */
export interface Viewer {
  /** The number that REST calls `user.id`. A login can change hands, a number cannot. */
  readonly id: number;
  readonly login: string;
}

/**
 * GitHub ends a request after 10 s ("Troubleshooting the REST API", section "Timeouts"), so whoever
 * waits longer waits for nothing. In milliseconds.
 */
export const REQUEST_MS = 15_000;

/**
 * Connects to a repository, without any request yet. The libraries are loaded here, so that no
 * other verb pays for them.
 *
 * Readings are repeated when GitHub is at fault or limits us; so is what says `request: { again:
 * true }` because twice does no more than once. No other writing is: its answer may have been lost,
 * and whoever writes looks first.
 *
 * @throws UserError with exit code 2 when repository or address are none. Every request throws
 * GitHubError, which says what the token needs.
 */
export async function connect(connection: Connection): Promise<GitHub> {
  const { token, effects = REAL_EFFECTS } = connection;
  const { owner, repo, baseUrl } = checked(connection);
  const api = await load(token, baseUrl, effects);

  api.hook.wrap("request", (request, options) => {
    const send = async () => {
      const asked = { method: options.method, path: pathOf(options.url) };
      const signal = AbortSignal.timeout(REQUEST_MS);
      try {
        refuseForeign(options.url, baseUrl);
        const answer = await request({ ...options, request: { ...options.request, signal } });
        if (isCutOff(answer)) throw unanswered(asked, "the answer was cut off");
        return answer;
      } catch (error) {
        throw explained(error, asked, token);
      }
    };
    const again: unknown = options.request["again"];
    return options.method === "GET" || again === true ? untilAnswered(effects, send) : send();
  });

  const query: GitHub["query"] = async (text, variables = {}) => {
    try {
      return await api.graphql(text, { ...variables, request: { again: true } });
    } catch (error) {
      if (error instanceof UserError) throw error;
      const why = error instanceof Error ? error.message : "no reason given";
      throw new UserError(`GitHub refuses a GraphQL query: ${shown(why, token)}.`);
    }
  };
  let viewer: Promise<Viewer> | undefined;
  return { owner, repo, api, effects, query, viewer: () => (viewer ??= ask(query)) };
}

async function load(token: string, baseUrl: string, effects: Effects): Promise<Api> {
  const [{ Octokit }, { paginateRest }] = await Promise.all([
    import("@octokit/core"),
    import("@octokit/plugin-paginate-rest"),
  ]);
  const quiet = () => undefined;
  return new (Octokit.plugin(paginateRest))({
    auth: token,
    baseUrl,
    userAgent: "bulkhead",
    request: { fetch: effects.fetch },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
}

/** `GET /user` is refused to a workflow's token; GraphQL answers every kind of token. */
async function ask(query: GitHub["query"]): Promise<Viewer> {
  const text = "query { viewer { login databaseId } }";
  const { viewer } = await query<{ viewer: { login: string; databaseId: number } }>(text);
  return { id: viewer.databaseId, login: viewer.login };
}

/**
 * A page's link to the next is an address of the server's making; the token follows it nowhere
 * else.
 */
function refuseForeign(url: string, baseUrl: string): void {
  if (!URL.canParse(url) || new URL(url).origin === new URL(baseUrl).origin) return;
  throw new UserError(`GitHub's answer leads away from ${baseUrl}: check GITHUB_API_URL.`);
}
