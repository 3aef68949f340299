import { readdir, readFile, rm } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { parse, stringify } from "yaml";

import { readIfThere, writeWhole } from "../../engine/files.ts";
import { isEncrypted, STACK_FILE } from "../../environment/catalogue.ts";
import type { LocalFolders } from "./folders.ts";
import { placeholder } from "./placeholder.ts";
import { openVault } from "./vault.ts";

type Document = Record<string, unknown>;
type Seal = (value: string) => Promise<string>;

/** A secret value of a stack file, which is not handed on. */
export interface Kept {
  readonly stack: string;
  /** `bulkhead:secretValues.mail-key`. */
  readonly place: string;
  /** Its declared shape, where there is one. */
  readonly shape: string | undefined;
  /** Empty where it is declared, and the file has no value. */
  readonly ciphertext: string;
}

/** What stands for a secret value. */
export type Stand = (kept: Kept) => string;

const PLACEHOLDER: Stand = ({ stack, place, shape }) => placeholder(stack, place, shape);

/** What of `Pulumi.yaml` could lead out of local mode, or is the user's machine's business. */
const NOT_LOCAL = ["backend", "plugins", "packages", "stackConfigDir"];

/** What of a stack file belongs to the real environment's key. */
const OF_THE_REAL_KEY = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/**
 * Brings the shadow of the user's project up to date, so that the engine can write salts and settings
 * without touching a file of the user's: `Pulumi.yaml` pointing back to the program, and each stack
 * file with placeholders for its secrets.
 *
 * @param host Folder of the Node language host, where the CLI brings none.
 * @param stand Default: a placeholder of the declared shape.
 */
export async function refreshProject(
  folders: LocalFolders,
  host: string | undefined,
  stand: Stand = PLACEHOLDER,
): Promise<void> {
  const { root, project } = folders;
  const vault = await openVault(folders);
  const files = (await readdir(root)).filter((name) => STACK_FILE.test(name));
  const documents = await Promise.all(
    files.map(async (name) => {
      const stack = STACK_FILE.exec(name)?.[1] ?? "";
      const { seal } = vault;
      const document = await localStack(stack, await read(join(root, name)), seal, stand);
      return [name, { ...document, encryptionsalt: vault.salt }] as const;
    }),
  );
  await vault.close();

  const main = localProject(await read(join(root, "Pulumi.yaml")), { root, project, host });
  await Promise.all(
    [["Pulumi.yaml", main] as const, ...documents].map(([name, document]) =>
      update(join(project, name), textOf(document)),
    ),
  );
  const stale = (await readdir(project)).filter(
    (name) => STACK_FILE.test(name) && !files.includes(name),
  );
  await Promise.all(stale.map((name) => rm(join(project, name))));
}

/**
 * A document as text. Every string is in quotes: Pulumi reads a mixture of YAML 1.1 and 1.2, in which
 * more than in either is a date or a number when it stands plain.
 */
export function textOf(document: Document): string {
  return stringify(document, { defaultStringType: "QUOTE_DOUBLE", lineWidth: 0 });
}

/** `Pulumi.yaml` for local mode: its program stays where it is, and no plugin but ours is named. */
export function localProject(
  document: Document,
  { root, project, host }: { root: string; project: string; host: string | undefined },
): Document {
  const main = typeof document["main"] === "string" ? document["main"] : ".";
  const back = relative(project, resolve(root, main));
  return {
    ...without(document, NOT_LOCAL),
    main: main === "." ? `${back}${sep}` : back,
    ...(host !== undefined && { plugins: { languages: [{ name: "nodejs", path: host }] } }),
  };
}

/**
 * A stack file for local mode: nothing of the real key, a sealed placeholder for every encrypted
 * value and for every third-party secret that has none.
 */
export async function localStack(
  stack: string,
  document: Document,
  seal: Seal,
  stand: Stand = PLACEHOLDER,
): Promise<Document> {
  const config = asDocument(document["config"]);
  const shapes = shapesOf(config["bulkhead:secrets"]);
  const values = asDocument(config["bulkhead:secretValues"]);
  const missing = Object.keys(shapes).filter((name) => !(name in values));
  const all = {
    ...config,
    ...((missing.length > 0 || "bulkhead:secretValues" in config) && {
      "bulkhead:secretValues": {
        ...values,
        ...Object.fromEntries(missing.map((name) => [name, { secure: "" }])),
      },
    }),
  };
  const replace = async (value: unknown, path: readonly string[]): Promise<unknown> => {
    if (isEncrypted(value)) {
      const name = path.at(-1) ?? "";
      const shape = path[0] === "bulkhead:secretValues" ? shapes[name] : undefined;
      const ciphertext = String(asDocument(value)["secure"]);
      return { secure: await seal(stand({ stack, place: path.join("."), shape, ciphertext })) };
    }
    if (Array.isArray(value)) {
      return Promise.all(value.map((item, index) => replace(item, [...path, String(index)])));
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(
      async ([key, item]) => [key, await replace(item, [...path, key])] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  };
  return { ...without(document, OF_THE_REAL_KEY), config: await replace(all, []) };
}

function shapesOf(secrets: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asDocument(secrets)).flatMap(([name, entry]) => {
      const { shape } = asDocument(entry);
      return typeof shape === "string" ? [[name, shape]] : [];
    }),
  );
}

function asDocument(value: unknown): Document {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Document)
    : {};
}

function without(document: Document, keys: readonly string[]): Document {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !keys.includes(key)));
}

async function read(file: string): Promise<Document> {
  return asDocument(parse(await readFile(file, "utf8")));
}

/** An unchanged file keeps its time, and a running engine its place in it. */
async function update(file: string, text: string): Promise<void> {
  if ((await readIfThere(file)) !== text) await writeWhole(file, text);
}
