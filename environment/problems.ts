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
 * A value as it may be shown to anyone: JSON, at most 60 characters. A secret pasted into the wrong
 * line must not travel on in an error, so that words which could be one are replaced by their
 * length: 12 or more characters that are not all made of short words and numbers, and URLs with a
 * password. Nothing at all is shown below a path that speaks of secrets.
 */
export function show(value: unknown, path = ""): string {
  if (value === undefined) return "nothing";
  if (SECRET_PATH.test(path)) return "[not shown]";
  const text = (JSON.stringify(value) as string | undefined) ?? typeof value;
  const masked = text.replace(/[^\s"',[\]{}\\]+/g, maskWord);
  return masked.length > 60 ? `${masked.slice(0, 57)}...` : masked;
}

function showPath(path: string): string {
  return path.replace(/[^\s.[\]]+/g, maskWord);
}

function maskWord(word: string): string {
  const plain = (word.match(/[A-Za-z0-9]+/g) ?? []).every((run) => PLAIN_RUN.test(run));
  const harmless = word.length < 12 || (plain && !URL_WITH_PASSWORD.test(word));
  return harmless ? word : `[${word.length} characters, not shown]`;
}

const SECRET_PATH = /secret|passw|token|credential/i;
/** A number, or up to three words such as `testRecipients` with a short number behind them. */
const PLAIN_RUN = /^([0-9]{1,19}|([A-Z]{1,15}|[A-Z]?[a-z]{1,15}([A-Z][a-z]{1,9}){0,2})[0-9]{0,4})$/;
const URL_WITH_PASSWORD = /:\/\/[^/]*:[^/]*@/;

function count(problems: number): string {
  return problems === 1 ? "1 problem" : `${problems} problems`;
}

function lines(problems: readonly Problem[]): string[] {
  return problems.flatMap(({ path, value, reason, cure }) => [
    `  ${showPath(path)}: ${reason} (seen: ${show(value, path)})`,
    `    ${cure}`,
  ]);
}
