import type { Engine } from "../engine/engine.ts";
import { UserError } from "../engine/errors.ts";
import { operateAll, operateInTurn, type Outcome } from "../engine/fleet.ts";
import { ROOT } from "../engine/folders.ts";
import { checkedEnvironments, exitCodeOf, standingStacks } from "../engine/stacks.ts";
import type { Operation } from "../engine/update.ts";
import type { Environment } from "../environment/environment.ts";
import { localFoldersOf } from "../local/stacks/folders.ts";
import { refuseWithoutFile } from "../local/stacks/orphans.ts";
import { open, say, type CloudOption } from "./context.ts";
import { progress } from "./progress.ts";
import { summary } from "./summary.ts";

/** On which cloud stacks are worked on, and whether what is to be done is asked first. */
export interface StacksOption extends CloudOption {
  readonly yes?: boolean;
}

/** Opens the engine: once what was asked for has been checked, since a cloud may start by it. */
type Opener = () => Promise<Engine>;

/**
 * The stacks that are meant, each once: on the local cloud all standing ones where none is named.
 *
 * @throws UserError with exit code 2 on the real cloud, where what is meant has to be said.
 */
export function namedOrStanding(
  named: readonly string[],
  { local }: CloudOption,
): readonly string[] {
  if (named.length > 0) return [...new Set(named)];
  const standing = standingStacks(ROOT);
  if (local) return standing;
  throw new UserError(
    `No stack was named. On the real cloud, name what is meant: ${standing.join(", ")}.`,
    2,
  );
}

/**
 * Runs an operation on stacks, shows it as it goes, and ends with a table.
 *
 * @param opener For whoever goes on with the same engine. Default: opens the option's.
 */
export async function onStacks(
  operation: Operation,
  named: readonly string[],
  option: StacksOption,
  opener: Opener = () => open(option),
): Promise<number> {
  const stacks = namedOrStanding(named, option);
  if (operation === "destroy" && option.local) await refuseWithoutFile(localFoldersOf(), stacks);
  const environments = checkedEnvironments(ROOT, stacks);
  const work = option.local ? atOnce : onRealCloud;
  const outcomes = await work(operation, environments, option, opener);
  console.log(summary(outcomes));
  return exitCodeOf(outcomes.map(({ result }) => result));
}

type Work = (
  operation: Operation,
  environments: readonly Environment[],
  option: StacksOption,
  opener: Opener,
) => Promise<readonly Outcome[]>;

const atOnce: Work = async (operation, environments, _option, opener) => {
  const engine = await opener();
  const stacks = environments.map(({ stack }) => stack);
  const shown = progress(operation, stacks, process.stderr);
  const outcomes = await operateAll(engine, operation, environments, {
    report: say,
    watch: shown.watch,
  });
  shown.close();
  return outcomes;
};

const onRealCloud: Work = async (operation, environments, { yes = false }, opener) => {
  const meant = environments.map(({ stack, project }) => `${stack} in project ${project}`);
  const where = `${operation} on the real Google Cloud: ${meant.join(", ")}.`;
  if (!yes && !(process.stdin.isTTY && process.stdout.isTTY)) {
    throw new UserError(
      `${where}\nThere is no terminal to ask on. If that is meant, add --yes; ` +
        "for the local cloud, add --local.",
      2,
    );
  }
  say(where);
  return operateInTurn(await opener(), operation, environments, { report: say, yes });
};
