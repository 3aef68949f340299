import { readFiles } from "../../environment/catalogue.ts";
import { catalogueOf, type Environment } from "../../environment/environment.ts";
import { ownershipOf } from "../../policy/ownership.ts";
import { References } from "../../policy/references.ts";
import type { Context, Example, Finding, Rule, Subject } from "../../policy/rule.ts";
import { Contexts } from "../../policy/context.ts";
import { Judge, type Violation } from "../../policy/judge.ts";
import { ROOT } from "../components/recorder.ts";

export { ROOT };

/** What a preview shows in place of a text that it does not know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const BUCKET = "gcp:storage/bucket:Bucket";

const contexts = new Contexts({ guards: ROOT });

/** The context of a stack of the project, by its sample file where it has one. */
export function contextOf(stack: string): Context {
  return contexts.of(stack);
}

/** The context of an environment beside the sample stacks. */
export function contextIn(environment: Environment): Context {
  const { addresses, stack, kind, project, projectNumber, region, state, kmsKey } = environment;
  const names = { stack, kind, project, projectNumber, region, state, kmsKey };
  const own = { ...names, cidr: addresses.all };
  const ownership = ownershipOf(own, [catalogueOf(readFiles(ROOT))]);
  const references = new References(ownership);
  const ledger = { problems: [], shared: [] };
  return { environment, ownership, references, ledger, groups: new Map(), shapes: [] };
}

/** The context of an example. */
export function contextFor({ stack, ledger }: Example): Context {
  const context = contextOf(stack ?? "staging");
  return ledger ? { ...context, ledger } : context;
}

/** The resource that an example describes. */
export function subjectOf(rule: Rule, example: Example): Subject {
  const type = example.type ?? rule.types?.[0] ?? BUCKET;
  const { environment } = contextFor(example);
  const [made = ""] = type.split(":");
  return {
    ...resource(environment, type, example.name ?? "example", example.props),
    protect: example.protect ?? false,
    ...(!WITHOUT_PROVIDER.has(made) && { provider: providerOf(environment, made, example) }),
  };
}

/** Packages of components, and of the engine itself. */
const WITHOUT_PROVIDER = new Set(["pulumi", "bulkhead"]);

function providerOf(environment: Environment, made: string, { provider }: Example): Subject {
  const { project, region, labels } = environment;
  // A provider's properties are text; what is not text travels as JSON.
  const own = { project, region, defaultLabels: JSON.stringify(labels) };
  return resource(environment, `pulumi:providers:${made}`, "google", provider ?? own);
}

/** All resources of the stack that an example describes. */
export function stackOf(rule: Rule, example: Example): readonly Subject[] {
  const { environment } = contextFor(example);
  const beside = (example.beside ?? []).map(({ type, props, name }, index) =>
    resource(environment, type, name ?? `beside-${index}`, { ...props }),
  );
  return [subjectOf(rule, example), ...beside];
}

function resource({ stack }: Environment, type: string, name: string, props: Subject["props"]) {
  const urn = `urn:pulumi:${stack}::bulkhead::${type}::${name}`;
  return { urn, type, name, props, protect: false };
}

/** What a rule has against an example. */
export function findingsIn(rule: Rule, example: Example): readonly Finding[] {
  return judge(rule, stackOf(rule, example), contextFor(example));
}

/** What a rule has against a stack. */
export function judge(
  rule: Rule,
  subjects: readonly Subject[],
  context: Context,
): readonly Finding[] {
  return [
    ...subjects
      .filter(({ type }) => rule.types?.includes(type) ?? true)
      .flatMap((subject) => [...(rule.check?.(subject, context) ?? [])]),
    ...(rule.checkStack?.(subjects, context) ?? []),
  ];
}

/** Everything that a judge of one rule says of an example, alone and with what its stack has besides. */
export function violationsOf(rule: Rule, example: Example): readonly Violation[] {
  const contexts = { of: () => contextFor(example) };
  const judge = new Judge([{ name: "one", rules: [rule], configurable: true }], contexts);
  const subjects = stackOf(rule, example);
  return [...subjects.flatMap((subject) => judge.resource(subject)), ...judge.stack(subjects)];
}
