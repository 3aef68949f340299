/** One thing that is wrong with a configuration, and how to mend it. */
export interface Problem {
  /** Where: a stack file's property path, such as `bulkhead:network.cidr`. */
  readonly path: string;
  /** The value seen, printed by {@link show}; `undefined` when the property is absent. */
  readonly value: unknown;
  /** What is wrong, a clause without a full stop. */
  readonly reason: string;
  /** What to do, one sentence. */
  readonly cure: string;
}

/**
 * The one error for bad configuration: every problem of one or more stacks, each with its property
 * path, the value seen and the cure. Nothing has been planned when it is thrown.
 */
export class InvalidConfigError extends Error {
  override readonly name = "InvalidConfigError";

  constructor(
    /** What was read: a stack name, or the project's file name. */
    readonly subject: string,
    readonly problems: readonly Problem[],
  ) {
    super(
      [`${subject}: ${count(problems.length)} in its configuration`, ...lines(problems)].join("\n"),
    );
  }
}

/** Throws an {@link InvalidConfigError} when there are problems, and does nothing when there are none. */
export function refuse(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidConfigError(subject, problems);
}

/**
 * A value as it may be shown to anyone: JSON, at most 60 characters. Anything that could be a
 * credential (16 or more letters and digits in a run, or anything below a secret's path) is replaced
 * by its length, since a secret pasted into the wrong line must not travel on in an error.
 */
export function show(value: unknown, path = ""): string {
  if (value === undefined) return "nothing";
  if (SECRET_PATH.test(path)) return "[not shown]";
  const text = (JSON.stringify(value) as string | undefined) ?? typeof value;
  const masked = text.replace(LONG_RUN, (run) =>
    /\d/.test(run) && /[A-Za-z]/.test(run) ? `[${run.length} characters, not shown]` : run,
  );
  return masked.length > 60 ? `${masked.slice(0, 57)}...` : masked;
}

const SECRET_PATH = /^bulkhead:secret/;
const LONG_RUN = /[A-Za-z0-9+/_=]{16,}/g;

function count(problems: number): string {
  return problems === 1 ? "1 problem" : `${problems} problems`;
}

function lines(problems: readonly Problem[]): string[] {
  return problems.flatMap(({ path, value, reason, cure }) => [
    `  ${path}: ${reason} (seen: ${show(value, path)})`,
    `    ${cure}`,
  ]);
}
