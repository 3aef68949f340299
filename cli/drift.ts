import { ROOT } from "../engine/folders.ts";
import { checkedEnvironments } from "../engine/stacks.ts";
import { driftLines, findDrift } from "../preview/drift.ts";
import { open, say, type CloudOption } from "./context.ts";
import { progress } from "./progress.ts";

/**
 * `bulkhead drift <stack>`: how what exists differs from what was deployed. Ends with 4 where it does:
 * somebody changed it past the program.
 */
export async function drift(stack: string, option: CloudOption): Promise<number> {
  const [environment] = checkedEnvironments(ROOT, [stack]);
  if (!environment) return 2;
  const engine = await open(option);
  const { watch, close } = progress("drift", [stack], process.stderr);
  const found = await findDrift(engine, environment, { report: say, watch }).finally(close);
  for (const error of found.errors) console.error(`${stack}: ${error}`);
  if (found.errors.length > 0) return 1;
  if (found.drifted.length === 0) {
    console.log(`${stack} is as it was deployed.`);
    return 0;
  }
  console.log([`${stack} has drifted:`, ...driftLines(found)].join("\n"));
  return 4;
}
