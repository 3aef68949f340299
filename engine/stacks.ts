import { readStacks } from "../environment/catalogue.ts";
import { environmentOf, type Environment } from "../environment/environment.ts";
import { isEphemeral, KINDS, kindOfStack } from "../environment/kinds.ts";
import { InvalidConfigError } from "../environment/problems.ts";
import { UserError } from "./errors.ts";
import type { Result } from "./update.ts";

/**
 * The stacks that stand all the time: those with a file whose name does not say otherwise, in the
 * order in which a change travels, dev first and prod last.
 */
export function standingStacks(root: string): readonly string[] {
  const place = (stack: string) => {
    const kind = kindOfStack(stack);
    return kind === undefined ? KINDS.length : KINDS.indexOf(kind);
  };
  return readStacks(root)
    .map(({ stack }) => stack)
    .filter(isStanding)
    .sort((one, other) => place(one) - place(other));
}

/** Whether a stack stands all the time; one of an unknown kind has a file, and so does. */
export function isStanding(stack: string): boolean {
  const kind = kindOfStack(stack);
  return kind === undefined || !isEphemeral(kind);
}

/**
 * The environments of stacks, each checked as a whole before anything is started.
 *
 * @throws UserError with exit code 2, listing every problem of all of them.
 */
export function checkedEnvironments(
  root: string,
  stacks: readonly string[],
): readonly Environment[] {
  const problems: string[] = [];
  const environments = stacks.flatMap((stack) => {
    try {
      return [environmentOf({ folder: root, stack })];
    } catch (error) {
      if (!(error instanceof InvalidConfigError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"), 2);
  return environments;
}

/** Exit codes of the command, as the README lists them. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** Over several stacks the first of these that any of them ended with. */
const PRECEDENCE: readonly ExitCode[] = [2, 1, 3, 4];

/** The one exit code for the results of several stacks. */
export function exitCodeOf(results: readonly Result[]): ExitCode {
  const codes = results.map(exitCodeOfOne);
  return PRECEDENCE.find((code) => codes.includes(code)) ?? 0;
}

function exitCodeOfOne({ ok, violations }: Result): ExitCode {
  if (ok) return 0;
  return violations.length > 0 ? 3 : 1;
}
