import { ROOT } from "../engine/folders.ts";
import { checkedEnvironments } from "../engine/stacks.ts";
import { readProject } from "../environment/catalogue.ts";
import { driftLines, findDrift, type Drift } from "../preview/drift.ts";
import { originOf } from "../preview/origin.ts";
import { open, say, type CloudOption } from "./context.ts";
import { progress } from "./progress.ts";
import { inLines } from "./terminal.ts";
import { versions } from "./versions.ts";

/** On which cloud, and whether an issue tells of it. */
export interface DriftOption extends CloudOption {
  readonly issue?: boolean;
}

/**
 * `bulkhead drift <stack>`: how what exists differs from what was deployed. Ends with 4 where it does:
 * somebody changed it past the program.
 */
export async function drift(stack: string, option: DriftOption): Promise<number> {
  const [environment] = checkedEnvironments(ROOT, [stack]);
  if (!environment) return 2;
  const engine = await open(option);
  const { watch, close } = progress("drift", [stack], process.stderr);
  const found = await findDrift(engine, environment, { report: say, watch }).finally(close);
  for (const error of found.errors) console.error(inLines(`${stack}: ${error}`));
  if (found.errors.length > 0) return 1;
  const isThere = found.drifted.length > 0;
  const text = isThere ? [`${stack} has drifted:`, ...driftLines(found)] : [WELL(stack)];
  console.log(text.join("\n"));
  if (option.issue === true) await tell(found);
  return isThere ? 4 : 0;
}

const WELL = (stack: string) => `${stack} is as it was deployed.`;

async function tell(found: Drift): Promise<void> {
  const [{ connect }, { connectionOf }, { syncIssue }, { driftReport }] = await Promise.all([
    import("../preview/github/client.ts"),
    import("../preview/github/connection.ts"),
    import("../preview/github/issue.ts"),
    import("../preview/drift-issue.ts"),
  ]);
  const report = driftReport(readProject(ROOT).name, found, await originOf(ROOT, await versions()));
  const { outcome, url } = await syncIssue(await connect(connectionOf(process.env)), report);
  console.log(url === undefined ? "No issue is open." : `The issue is ${outcome}: ${url}`);
}
