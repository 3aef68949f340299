import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

import { pulumi, type Engine } from "../../engine/engine.ts";
import { UserError } from "../../engine/errors.ts";
import { readIfThere, writeWhole, writing } from "../../engine/files.ts";
import { isEncrypted, readProject, readStacks } from "../../environment/catalogue.ts";
import { isMap, leaves, type Path } from "../../policy/values.ts";
import { maskText } from "../mask/text.ts";
import { isCredentialField } from "./field-names.ts";
import { fileOf, textOf, type ConfigSecret, type PlanBase } from "./format.ts";
import { KnownSecrets } from "./known.ts";
import { placeholderOf } from "./placeholder-of.ts";
import { publishedIn } from "./published.ts";
import type { State } from "./state.ts";
import { learnSecrets, withoutSecrets } from "./without-secrets.ts";

/** What a plan base was made of, for whoever made it. */
export interface Exported {
  readonly file: string;
  readonly resources: number;
  /** Operations that an update had begun when it was cut off; the engine warns of them. */
  readonly pending: number;
}

/** Where a plan base goes, and what it is of. */
export interface ExportOf {
  readonly stack: string;
  /** Folder of plan bases; made where it is missing. */
  readonly folder: string;
  readonly commit: string | undefined;
}

/**
 * Stores the plan base of a stack. Secrets come in plain text from the engine's standard output, stay
 * in this process's memory, and are on no disk: what is written holds a placeholder for each.
 *
 * @throws UserError when the state cannot be read or decrypted here, when it was never updated, or
 *   when a secret stands in a resource's name, which no plan could do without.
 */
