import { UserError } from "../../engine/errors.ts";
import { isStanding } from "../../engine/stacks.ts";
import { readProject, readStacks } from "../../environment/catalogue.ts";
import type { LocalFolders } from "./folders.ts";
import { isStackThere } from "./locks.ts";

/**
 * Tells how to destroy a local stack whose file was deleted before it was: the environment cannot be
 * read any more, but the engine's state has all that it needs.
 *
 * @throws UserError with exit code 2 naming the commands.
 */
export async function refuseWithoutFile(
  { root, state }: LocalFolders,
  stacks: readonly string[],
): Promise<void> {
  const { name: project } = readProject(root);
  const files = readStacks(root).map(({ stack }) => stack);
  const candidates = stacks.filter((stack) => isStanding(stack) && !files.includes(stack));
  for (const stack of candidates) {
    if (!(await isStackThere({ state, project, stack }))) continue;
    throw new UserError(
      `${stack}: Pulumi.${stack}.yaml is gone, and the local cloud still has the stack.\n` +
        `To destroy what it has: npx bulkhead pulumi destroy --stack ${stack}\n` +
        "Or restore the file from version control, then run this again.",
      2,
    );
  }
}
