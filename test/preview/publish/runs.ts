import type { WorkflowRun } from "../../../preview/publish/event.ts";
import type { GitHubServer } from "../../github/server.ts";
import { archiveOf } from "./archive.ts";

/** An artifact of a run. */
export interface Artifact {
  readonly name: string;
  readonly archive: Buffer;
  readonly expired?: boolean;
  /** What GitHub says of its size. */
  readonly size?: number;
  /** Of the run that made it. */
  readonly run?: Readonly<Record<string, unknown>>;
}

/** What is asked of GitHub about runs and changes, beside what the local GitHub answers. */
export interface Told {
  artifacts: Artifact[];
  runs: WorkflowRun[];
  files: { filename: string; status: string; previous_filename?: string }[];
  /** Runs that are asked for by their number. */
  readonly byId?: Readonly<Record<string, object>>;
  /** How a commit stands to a branch's tip, by both. */
  readonly compared?: Readonly<Record<string, string>>;
}

export const MERGE_BASE = "c".repeat(40);

/** An archive with one text under the name that a job uploads. */
export function uploaded(text: string, name = "plan.json"): Buffer {
  return archiveOf({ name, bytes: Buffer.from(text) });
}

/** Sends what it does not answer itself to the local GitHub. */
export function alsoTelling(told: Told): typeof fetch {
  return (input, init) => {
    const url = new URL(input);
    const path = url.pathname.replace(/^.*\/repos\/acme\/shop/, "");
    for (const [pattern, answer] of ROUTES) {
      const [found, part = ""] = pattern.exec(path) ?? [];
      if (found !== undefined) return Promise.resolve(answer(told, part, url.searchParams));
    }
    return fetch(input, init);
  };
}

type Handler = (told: Told, part: string, query: URLSearchParams) => Response;

const ROUTES: readonly (readonly [RegExp, Handler])[] = [
  [
    /^\/actions\/(?:runs\/\d+\/)?artifacts$/,
    ({ artifacts }, _, query) => {
      const all = artifacts.map(({ name, archive, expired = false, size, run }, at) => ({
        ...{ id: at + 1, name, expired, workflow_run: run ?? null },
        size_in_bytes: size ?? archive.length,
      }));
      const named = all.filter(({ name }) => name === query.get("name"));
      return Response.json({ total_count: named.length, artifacts: named });
    },
  ],
  [
    /^\/actions\/artifacts\/(\d+)\/zip$/,
    ({ artifacts }, id) => {
      const headers = { "content-type": "application/zip" };
      return new Response(artifacts[Number(id) - 1]?.archive, { headers });
    },
  ],
  [
    /^\/actions\/workflows\/preview\.yml\/runs$/,
    ({ runs }, _, query) => {
      const [sha, branch] = [query.get("head_sha"), query.get("branch")];
      const found = runs.filter(
        (run) =>
          (sha === null || run.head_sha === sha) && (branch === null || run.head_branch === branch),
      );
      return Response.json({ total_count: found.length, workflow_runs: found });
    },
  ],
  [/^\/pulls\/\d+\/files$/, ({ files }) => Response.json(files)],
  [
    /^\/compare\/(.+)$/,
    ({ compared }, both) => {
      const status = compared?.[both] ?? "diverged";
      return Response.json({ status, merge_base_commit: { sha: MERGE_BASE }, commits: [] });
    },
  ],
  [/^\/actions\/runs\/(\d+)$/, ({ byId }, id) => Response.json(byId?.[id] ?? {})],
];

/** A pull request from a fork, of the commit that was planned. */
export function openPull(server: GitHubServer, sha: string): void {
  server.repository.pulls.push({
    number: 7,
    user: { id: 1, login: "alice" },
    state: "open",
    head: { owner: "alice", ref: "tidy", sha, repo: { full_name: "alice/shop" } },
    base: { ref: "main", sha: "d".repeat(40) },
  });
}
