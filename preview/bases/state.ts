import type { Json } from "./encoding.ts";

/** What of a stack's state a plan needs. */
export interface State {
  readonly resources: readonly StateResource[];
  /** What an update that was cut off had begun; the engine warns of it in each preview. */
  readonly pending_operations?: readonly PendingOperation[] | undefined;
}

/** An operation that had begun and not ended. */
export interface PendingOperation {
  readonly type: string;
  readonly resource: StateResource;
}

/** One resource of a state; the fields that are read here. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly provider?: string;
  readonly importID?: string;
  readonly initErrors?: readonly string[];
  readonly inputs?: Json;
  readonly outputs?: Json;
}

/** Fields that hold properties of a resource. */
export const PROPERTIES = ["inputs", "outputs"] as const;

/**
 * Fields of a resource that are kept as they are. Left out are times, places in the source and stack
 * traces, which no plan reads; a field that a later engine adds is left out until it is known here.
 * Source: pulumi/pulumi v3.259.0, `sdk/go/common/apitype/core.go`, `ResourceV3`.
 */
export const KEPT_FIELDS = new Set([
  ...["urn", "custom", "delete", "id", "type", "parent", "protect", "taint", "external"],
  ...["dependencies", "provider", "propertyDependencies", "pendingReplacement"],
  ...["additionalSecretOutputs", "aliases", "customTimeouts", "importID", "retainOnDelete"],
  ...["deletedWith", "replaceWith", "ignoreChanges", "hideDiff", "replaceOnChanges"],
  ...["refreshBeforeUpdate", "viewOf", "resourceHooks"],
]);
