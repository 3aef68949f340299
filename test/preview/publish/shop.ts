import { ROOT } from "../../../engine/folders.ts";
import { readFiles } from "../../../environment/catalogue.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";
import type { WorkflowRun } from "../../../preview/publish/event.ts";
import type { GitHubServer } from "../../github/server.ts";
import { example, exampleOf } from "../received/example.ts";
import { openPull, uploaded, type Artifact } from "./runs.ts";

/** The commit that every run here has planned, and the stacks of which each tells. */
export const SHA = example().commit ?? "";
export const STACKS = ["dev", "staging", "prod"];
export const KNOWN = { files: readFiles(ROOT), stacks: STACKS, versions: { bulkhead: "0.1.0" } };

/** A run that has planned #7, which goes into main. */
export const RUN: WorkflowRun = {
  ...{ id: 99, run_number: 41, run_attempt: 1, path: ".github/workflows/preview.yml" },
  ...{ event: "pull_request", status: "completed", conclusion: "success" },
  html_url: "https://github.com/acme/shop/actions/runs/99",
  ...{ head_sha: SHA, head_branch: "tidy", head_repository: { full_name: "alice/shop" } },
  display_title: "preview of #7 into main",
};

/** What the jobs of a run upload: the example, which has dangers, or a plan that does nothing. */
export function plansOf({ run_number: number }: WorkflowRun, isEmpty = false): Artifact[] {
  return STACKS.map((stack) => {
    const document: PlanDocument = { ...exampleOf(stack), run: { number, attempt: 1 } };
    const stacks = document.stacks.map((plan) => ({ ...plan, operations: [] }));
    const said = isEmpty ? { ...document, stacks } : document;
    return { name: `plan-${stack}`, archive: uploaded(JSON.stringify(said)) };
  });
}

/** Pull request 7 goes into main; 8, of the same head, into another branch. */
export function openBoth(server: GitHubServer): void {
  openPull(server, SHA);
  const [first] = server.repository.pulls;
  if (!first) throw new Error("no pull request was opened");
  const base = { ref: "feature", sha: "f".repeat(40) };
  server.repository.pulls.push({ ...first, number: 8, base });
}

/** A line for each danger of the example. */
export function acknowledgementLines(): readonly string[] {
  return example().stacks.flatMap(({ operations, digest }) =>
    operations
      .filter(({ operation, type }) => operation === "delete" && type.endsWith(":Bucket"))
      .map(({ urn }) => `/bulkhead acknowledge ${urn} ${digest}`),
  );
}
