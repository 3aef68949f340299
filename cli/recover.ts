import { ROOT } from "../engine/folders.ts";
import { recover as recoverStack } from "../engine/recover.ts";
import { checkedEnvironments, exitCodeOf } from "../engine/stacks.ts";
import { open, say, type CloudOption } from "./context.ts";
import { inLine, inLines } from "./terminal.ts";

/** `bulkhead recover <stack>`. */
export async function recover(stack: string, option: CloudOption): Promise<number> {
  checkedEnvironments(ROOT, [stack]);
  const engine = await open(option);
  const { found, notMade, refresh } = await recoverStack(engine, stack, say);
  for (const urn of found) console.log(inLine(`made, and known again: ${urn}`));
  for (const urn of notMade) console.log(inLine(`not made: ${urn}`));
  for (const error of refresh.errors) console.error(inLines(`${stack}: ${error}`));
  if (refresh.ok) {
    const next = option.local ? `npx bulkhead up ${stack} --local` : `pulumi up --stack ${stack}`;
    console.log(`${stack}: its state agrees with the cloud. To go on: ${next}`);
  }
  return exitCodeOf([refresh]);
}
