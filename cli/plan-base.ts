import { ROOT } from "../engine/folders.ts";
import { standingStacks } from "../engine/stacks.ts";
import { exportBase } from "../preview/bases/export.ts";
import { importBases } from "../preview/bases/import.ts";
import { originOf } from "../preview/origin.ts";
import { open, type CloudOption } from "./context.ts";

/** Which cloud, and where plan bases go. */
export interface ExportOption extends CloudOption {
  /** Folder of plan bases. */
  readonly out: string;
}

/** `bulkhead plan-base export <stack>`: what is deployed, without its secrets, for pull requests. */
export async function exportOne(stack: string, option: ExportOption): Promise<number> {
  const engine = await open(option);
  const { commit } = await originOf(ROOT, {});
  const { file, resources, pending } = await exportBase(engine, {
    ...{ stack, commit },
    folder: option.out,
  });
  const unfinished = pending > 0 ? `, and ${pending} operations that were cut off` : "";
  console.log(`${file}: ${resources} resources${unfinished}`);
  return 0;
}

/** Where plan bases go that somebody has fetched. */
export interface ImportOption {
  /** Folder of plan bases. */
  readonly out: string;
}

/** `bulkhead plan-base import <file...>`: what was fetched by other means, checked, to be planned against. */
export async function importAll(files: readonly string[], { out }: ImportOption): Promise<number> {
  for (const { file, base } of await importBases(ROOT, files, out)) {
    const { commit, serial, state } = base;
    const of = commit === undefined ? "" : `, of ${commit.slice(0, 7)}`;
    const at = new Date(serial).toISOString();
    console.log(`${file}: ${state.resources.length} resources as deployed at ${at}${of}`);
  }
  return 0;
}

/** `bulkhead plan-base fetch <dir>`: what each stack's last deployment stored to be planned against. */
export async function fetchAll(folder: string): Promise<number> {
  const [{ connect }, { connectionOf }, { believedIn, fetchBases }] = await Promise.all([
    import("../preview/github/client.ts"),
    import("../preview/github/connection.ts"),
    import("../preview/publish/bases.ts"),
  ]);
  const stacks = standingStacks(ROOT);
  const believed = believedIn(process.env);
  const github = await connect(connectionOf(process.env));
  const found = await fetchBases(github, { stacks, folder, ...believed });
  for (const stack of stacks) {
    const text = found.includes(stack) ? "is there" : "is not stored, so code is planned against";
    console.log(`${stack}: its plan base ${text}.`);
  }
  return 0;
}
