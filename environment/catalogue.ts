import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";

import type { RawConfig } from "./parse.ts";
import { InvalidConfigError } from "./problems.ts";

/** A stack of the project and its configuration as its file says it; secrets stay encrypted. */
export interface StackFile {
  readonly stack: string;
  /** The file's name, `Pulumi.<stack>.yaml`. */
  readonly file: string;
  readonly config: RawConfig;
  /** The whole file, its encrypted values as {@link isEncrypted} knows them. */
  readonly content: Content;
}

/** The content of a YAML file. */
export type Content = Readonly<Record<string, unknown>>;

/** The project's own file: its name and the configuration that all stacks share. */
export interface ProjectFile {
  readonly name: string;
  readonly config: RawConfig;
  /** The whole file. */
  readonly content: Content;
}

/** Every file of a project that says something of its stacks. */
export interface ProjectFiles {
  readonly project: ProjectFile;
  readonly stacks: readonly StackFile[];
}

const PROJECT_FILE = "Pulumi.yaml";
/** The name of a stack's file; its one group is the stack's name. */
export const STACK_FILE = /^Pulumi\.([A-Za-z0-9._-]+)\.ya?ml$/;

/**
 * Reads `Pulumi.yaml`.
 *
 * @throws InvalidConfigError when it is missing or no YAML.
 */
export function readProject(folder: string): ProjectFile {
  const document = readYaml(folder, PROJECT_FILE);
  const name = document["name"];
  return {
    name: typeof name === "string" ? name : "bulkhead",
    content: document,
    config: flatten(asMap(PROJECT_FILE, document["config"]), (value) =>
      typeof value === "object" && value !== null && "value" in value ? value.value : value,
    ),
  };
}

/**
 * Reads every `Pulumi.<stack>.yaml`, in the order of their names.
 *
 * @throws InvalidConfigError naming the file that is no YAML.
 */
export function readStacks(folder: string): readonly StackFile[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const stack = STACK_FILE.exec(file)?.[1];
      if (stack === undefined) return [];
      const content = readYaml(folder, file);
      const config = flatten(asMap(file, content["config"]), (value) => value);
      return [{ stack, file, config, content }];
    });
}

/** Reads all of a project's files; throws as {@link readProject} and {@link readStacks} do. */
export function readFiles(folder: string): ProjectFiles {
  return { project: readProject(folder), stacks: readStacks(folder) };
}

/** What a parser says quotes the file, which may hold a secret: only the kind and place are told. */
function readYaml(folder: string, file: string): Content {
  const lines = new LineCounter();
  const document = parseDocument(read(folder, file), { prettyErrors: false, lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    const fault = error.code.toLowerCase().replaceAll("_", " ");
    return refuseFile(file, `is not YAML at line ${line}: ${fault}`, "Mend the file there.");
  }
  try {
    return asMap(file, document.toJS());
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    return refuseFile(file, "is not YAML: alias without anchor", "Quote the value with the *.");
  }
}

function asMap(file: string, content: unknown): Content {
  if (content === undefined || content === null) return {};
  if (typeof content === "object" && !Array.isArray(content)) return content as Content;
  const cure = "Start it with a line `config:`, and write keys and values below.";
  return refuseFile(file, "is not a map of keys and values", cure);
}

function read(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    return refuseFile(file, "cannot be read", "Restore it from version control.");
  }
}

function refuseFile(file: string, reason: string, cure: string): never {
  throw new InvalidConfigError(file, [{ path: file, value: undefined, reason, cure }]);
}

/** The form in which the engine hands configuration out, so that there is one way to read it. */
function flatten(config: Content, pick: (value: unknown) => unknown): RawConfig {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const picked = pick(value);
      return [
        key,
        typeof picked === "string" ? picked : JSON.stringify(picked ?? null, hideSecret),
      ];
    }),
  );
}

/** What an encrypted value reads as here: files are read without any key. */
function hideSecret(_key: string, value: unknown): unknown {
  return isEncrypted(value) ? "[secret]" : value;
}

/** Whether a value of a stack file is one that the engine decrypts: `{ secure: <text> }` alone. */
export function isEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 1) return false;
  return "secure" in value && typeof value.secure === "string";
}
