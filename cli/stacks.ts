import { UserError } from "../local/engine/errors.ts";
import { operateAll } from "../local/engine/fleet.ts";
import { ROOT } from "../local/engine/folders.ts";
import { checkedEnvironments, exitCodeOf, standingStacks } from "../local/engine/stacks.ts";
import type { Operation } from "../local/engine/update.ts";
import { open, say, type CloudOption } from "./context.ts";
import { progress } from "./progress.ts";
import { summary } from "./summary.ts";

/** Runs an operation on stacks, shows it as it goes, and ends with a table. */
export async function onStacks(
  operation: Operation,
  named: readonly string[],
  option: CloudOption,
): Promise<number> {
  if (named.length === 0 && !option.local) {
    const known = standingStacks(ROOT).join(", ");
    throw new UserError(`No stack was named. On the real cloud, name what is meant: ${known}.`, 2);
  }
  const stacks = named.length > 0 ? [...new Set(named)] : standingStacks(ROOT);
  const environments = checkedEnvironments(ROOT, stacks);
  const engine = await open(option);
  const shown = progress(operation, stacks, process.stderr);
  const outcomes = await operateAll(engine, operation, environments, {
    report: say,
    watch: shown.watch,
  });
  shown.close();
  console.log(summary(outcomes));
  return exitCodeOf(outcomes.map(({ result }) => result));
}
