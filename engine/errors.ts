/**
 * An error that the user can mend: printed as it is, without a stack trace, and the command ends with
 * its exit code.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(
    /** What is wrong and the value seen, then what to do. */
    message: string,
    /** 1 failed, 2 usage or bad configuration, 3 policy violation, 4 unsafe change. Default 1. */
    readonly exitCode: 1 | 2 | 3 | 4 = 1,
  ) {
    super(message);
  }
}
