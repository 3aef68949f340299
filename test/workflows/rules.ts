import { parse } from "yaml";

/** A workflow as its file says it. */
export interface Workflow {
  /** The file's name. */
  readonly file: string;
  readonly text: string;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

type Permissions = Readonly<Record<string, string>> | string | undefined;

interface Job {
  readonly "timeout-minutes"?: number;
  readonly permissions?: Permissions;
  readonly concurrency?: { readonly group?: string; readonly "cancel-in-progress"?: boolean };
  readonly uses?: string;
  readonly steps?: readonly Step[];
}

interface Document {
  readonly on?: unknown;
  readonly permissions?: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What every workflow here keeps to; each finds what breaks it. */
export interface Rule {
  readonly name: string;
  /** The one file that it is about; default: every one. */
  readonly file?: string;
  readonly find: (document: Document, text: string) => readonly string[];
}

/** Values that whoever opens a pull request, names a branch or writes a comment chooses. */
const CHOSEN =
  /\$\{\{[^}]*(?:github\.event\b|github\.head_ref|github\.ref_name|inputs\.|matrix\.|needs\.|steps\.|env\.|vars\.)/;

const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;

export const RULES: readonly Rule[] = [
  {
    name: "actions are pinned by commit, with the version beside it",
    find: (document, text) => {
      const loose = actions(document).filter((uses) => !PINNED.test(uses));
      const nameless = text
        .split("\n")
        .filter(
          (line) => /^\s*(?:- )?uses:/.test(line) && !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line),
        );
      return [...loose, ...nameless];
    },
  },
  {
    name: "no workflow runs on pull_request_target",
    find: (_, text) => (/pull_request_target/.test(withoutComments(text)) ? ["it does"] : []),
  },
  {
    name: "nothing that somebody chooses is written into a script",
    find: (document) => scripts(document).filter((run) => CHOSEN.test(run)),
  },
  {
    name: "a job has what it needs and no more, and nothing by default",
    find: ({ permissions, jobs }) => [
      ...(isNothing(permissions) ? [] : ["the workflow"]),
      ...Object.entries(jobs)
        .filter(([, job]) => typeof job.permissions !== "object")
        .map(([name]) => name),
    ],
  },
  {
    name: "a job ends by itself",
    find: ({ jobs }) =>
      Object.entries(jobs)
        .filter(([, job]) => typeof job["timeout-minutes"] !== "number")
        .map(([name]) => name),
  },
  {
    name: "a stack is looked at by one run at a time, which is never cut off",
    file: "drift.yml",
    find: ({ jobs }) =>
      Object.entries(jobs)
        .filter(([name, { concurrency: { group, "cancel-in-progress": cancels } = {} }]) => {
          // One group for all stacks would let one run of several wait, and cancel the others.
          return group !== `${name}-\${{ matrix.stack }}` || cancels !== false;
        })
        .map(([name]) => name),
  },
  {
    name: "a checkout leaves no token behind",
    find: (document) =>
      steps(document)
        .filter(({ uses = "" }) => uses.startsWith("actions/checkout@"))
        .filter((step) => step.with?.["persist-credentials"] !== false)
        .map(({ uses = "" }) => uses),
  },
  {
    name: "no package runs a script when it is installed",
    find: (document) =>
      scripts(document).filter(
        (run) => /\bnpm (?:ci|install|i)\b/.test(run) && !run.includes("--ignore-scripts"),
      ),
  },
  {
    name: "no credential is within a pull request's reach",
    file: "preview.yml",
    find: ({ permissions, jobs }, text) => [
      ...(withoutComments(text).match(/\bsecrets\b|\bvars\b|id-token|\binherit\b/g) ?? []),
      ...[permissions, ...Object.values(jobs).map((job) => job.permissions)].flatMap(writing),
    ],
  },
  {
    name: "what runs a pull request's code is given no token",
    file: "preview.yml",
    find: ({ jobs }) =>
      Object.entries(jobs)
        .filter(([, job]) => JSON.stringify(job).includes("pull_request.head.sha"))
        .filter(([, job]) => /github\.token|actions: /.test(JSON.stringify(job)))
        .map(([name]) => name),
  },
  {
    name: "no job publishes what it has planned itself",
    find: (document) =>
      scripts(document).filter((run) => /bulkhead preview\b/.test(run) && /--comment\b/.test(run)),
  },
  {
    name: "only the default branch is checked out beside a token that can write",
    file: "publish.yml",
    find: (document) =>
      steps(document)
        .filter(({ uses = "" }) => uses.startsWith("actions/checkout@"))
        .map((step) => String(step.with?.["ref"]))
        .filter((ref) => ref !== "${{ github.event.repository.default_branch }}"),
  },
  {
    name: "no artifact is unpacked by a program that heeds its paths",
    file: "publish.yml",
    find: (document) => [
      ...actions(document).filter((uses) => uses.startsWith("actions/download-artifact@")),
      ...scripts(document).filter((run) => /\b(?:unzip|tar|gh run download)\b/.test(run)),
    ],
  },
  {
    name: "no key is stored: whoever deploys signs in as the workflow that it is",
    file: "deploy.yml",
    find: ({ jobs }, text) => [
      ...(withoutComments(text).match(/\bsecrets\.\w+|credentials_json/g) ?? []),
      ...Object.entries(jobs)
        .filter(([, job]) => !("environment" in job))
        .map(([name]) => name),
    ],
  },
];

/** What breaks a rule in a workflow. */
export function problems(rule: Rule, { file, text }: Workflow): readonly string[] {
  if (rule.file !== undefined && rule.file !== file) return [];
  return rule.find(parse(text) as Document, text);
}

function steps({ jobs }: Document): readonly Step[] {
  return Object.values(jobs).flatMap((job) => job.steps ?? []);
}

function actions(document: Document): readonly string[] {
  return [...Object.values(document.jobs), ...steps(document)].flatMap(({ uses }) => uses ?? []);
}

function scripts(document: Document): readonly string[] {
  return steps(document).flatMap(({ run }) => run ?? []);
}

function isNothing(permissions: Permissions): boolean {
  return typeof permissions === "object" && Object.keys(permissions).length === 0;
}

function writing(permissions: Permissions): readonly string[] {
  if (permissions === undefined) return [];
  if (typeof permissions === "string") return [permissions];
  return Object.entries(permissions)
    .filter(([, level]) => level !== "read" && level !== "none")
    .map(([name, level]) => `${name}: ${level}`);
}

function withoutComments(text: string): string {
  return text.replace(/(?:^|\s)#.*$/gm, "");
}
