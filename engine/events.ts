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
  readonly old?: StepState | null;
  readonly new?: StepState | null;
  /** Properties for which the resource is replaced. */
  readonly keys?: readonly string[] | null;
  /** Properties that the provider says differ. */
  readonly diffs?: readonly string[] | null;
  /** The same by property path; `inputDiff` tells that the path is one of the old inputs. */
  readonly detailedDiff?: Readonly<
    Record<string, { readonly diffKind: string; readonly inputDiff?: boolean }>
  > | null;
}

/** A resource before or after a step; the engine has replaced secret values by marks. */
export interface StepState {
  readonly id?: string;
  readonly protect?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
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
  /** Mandatory policies that were violated, and what the guard refused. */
  readonly violations: readonly string[];
  /** What policies have to say and do not block for: exceptions in force, what was not yet known. */
  readonly advice: readonly string[];
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
  const { violations, advice } = findingsOf(events);
  return {
    resources: sum(counted, (operation) => !GONE.has(operation)),
    changes: counted,
    outputs: stack?.resOutputsEvent?.metadata.new?.outputs ?? {},
    errors: messages(events, "error").filter((message) => !isRefusal(message)),
    warnings: messages(events, "warning"),
    violations: violations.map(textOf),
    advice: advice.map(textOf),
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

/** What a policy, or the guard, says of one resource. */
export interface Finding {
  readonly rule: string;
  /** Logical name; the guard's findings name it in their message, where they know it. */
  readonly resource?: string;
  readonly message: string;
}

/** What blocks, by policies that are mandatory and by the guard, and what policies only say. */
export function findingsOf(events: readonly EngineEvent[]): {
  readonly violations: readonly Finding[];
  readonly advice: readonly Finding[];
} {
  return {
    violations: [...said(events, "mandatory"), ...refusals(events)],
    advice: said(events, "advisory"),
  };
}

/** A finding in one text. */
function textOf({ rule, resource, message }: Finding): string {
  return [rule, ...(resource === undefined ? [] : [resource]), message].join(": ");
}

function said(events: readonly EngineEvent[], level: string): readonly Finding[] {
  return events.flatMap(({ policyEvent }) => {
    if (policyEvent?.enforcementLevel !== level) return [];
    const { policyName: rule, message, resourceUrn } = policyEvent;
    const resource = resourceUrn?.split("::").at(-1);
    return [{ rule, ...(resource !== undefined && { resource }), message: message.trim() }];
  });
}

/** How a refusal of the in-process guard begins: its errors are violations, wherever they surface. */
const REFUSAL = /Policy violation: ([a-z-]+): ([^\n]*(?:\nCure: [^\n]*)?)/;

function isRefusal(message: string): boolean {
  return REFUSAL.test(message);
}

function refusals(events: readonly EngineEvent[]): readonly Finding[] {
  const found = messages(events, "error").flatMap((text) => {
    const [, rule = "", message = ""] = REFUSAL.exec(text) ?? [];
    return rule === "" ? [] : [{ rule, message }];
  });
  return [...new Map(found.map((finding) => [textOf(finding), finding])).values()];
}

function sum(
  changes: Readonly<Record<string, number>>,
  counts: (operation: string) => boolean,
): number {
  return Object.entries(changes)
    .filter(([operation]) => counts(operation))
    .reduce((total, [, count]) => total + count, 0);
}
