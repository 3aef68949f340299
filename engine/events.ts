/** What of the engine's event log is read here, as Pulumi's `apitype.EngineEvent` documents it. */
export interface EngineEvent {
  readonly diagnosticEvent?: {
    readonly urn?: string;
    readonly message: string;
    readonly severity: "info" | "info#err" | "warning" | "error" | "debug";
    readonly ephemeral?: boolean;
  };
  readonly policyEvent?: {
    readonly resourceUrn?: string;
    readonly message: string;
    readonly policyName: string;
    readonly policyPackName: string;
    readonly enforcementLevel: string;
  };
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly summaryEvent?: { readonly resourceChanges?: Readonly<Record<string, number>> };
}

/** One step of the engine on one resource. */
export interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly new?: { readonly outputs?: Readonly<Record<string, unknown>> } | null;
}

/** What an operation did, from its events. */
export interface Tally {
  /** Resources that the stack has afterwards. */
  readonly resources: number;
  /** Number of resources by what was done to them: `create`, `update`, `same`... */
  readonly changes: Readonly<Record<string, number>>;
  /** The stack's outputs; the engine has replaced the secret ones by marks. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Mandatory policies that were violated. */
  readonly violations: readonly string[];
}

/** Operations after which a resource is no longer there. */
const GONE = new Set(["delete", "delete-replaced", "discard", "discard-replaced", "read-discard"]);

/** Parts of a replacement, which the step `replace` counts already. */
const PARTS_OF_A_REPLACEMENT = new Set(["create-replacement", "delete-replaced"]);

/** Reads what an operation did out of its events. */
export function interpret(events: readonly EngineEvent[]): Tally {
  const changes = events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges;
  const counted = changes ?? countSteps(events);
  const stack = events.findLast(
    (event) => event.resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack",
  );
  return {
    resources: sum(counted, (operation) => !GONE.has(operation)),
    changes: counted,
    outputs: stack?.resOutputsEvent?.metadata.new?.outputs ?? {},
    errors: messages(events, "error"),
    warnings: messages(events, "warning"),
    violations: violations(events),
  };
}

/** How many resources an operation changed. */
export function changed(changes: Readonly<Record<string, number>>): number {
  return sum(changes, (operation) => operation !== "same" && operation !== "read");
}

/** An operation that was cut off says no sum; then its finished steps are counted. */
function countSteps(events: readonly EngineEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { resOutputsEvent } of events) {
    const operation = resOutputsEvent?.metadata.op;
    if (operation === undefined || PARTS_OF_A_REPLACEMENT.has(operation)) continue;
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}

function messages(events: readonly EngineEvent[], severity: string): readonly string[] {
  const said = events.flatMap(({ diagnosticEvent }) => {
    if (diagnosticEvent?.severity !== severity || diagnosticEvent.ephemeral) return [];
    const { urn, message } = diagnosticEvent;
    const name = urn?.split("::").at(-1);
    return [`${name === undefined ? "" : `${name}: `}${message.trim()}`];
  });
  return [...new Set(said)];
}

function violations(events: readonly EngineEvent[]): readonly string[] {
  return events.flatMap(({ policyEvent }) => {
    if (policyEvent?.enforcementLevel !== "mandatory") return [];
    const { policyPackName, policyName, message } = policyEvent;
    return [`${policyPackName} ${policyName}: ${message.trim()}`];
  });
}

function sum(
  changes: Readonly<Record<string, number>>,
  counts: (operation: string) => boolean,
): number {
  return Object.entries(changes)
    .filter(([operation]) => counts(operation))
    .reduce((total, [, count]) => total + count, 0);
}
