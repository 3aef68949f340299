import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";

import type { RawConfig } from "./parse.ts";
import { InvalidConfigError } from "./problems.ts";

/** A stack of the project and its configuration as its file says it; secrets stay encrypted. */
export interface StackFile {
  readonly stack: string;
  /** The file's name, `Pulumi.<stack>.yaml`. */
  readonly file: string;
  readonly config: RawConfig;
}

/** The project's own file: its name and the configuration that all stacks share. */
export interface ProjectFile {
  readonly name: string;
  readonly config: RawConfig;
}

const PROJECT_FILE = "Pulumi.yaml";
const STACK_FILE = /^Pulumi\.([A-Za-z0-9._-]+)\.ya?ml$/;

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
    config: flatten(document["config"], (value) =>
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
      return stack === undefined ? [] : [{ stack, file, config: readStackConfig(folder, file) }];
    });
}

function readStackConfig(folder: string, file: string): RawConfig {
  return flatten(readYaml(folder, file)["config"], (value) => value);
}

function readYaml(folder: string, file: string): Record<string, unknown> {
  const document = parseDocument(read(folder, file), { prettyErrors: false });
  const [error] = document.errors;
  if (error) refuseFile(file, `is not YAML: ${error.message}`, "Mend the file at that place.");
  const content: unknown = document.toJS() ?? {};
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    return refuseFile(file, "is not a map of keys and values", "Start it with a line `config:`.");
  }
  return content as Record<string, unknown>;
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
function flatten(config: unknown, pick: (value: unknown) => unknown): RawConfig {
  if (typeof config !== "object" || config === null) return {};
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
  const encrypted = typeof value === "object" && value !== null && "secure" in value;
  return encrypted ? "[secret]" : value;
}
