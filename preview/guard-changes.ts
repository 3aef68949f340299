import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";

import { readIfThere } from "../engine/files.ts";
import { run } from "../engine/processes.ts";
import { STACK_FILE } from "../environment/catalogue.ts";
import type { Guards } from "./document/plan.ts";

/**
 * What judges a change, what it is judged by, and what runs beside a credential: a folder, a file, or
 * after two stars a file in any folder. `.github/CODEOWNERS` gives each an owner of its own, and none
 * but these and the stack files.
 */
export const GUARDS = [
  ...["policy/", "environment/", "preview/", "engine/", "cli/", "local/", "bootstrap/", "secrets/"],
  ...[".github/", "CODEOWNERS", "docs/CODEOWNERS", "secrets.ledger.jsonl", "Pulumi.yaml", ".npmrc"],
  ...["package.json", "package-lock.json", "**/package.json", "tsconfig.json"],
];

/** Whether a file judges changes, or is what they are judged by. */
export function isGuard(path: string): boolean {
  return GUARDS.some((guard) => {
    if (guard.startsWith(ANYWHERE)) return `/${path}`.endsWith(guard.slice(ANYWHERE.length - 1));
    // A link may take a folder's place.
    return path === guard || (guard.endsWith("/") && `${path}/`.startsWith(guard));
  });
}

const ANYWHERE = "**/";

/** Whether a file is a stack's, of which only what guards go by is a guard. */
export function isStackFile(path: string): boolean {
  return STACK_FILE.test(path);
}

/** The configuration that guards go by; the rest of it is what changes are about. */
const GUARD_KEYS = [
  ...["project", "projectNumber", "region", "network", "state", "kmsKey", "domain", "kind"],
  ...["generation", "policies", "allowances", "formerly", "access", "deployment"],
].map((key) => `bulkhead:${key}`);

/** What a stack file says beside its configuration: who can decrypt what is secret in it. */
const KEYS_OF_FILE = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/** Which guards judge a change, and which of them it alters. */
export async function guardsOf(root: string, ref: string | undefined): Promise<Guards> {
  if (ref === undefined) return { changed: [] };
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const commit = (await run({ file: "git", args, cwd: root })).stdout.trim();
  return { ref, commit, changed: await changedGuards({ root, ref: commit }) };
}

/** A revision to compare with, and the folder that is compared. */
export interface Compared {
  readonly root: string;
  readonly ref: string;
}

/**
 * Which guards the working tree adds, alters or takes away, compared with a revision; in a stack file
 * only what guards go by counts.
 */
export async function changedGuards({ root, ref }: Compared): Promise<Guards["changed"]> {
  const git = async (...args: string[]) => (await run({ file: "git", args, cwd: root })).stdout;
  const listed = await git("diff", "--name-status", "--no-renames", "-z", ref, "--", ".");
  const untracked = await git("ls-files", "--others", "--exclude-standard", "-z");
  const files = [
    ...pairs(listed.split("\0")),
    ...untracked.split("\0").flatMap((path) => (path === "" ? [] : [{ path, status: "A" }])),
  ];
  const changes = await Promise.all(
    files.map(async ({ path, status }) => {
      const kind = KINDS[status] ?? "modified";
      if (isGuard(path)) return [{ path, kind }];
      if (!isStackFile(path)) return [];
      const [before, after] = await Promise.all([
        git("show", `${ref}:${path}`),
        status === "D" ? "" : readIfThere(join(root, path)),
      ]);
      return changedKeys(before, after ?? "").map((key) => ({ path: `${path}: ${key}`, kind }));
    }),
  );
  return changes.flat().sort((one, other) => (one.path < other.path ? -1 : 1));
}

const KINDS: Readonly<Record<string, Guards["changed"][number]["kind"]>> = {
  A: "added",
  M: "modified",
  T: "modified",
  D: "deleted",
};

/** What git lists with -z: a status, a path, a status, a path. */
function pairs(parts: readonly string[]): readonly { path: string; status: string }[] {
  return parts.flatMap((status, at) => {
    const path = parts[at + 1];
    return at % 2 === 0 && path !== undefined ? [{ path, status }] : [];
  });
}

/** The keys of guards in which two stack files differ; a file that is no YAML differs in all. */
export function changedKeys(before: string, after: string): readonly string[] {
  const [old, now] = [contentOf(before), contentOf(after)];
  return [...KEYS_OF_FILE, ...GUARD_KEYS].filter(
    (key) => !old || !now || !isDeepStrictEqual(old.get(key), now.get(key)),
  );
}

/** What a stack file says of each of those keys: neither kind can stand in for the other. */
function contentOf(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const content = (parse(text) ?? {}) as Readonly<Record<string, unknown>>;
    const config = (content["config"] ?? {}) as Readonly<Record<string, unknown>>;
    return new Map([
      ...KEYS_OF_FILE.map((key) => [key, content[key]] as const),
      ...GUARD_KEYS.map((key) => [key, config[key]] as const),
    ]);
  } catch {
    return undefined;
  }
}
