/**
 * An error that a user can mend: what is wrong with the value seen, then what to do. It is printed
 * without a stack trace and ends the command with {@link UserError.exitCode}.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(
    message: string,
    /** What to do, full sentences. */
    readonly cure: string,
    /** 1 failed (default), 2 usage or bad configuration. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** The `code` of a failed system call, such as `ENOENT`; `undefined` for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
