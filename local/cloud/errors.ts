import type { Resource } from "./kind.ts";

/** An answer of Google's API that is not a success, in the words of its client library. */
export class ApiError extends Error {
  /** HTTP status. */
  readonly code: number;

  /**
   * @param code HTTP status
   * @param text what the API says
   * @param reason the machine-readable reason that ends the text, where the API gives one
   */
  constructor(code: number, text: string, reason = "") {
    super(`googleapi: Error ${code}: ${text}${reason === "" ? "" : `, ${reason}`}`);
    this.code = code;
  }
}

/** A long-running operation that ended badly; its text carries no HTTP status. */
export class OperationError extends Error {
  /** What the operation made before it failed; absent when it made nothing. */
  readonly left: Resource | undefined;

  /**
   * @param text what the operation says
   * @param left what it made all the same
   */
  constructor(text: string, left?: Resource) {
    super(text);
    this.left = left;
  }
}
