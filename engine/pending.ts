/** A stack's state as `pulumi stack export` writes it; only what is read here is named. */
export interface Export {
  readonly deployment: {
    readonly resources?: readonly Resource[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: Resource }[];
  };
}

/** One resource of a state. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  /** Still there, and to be deleted by the next update. */
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** The id that a resource must have if it was made; `undefined` when the cloud cannot be asked. */
export type IdOf = (
  type: string,
  inputs: Readonly<Record<string, unknown>>,
  previousId: string | undefined,
) => string | undefined;

/**
 * Ends the name of a resource that was being made to replace one that is still there, until it is
 * known whether it exists: a state holds each name once.
 */
const REPLACEMENT = "--replacement";

/** A resource that was being made when its update was cut off. */
export interface Pending {
  readonly urn: string;
  /** The name under which it was entered into the state; `undefined` when it was not. */
  readonly enteredAs: string | undefined;
}

/**
 * A state in which every resource that was being made stands as if it had been made. One that was
 * entered before, by a recovery that was itself cut off, pends still.
 */
export function adopt(
  state: Export,
  idOf: IdOf,
): { readonly state: Export; readonly pending: readonly Pending[] } {
  const { resources = [], pending_operations: operations = [] } = state.deployment;
  const left = resources
    .filter(({ urn }) => urn.endsWith(REPLACEMENT))
    .map(({ urn }) => ({ urn: urn.slice(0, -REPLACEMENT.length), enteredAs: urn }));
  const making = operations.filter(
    ({ type, resource }) => type === "creating" && !left.some(({ urn }) => urn === resource.urn),
  );
  const entries = making.map(({ resource }) => {
    const { urn, type, inputs = {} } = resource;
    const replaced = resources.find((other) => other.urn === urn);
    const id = idOf(type, inputs, replaced?.id);
    if (id === undefined) return { urn, resource: undefined };
    const isAlive = replaced !== undefined && replaced.delete !== true;
    return { urn, resource: { ...resource, id, urn: isAlive ? urn + REPLACEMENT : urn } };
  });
  return {
    state: withResources(state, [
      ...resources,
      ...entries.flatMap(({ resource }) => (resource ? [resource] : [])),
    ]),
    pending: [...left, ...entries.map(({ urn, resource }) => ({ urn, enteredAs: resource?.urn }))],
  };
}

/** A state with a note for each of `resources` that it is being made, as the engine would write it. */
export function creating(state: Export, resources: readonly Resource[]): Export {
  const pending_operations = resources.map((resource) => ({ type: "creating", resource }));
  return { ...state, deployment: { ...state.deployment, pending_operations } };
}

/**
 * After a refresh: which of the resources that were being made exist. One that replaces another takes
 * its name, and the other is left to be deleted by the next update, as the engine would have done.
 */
export function settle(
  state: Export,
  pending: readonly Pending[],
): {
  readonly state: Export;
  readonly changed: boolean;
  readonly found: readonly string[];
  readonly notMade: readonly string[];
} {
  const resources = state.deployment.resources ?? [];
  const isThere = ({ enteredAs }: Pending) => resources.some(({ urn }) => urn === enteredAs);
  const replacing = pending.filter((one) => one.enteredAs !== one.urn && isThere(one));
  const settled = resources.map((resource) => {
    if (resource.urn.endsWith(REPLACEMENT)) {
      return { ...resource, urn: resource.urn.slice(0, -REPLACEMENT.length) };
    }
    const replaced = replacing.some(({ urn }) => urn === resource.urn);
    return replaced ? { ...resource, delete: true } : resource;
  });
  return {
    state: withResources(state, settled),
    changed: replacing.length > 0,
    found: pending.filter(isThere).map(({ urn }) => urn),
    notMade: pending.filter((one) => !isThere(one)).map(({ urn }) => urn),
  };
}

/** Nothing is pending any more: what was is among the resources, or was given up. */
function withResources(state: Export, resources: readonly Resource[]): Export {
  return { ...state, deployment: { ...state.deployment, resources, pending_operations: [] } };
}
