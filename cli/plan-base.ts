import { ROOT } from "../engine/folders.ts";
import { exportBase } from "../preview/bases/export.ts";
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
