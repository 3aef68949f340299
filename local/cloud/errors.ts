import type { Resource } from "./kind.ts";
import { className } from "./links.ts";

/** An answer of Google's API that is not a success, in the words of its client library. */
export class ApiError extends Error {
  /** Whether Google asks for the same call again: it is overloaded, or someone else was faster. */
  readonly retryable: boolean;

  /**
   * @param code HTTP status
   * @param text what the API says
   * @param reason the machine-readable reason that ends the text, where the API gives one
   */
  constructor(code: number, text: string, reason = "") {
    super(`googleapi: Error ${code}: ${text}${reason === "" ? "" : `, ${reason}`}`);
    this.retryable = code === 429 || code === 503 || reason === "aborted";
  }
}

/** A long-running operation that ended badly; its text carries no HTTP status. */
export class OperationError extends Error {
  constructor(
    /** What the operation says. */
    text: string,
    /** What it made all the same; absent when it made nothing. */
    readonly left?: Resource,
  ) {
    super(text);
  }
}

/** What a call for a missing resource is told. */
export function notFound(id: string): ApiError {
  return new ApiError(404, `The resource '${id}' was not found`, "notFound");
}

/** What a second create is told. */
export function alreadyExists(id: string): ApiError {
  return new ApiError(409, `The resource '${id}' already exists`, "alreadyExists");
}

/** What the deletion of a resource that another one needs is told. */
export function inUse(target: Resource, user: Resource): OperationError {
  const noun = className(target.type).toLowerCase();
  return new OperationError(
    `The ${noun} resource '${target.id}' is already being used by '${user.id}'`,
  );
}