export async function exportBase(engine: Engine, of: ExportOf): Promise<Exported> {
  const { stack, folder, commit } = of;
  const { root } = engine.folders;
  const [deployment, encrypted, published] = await Promise.all([
    deploymentOf(engine, stack),
    encryptedOf(engine, stack),
    publishedIn(root, commit),
  ]);
  const base = planBaseOf({
    ...{ stack, commit, deployment, encrypted, published },
    project: readProject(root).name,
    names: publicNames(root),
  });
  const file = join(folder, fileOf(stack));
  await writing(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
  await writeWhole(file, textOf(base));
  const { resources, pending_operations: pending = [] } = base.state;
  return { file, resources: resources.length, pending: pending.length };
}

/** A deployment as `pulumi stack export --show-secrets` writes it; what is read here. */
export interface Deployment {
  readonly manifest: { readonly time: string };
  readonly resources?: State["resources"];
  readonly pending_operations?: State["pending_operations"];
}

/** An encrypted value of the configuration, decrypted. */
export interface Encrypted {
  /** `bulkhead:secretValues.mail-key`. */
  readonly place: string;
  readonly value: unknown;
  /** `undefined` where the user's own file has none. */
  readonly ciphertext: string | undefined;
}

/** What a plan base is made of. */
export interface Parts {
  readonly project: string;
  readonly stack: string;
  readonly commit: string | undefined;
  readonly deployment: Deployment;
  readonly encrypted: readonly Encrypted[];
  /** What everybody may know. */
  readonly names: readonly string[];
  /** Texts that the deployed commit itself has; default none. */
  readonly published?: Iterable<string>;
}

/**
 * The plan base of a deployment.
 *
 * @throws UserError when a secret cannot be taken out without changing what a plan says.
 */
export function planBaseOf(parts: Parts): PlanBase {
  const { project, stack, commit, deployment, encrypted } = parts;
  const { resources = [], pending_operations, manifest } = deployment;
  const state = { resources, ...(pending_operations && { pending_operations }) };
  // A name that looks drawn by lot could be a secret, which is found out below.
  const urns = resources
    .flatMap(({ urn }) => urn.split("::"))
    .filter((name) => maskText(name) === name);
  const known = new KnownSecrets([...parts.names, project, stack, ...urns]);
  for (const { value } of encrypted) known.add(value, isCredentialField);
  learnSecrets(state, known);
  const config = encrypted.map(({ place, value, ciphertext }): [string, ConfigSecret] => {
    const placeholder = String(placeholderOf(value, { known, keeps: isCredentialField }));
    return [place, { placeholder, ...(ciphertext !== undefined && { ciphertext }) }];
  });
  refuseTellingNames(state, known);
  const base: PlanBase = {
    ...{ format: 1, project, stack, serial: Date.parse(manifest.time) },
    ...(commit !== undefined && { commit }),
    config: Object.fromEntries(config),
    state: withoutSecrets(state, {
      known,
      published: [...parts.names, ...(parts.published ?? [])],
    }),
  };
  refuseWithSecrets(base, known);
  return base;
}

function refuseTellingNames({ resources }: State, known: KnownSecrets): void {
  for (const { urn } of resources) {
    if (known.hide(urn) === urn) continue;
    throw new UserError(
      `${maskText(known.hide(urn))}: the resource's name holds a secret of the stack, which every ` +
        "plan would show.\nRename the resource, revoke the secret, then export again.",
    );
  }
}

/** The last look before anything is written: whatever was overlooked above is refused here. */
function refuseWithSecrets(base: PlanBase, known: KnownSecrets): void {
  const left = textsOf(base).filter((text) => known.isIn(text)).length;
  if (left === 0) return;
  throw new UserError(
    `Secrets would still stand in ${left} texts of the plan base; nothing was written. ` +
      "This is a fault of Bulkhead's: please report it, without the state.",
  );
}

/** Every text of a value, the keys of its maps too. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  return [...keys, ...Object.values(value).flatMap(textsOf)];
}

async function deploymentOf(engine: Engine, stack: string): Promise<Deployment> {
  const args = ["stack", "export", "--show-secrets", "--stack", stack];
  const { deployment } = await answer<{ deployment?: Deployment }>(engine, args, stack);
  if (deployment?.manifest.time !== undefined && deployment.resources) return deployment;
  throw new UserError(`${stack} has never been updated: there is nothing to plan against yet.`);
}

/** Every encrypted value of the stack file that the engine works with, decrypted. */
async function encryptedOf(engine: Engine, stack: string): Promise<readonly Encrypted[]> {
  const { root } = engine.folders;
  const { cwd = root } = engine.command([], stack);
  const [used, own] = await Promise.all([configIn(cwd, stack), configIn(root, stack)]);
  const paths = encryptedPaths(used);
  if (paths.length === 0) return [];
  const args = ["config", "--show-secrets", "--json", "--stack", stack];
  const config = await answer<Record<string, Setting>>(engine, args, stack);
  return paths.map((path) => {
    const [key = "", ...rest] = path;
    const { value, objectValue } = config[String(key)] ?? {};
    const ciphertext = ciphertextAt(own, path);
    return {
      place: path.join("."),
      value: rest.length === 0 ? value : at(objectValue, rest),
      ciphertext,
    };
  });
}

interface Setting {
  readonly value?: string;
  readonly objectValue?: unknown;
}

/** The configuration in a stack file, its encrypted values as they are. */
export async function configIn(folder: string, stack: string): Promise<unknown> {
  const text = await readIfThere(join(folder, `Pulumi.${stack}.yaml`));
  return (parse(text ?? "") as { readonly config?: unknown } | null)?.config ?? {};
}

/** SHA-256 of the ciphertext at a place of a configuration; `undefined` where there is none. */
export function ciphertextAt(config: unknown, path: Path): string | undefined {
  const value = at(config, path);
  if (!isMap(value) || !isEncrypted(value) || value["secure"] === "") return undefined;
  return createHash("sha256").update(String(value["secure"])).digest("hex");
}

function encryptedPaths(value: unknown, path: Path = []): readonly Path[] {
  if (isEncrypted(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    encryptedPaths(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null
        ? (inner as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
}

/** What the project's files say in plain text, which whoever reads a plan base has read. */
export function publicNames(root: string): readonly string[] {
  const plain = [readProject(root), ...readStacks(root)].flatMap(({ config }) =>
    Object.values(config),
  );
  return plain.flatMap((text) =>
    [...leaves(parse(text))].flatMap(({ value }) => (typeof value === "string" ? [value] : [])),
  );
}

/** What the engine says of a stack, as JSON; a parser's own error would quote it. */
async function answer<T>(engine: Engine, args: readonly string[], stack: string): Promise<T> {
  const said = await pulumi(engine, [...args, "--non-interactive"], stack);
  if (said.code !== 0) {
    throw new UserError(`${stack} cannot be read here: ${maskText(said.stderr.trim())}`);
  }
  try {
    return JSON.parse(said.stdout) as T;
  } catch {
    throw new UserError(`${stack}: Pulumi's answer cannot be read: it is not JSON.`);
  }
}
