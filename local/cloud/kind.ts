import type { JsonObject, Path } from "./json.ts";

/** A resource as the control plane keeps it. */
export interface Resource {
  /** Type token, such as `gcp:compute/network:Network`. */
  readonly type: string;
  /** The id by which it is imported. */
  readonly id: string;
  /** The project it belongs to; "" where none can be told. */
  readonly project: string;
  /** How many resources have had this id, this one included. */
  readonly generation: number;
  /** `kept`: deleted by its owner, but Google keeps it (keys, enabled APIs). `deleted`: gone; the name may be reserved. */
  readonly status: "live" | "kept" | "deleted";
  /** Seconds on the cloud's clock when it was created. */
  readonly created: number;
  /** Seconds on the cloud's clock of the last change. */
  readonly changed: number;
  readonly properties: JsonObject;
  /** Where the properties hold what must never be shown or written in plain text. */
  readonly secrets: readonly Path[];
}

/** What a rule may look at beside the resource itself. */
export interface Inventory {
  /** The resource that Google still has under an id. */
  find(type: string, id: string): Resource | undefined;
  /** Whether an id was given before, also when its resource is gone. */
  known(type: string, id: string): boolean;
  /** The number of a project: the declared one, else one that depends on its id alone. */
  projectNumber(project: string): string;
  /** Every living resource of a type whose link leads to this target. */
  linking(type: string, target: { type: string; id: string }): Resource[];
}

/** A resource about to be written. */
export interface Draft extends Resource {
  readonly inventory: Inventory;
}

/** A property that names another resource, by bare name, path or URL. */
export interface Link {
  /** Dotted path of the property; `[]` after a list. */
  readonly at: string;
  /** Type token of the target, which must exist when this resource is written. */
  readonly to: string;
  /**
   * What the deletion of the target does: `refuse` it (default), `cascade` to this resource, or `leave` it.
   */
  readonly gone?: "refuse" | "cascade" | "leave";
  /** The error for a target that does not exist; default 404 notFound. */
  readonly missing?: (name: string) => Error;
  /** The error of a refused deletion; default "is already being used by". */
  readonly inUse?: (target: Resource, user: Resource) => Error;
}

/** How the control plane treats one type; every field but `id` is optional. */
export interface Kind {
  /** Id template over properties, or a function where a template cannot say it. */
  readonly id: string | ((properties: JsonObject, inventory: Inventory) => string);
  /** The id that another spelling of it means, as resources are imported by; default the same. */
  readonly imported?: (id: string, inventory: Inventory) => string;
  readonly links?: readonly Link[];
  /** How a link's text becomes an id; nothing when the text names no resource of this type. */
  readonly resolve?: (name: string) => string | undefined;
  /** `adopt`: creating what exists succeeds, as setting an IAM binding does. Default `refuse`. */
  readonly existing?: "adopt" | "refuse";
  /** The error for an id that is in use; default 409 alreadyExists. */
  readonly taken?: (draft: Draft, holder: Resource) => Error;
  /** Whether Google keeps it when its owner deletes it; default it does not. */
  readonly kept?: (properties: JsonObject) => boolean;
  /** Seconds for which its id stays reserved after deletion; default 0. */
  readonly reserved?: number;
  /** What only Google knows; fills what the caller left open. */
  readonly outputs?: (draft: Draft) => JsonObject;
  /** Refuses a bad create or update by throwing. */
  readonly check?: (draft: Draft) => void;
  /** Why it may not be deleted now; nothing when it may. */
  readonly blocked?: (resource: Resource, inventory: Inventory) => Error | undefined;
  /** Id of the IAM policy it is part of, whose etag is read with it. */
  readonly policy?: (properties: JsonObject) => string;
}

/** Rules by type token. */
export type Kinds = Readonly<Record<string, Kind>>;
