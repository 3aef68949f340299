import type { ProjectFiles } from "../../environment/catalogue.ts";
import { readKind } from "../../environment/kinds.ts";
import type { Problem } from "../../environment/problems.ts";
import type { PlanDocument, StackPlan } from "../document/plan.ts";
import { digestOf } from "../document/stack-plan.ts";
import { ReceivedError } from "./problems.ts";

/** A document, checked and masked, and where it came from. */
export interface Checked {
  readonly from: string;
  readonly document: PlanDocument;
}

/** What whoever joins documents knows for sure, and the documents only say. */
export interface Expected {
  /** The project that is checked out here; a document on another stack than its is refused. */
  readonly files: ProjectFiles;
  /** Stacks that have a plan, or have failed; in the order in which they are shown. */
  readonly stacks: readonly string[];
  /** The commit that was to be planned. Default: the one that the documents agree on. */
  readonly commit?: string;
  /** The run that was to plan it. Default: the one that the documents agree on. */
  readonly run?: PlanDocument["run"];
  /** What was made in place of a plan that is not there. */
  readonly missing: Pick<StackPlan, "outcome" | "errors">;
  readonly versions: PlanDocument["versions"];
  /** Default: now. */
  readonly now?: Date;
}

/**
 * The documents of one run's jobs as one document. What they say of themselves must be what is
 * expected of them; what is known here is taken from here.
 *
 * @throws ReceivedError with exit code 2, listing what does not belong together.
 */
export function join(documents: readonly Checked[], expected: Expected): PlanDocument {
  const problems = [
    ...documents.flatMap((each) => ofAnotherRun(each, expected, documents[0] ?? each)),
    ...ofNoStack(documents, expected),
    ...documents.flatMap((each) => ofAnotherStack(each, expected)),
  ];
  if (problems.length > 0) throw new ReceivedError("A plan document", problems);
  const [first] = documents.map(({ document }) => document);
  const plans = documents.flatMap(({ document }) => document.stacks);
  const stacks = [...new Set([...expected.stacks, ...plans.map(({ stack }) => stack)])];
  const run = expected.run ?? newestAttempt(documents);
  const commit = expected.commit ?? first?.commit;
  return {
    format: 1,
    program: expected.files.project.name,
    ...(commit !== undefined && { commit }),
    ...(run && { run }),
    madeAt: newestOf(documents, expected.now ?? new Date()),
    versions: first?.versions ?? expected.versions,
    guards: {
      ...first?.guards,
      changed: unique(documents.flatMap(({ document }) => document.guards.changed)),
    },
    stacks: stacks.map((stack) => {
      const plan = plans.find((each) => each.stack === stack);
      const { kind, project } = factsOf(stack, expected.files);
      return { ...(plan ?? missingPlan(stack, expected.missing)), kind, project };
    }),
  };
}

/** The plan of a stack whose job delivered none. */
function missingPlan(stack: string, missing: Expected["missing"]): StackPlan {
  return {
    ...{ stack, kind: "unknown", project: "unknown", against: { kind: "deployed" } },
    ...{ operations: [], unchanged: 0, seconds: 0, shape: {}, was: {} },
    ...{ violations: [], notes: [], notYetChecked: [], warnings: [] },
    ...missing,
    digest: digestOf(stack, []),
  };
}

/** What the files here say of a stack: a document could call prod a dev. */
function factsOf(stack: string, { stacks, project }: ProjectFiles) {
  const file = stacks.find((one) => one.stack === stack);
  const { kind = "unknown" } = readKind(stack, { ...project.config, ...file?.config });
  return { kind, project: file?.config["bulkhead:project"] ?? "unknown" };
}

function ofAnotherRun(
  { from, document }: Checked,
  { files, ...expected }: Expected,
  { document: first }: Checked,
): readonly Problem[] {
  const commit = expected.commit ?? first.commit;
  const run = expected.run ?? first.run;
  const found = [
    differs("program", document.program, files.project.name),
    differs("commit", document.commit, commit),
    differs("run.number", document.run?.number, run?.number),
    differs("guards.ref", document.guards.ref, first.guards.ref),
    differs("guards.commit", document.guards.commit, first.guards.commit),
  ];
  return found.flatMap((problem) =>
    problem ? [{ ...problem, path: `${from} ${problem.path}` }] : [],
  );
}

function differs(path: string, value: unknown, wanted: unknown): Problem | undefined {
  if (value === wanted) return undefined;
  const reason = `is not ${wanted === undefined ? "absent" : JSON.stringify(wanted)}`;
  return { path, value, reason, cure: "Join only what the jobs of one run planned." };
}

function ofNoStack(documents: readonly Checked[], { files }: Expected): readonly Problem[] {
  const known = files.stacks.map(({ stack }) => stack);
  const seen = new Map<string, string>();
  return documents.flatMap(({ from, document }) =>
    document.stacks.flatMap(({ stack }, at): readonly Problem[] => {
      const path = `${from} stacks[${at}].stack`;
      const before = seen.get(stack);
      seen.set(stack, from);
      if (before !== undefined) {
        const reason = `is planned in ${before} too`;
        return [{ path, value: stack, reason, cure: "Hand over one plan a stack." }];
      }
      if (known.includes(stack)) return [];
      const reason = `is none of this project's stacks (${known.join(", ")})`;
      return [{ path, value: stack, reason, cure: "Commit its Pulumi.<stack>.yaml first." }];
    }),
  );
}

/**
 * A URN names the stack whose owners may acknowledge what happens to it, so in the plan of one stack
 * there is none of another.
 */
function ofAnotherStack({ from, document }: Checked, { files }: Expected): readonly Problem[] {
  return document.stacks.flatMap(({ stack, operations }, at) => {
    const own = `urn:pulumi:${stack}::${files.project.name}::`;
    return operations.flatMap(({ urn }, place): readonly Problem[] => {
      if (urn.startsWith(own)) return [];
      const path = `${from} stacks[${at}].operations[${place}].urn`;
      const reason = `does not begin with ${own}, as all of this plan do`;
      return [{ path, value: urn, reason, cure: "Hand over what one stack's job has planned." }];
    });
  });
}

/** When the last of them was made, which was not in the future. */
function newestOf(documents: readonly Checked[], now: Date): string {
  const times = documents.map(({ document }) => Date.parse(document.madeAt));
  const newest = times.length === 0 ? now.getTime() : Math.max(...times);
  return new Date(Math.min(newest, now.getTime())).toISOString();
}

/** Jobs that failed can be run again by themselves; the others' plans are of the attempt before. */
function newestAttempt(documents: readonly Checked[]): PlanDocument["run"] {
  return documents
    .flatMap(({ document }) => document.run ?? [])
    .reduce<PlanDocument["run"]>(
      (best, run) => (best && best.attempt >= run.attempt ? best : run),
      undefined,
    );
}

function unique(changed: PlanDocument["guards"]["changed"]): PlanDocument["guards"]["changed"] {
  const byPath = new Map(changed.map((one) => [one.path, one]));
  return [...byPath.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}
