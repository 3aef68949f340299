import type { Account, Comment, Issue, Pull, Reaction, Repository } from "./repository.ts";

/** One request, as the routes see it. */
export interface Request {
  readonly method: string;
  /** Below the API's root, without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly account: Account;
  readonly token: string;
}

/** What is answered; a list is paged by the server. */
export interface Answer {
  readonly status: number;
  readonly data?: unknown;
}

type Handler = (repository: Repository, parts: readonly string[], request: Request) => Answer;

const NOT_FOUND: Answer = { status: 404, data: { message: "Not Found" } };
const ok = (data: unknown): Answer => ({ status: 200, data });
const text = (value: unknown) => (typeof value === "string" ? value : "");

/** Answers as GitHub does, and changes the repository at that moment. */
export function answer(repository: Repository, request: Request): Answer {
  const asked = `${request.method} ${request.path}`;
  for (const [pattern, handler] of ROUTES) {
    const [, ...parts] = pattern.exec(asked) ?? [];
    if (parts.length > 0) return handler(repository, parts.map(decodeURIComponent), request);
  }
  return NOT_FOUND;
}

const REPO = "/repos/acme/shop";
const route = (pattern: string) => new RegExp(`^${pattern}$`);

const ROUTES: readonly (readonly [RegExp, Handler])[] = [
  [
    route(`GET ${REPO}/issues/(\\d+)/comments`),
    ({ comments }, [issue]) =>
      ok(comments.filter((one) => one.issue === Number(issue)).map(commentData)),
  ],
  [
    route(`POST ${REPO}/issues/(\\d+)/comments`),
    (repository, [issue], { account, body }) =>
      tooLong(body) ?? {
        status: 201,
        data: commentData(repository.comment(Number(issue), account, text(body["body"]))),
      },
  ],
  [
    route(`PATCH ${REPO}/issues/comments/(\\d+)`),
    (repository, [id], { body }) => {
      const comment = repository.comments.find((one) => one.id === Number(id));
      if (!comment) return NOT_FOUND;
      return tooLong(body) ?? ok(commentData(repository.edit(comment, text(body["body"]))));
    },
  ],
  [
    route(`DELETE ${REPO}/issues/comments/(\\d+)`),
    ({ comments }, [id]) => removed(comments, (one) => one.id === Number(id)),
  ],
  [
    route(`POST ${REPO}/issues/(\\d+)/reactions`),
    (repository, [issue], { account, body }) => {
      const made = repository.react(Number(issue), account, text(body["content"]));
      return { status: made.made ? 201 : 200, data: made.reaction };
    },
  ],
  [
    route(`DELETE ${REPO}/issues/\\d+/reactions/(\\d+)`),
    ({ reactions }, [id]) => removed<Reaction>(reactions, (one) => one.id === Number(id)),
  ],
  [
    route(`GET (${REPO})/issues`),
    ({ issues }, _, { query }) =>
      ok(issues.filter((issue) => isListed(issue, query)).map(issueData)),
  ],
  [
    route(`POST (${REPO})/issues`),
    (repository, _, { account, body }) => {
      const labels = body["labels"] as string[];
      const issue = repository.issue(account, text(body["title"]), text(body["body"]), labels);
      return { status: 201, data: issueData(issue) };
    },
  ],
  [
    route(`PATCH ${REPO}/issues/(\\d+)`),
    ({ issues, world }, [number], { body }) => {
      const issue = issues.find((one) => one.number === Number(number));
      if (!issue) return NOT_FOUND;
      return ok(issueData(Object.assign(issue, body, { updated_at: world.time })));
    },
  ],
  [
    route(`GET (${REPO})/pulls`),
    ({ pulls }, _, { query }) => ok(pulls.filter((pull) => isAsked(pull, query)).map(pullData)),
  ],
  [
    route(`GET ${REPO}/pulls/(\\d+)`),
    ({ pulls }, [number]) => {
      const pull = pulls.find((one) => one.number === Number(number));
      return pull ? ok(pullData(pull)) : NOT_FOUND;
    },
  ],
  [
    route(`GET ${REPO}/pulls/(\\d+)/commits`),
    ({ pulls }, [number]) =>
      ok((pulls.find((one) => one.number === Number(number))?.commits ?? []).slice(0, 250)),
  ],
  [
    // No test needs a change of files that the local GitHub knows of.
    route(`GET ${REPO}/pulls/(\\d+)/files`),
    () => ok([]),
  ],
  [
    route(`POST ${REPO}/statuses/([0-9a-f]{40})`),
    ({ statuses }, [sha = ""], { body }) => {
      if (text(body["description"]).length > 140) {
        return { status: 422, data: { message: "description is too long (maximum is 140)" } };
      }
      statuses.push({ sha, ...body } as (typeof statuses)[number]);
      return { status: 201, data: {} };
    },
  ],
  [
    route(`GET ${REPO}/git/ref/(.+)`),
    ({ branches }, [ref = ""]) => {
      const sha = branches[ref.replace("heads/", "")];
      return sha === undefined ? NOT_FOUND : ok({ ref: `refs/${ref}`, object: { sha } });
    },
  ],
  [
    route(`GET ${REPO}/contents/(.+)`),
    ({ files }, [path = ""], { query }) => {
      const content = files[`${query.get("ref") ?? ""}:${path}`];
      if (content === undefined) return NOT_FOUND;
      const base64 = Buffer.from(content).toString("base64").replace(/.{60}/g, "$&\n");
      // Beyond a megabyte GitHub answers without the content.
      const fits = content.length <= 1024 * 1024;
      return ok({
        type: "file",
        size: content.length,
        encoding: fits ? "base64" : "none",
        content: fits ? base64 : "",
      });
    },
  ],
  [
    route("GET /orgs/([^/]+)/teams/([^/]+)/memberships/([^/]+)"),
    ({ members, teams }, [org = "", team = "", login = ""]) => {
      const state = members[`${org}/${team}/${login}`];
      if (!teams.includes(`${org}/${team}`) || !state) return NOT_FOUND;
      return ok({ state, role: "member" });
    },
  ],
  [
    route("GET /orgs/([^/]+)/teams/([^/]+)"),
    ({ teams }, [org = "", team = ""]) =>
      teams.includes(`${org}/${team}`) ? ok({ slug: team }) : NOT_FOUND,
  ],
  [
    route("POST (/graphql)"),
    ({ comments }, _, { account, body }) => {
      const { ids } = (body["variables"] ?? {}) as { ids?: readonly string[] };
      if (!ids) return ok({ data: { viewer: { login: account.login, databaseId: account.id } } });
      const found = ids.map((id) => comments.find((one) => nodeId(one) === id));
      const nodes = found.map((one) => one && { id: nodeId(one), lastEditedAt: one.edited_at });
      return ok({ data: { nodes } });
    },
  ],
];

const nodeId = (comment: Comment) => `IC_${comment.id}`;

function commentData({ id, issue, user, body, created_at, updated_at }: Comment): object {
  const html_url = `https://github.example/acme/shop/pull/${issue}#issuecomment-${id}`;
  return { id, node_id: `IC_${id}`, user, body, html_url, created_at, updated_at };
}

function issueData(issue: Issue): object {
  return { ...issue, html_url: `https://github.example/acme/shop/issues/${issue.number}` };
}

function pullData({ head: { ref, sha, repo }, ...pull }: Pull): object {
  const html_url = `https://github.example/acme/shop/pull/${pull.number}`;
  return { ...pull, html_url, head: { ref, sha, repo } };
}

function isAsked({ state, head }: Pull, query: URLSearchParams): boolean {
  const wanted = query.get("head");
  const right = wanted === null || wanted === `${head.owner}:${head.ref}`;
  return state === (query.get("state") ?? "open") && right;
}

function isListed({ state, labels }: Issue, query: URLSearchParams): boolean {
  const wanted = query.get("state") ?? "open";
  const named = query.get("labels")?.split(",") ?? [];
  return (wanted === "all" || wanted === state) && named.every((name) => labels.includes(name));
}

function removed<T>(list: T[], is: (one: T) => boolean): Answer {
  const at = list.findIndex(is);
  if (at < 0) return NOT_FOUND;
  list.splice(at, 1);
  return { status: 204 };
}

/** GitHub counts characters, of which some are two UTF-16 units. */
function tooLong(body: Request["body"]): Answer | undefined {
  if (Array.from(text(body["body"])).length <= 65_536) return undefined;
  const message = "Validation Failed";
  const errors = [{ message: "body is too long (maximum is 65536 characters)" }];
  return { status: 422, data: { message, errors } };
}
