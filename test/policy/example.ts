import { Contexts } from "../../policy/context.ts";
import { Judge, type Violation } from "../../policy/judge.ts";
import type { Context, Example, Rule, Subject } from "../../policy/rule.ts";

/** The project's folder, whose sample stacks the examples are about. */
export const ROOT = new URL("../..", import.meta.url).pathname;

const contexts = new Contexts({ guards: ROOT });
const BUCKET = "gcp:storage/bucket:Bucket";

/** The context of a sample stack. */
export function contextOf(stack: string): Context {
  return contexts.of(stack);
}

/** An example as the engine would show it to its rule. */
export function subjectOf(rule: Rule, example: Example): Subject {
  const { type = rule.types?.[0] ?? BUCKET, name = "example", props, protect = false } = example;
  const { stack = "staging", provider } = example;
  return {
    ...{ urn: urnOf(stack, type, name), type, name, props, protect },
    ...providedBy(stack, type, provider),
  };
}

/** What the example's stack has besides. */
export function besideOf({ stack = "staging", beside = [] }: Example): readonly Subject[] {
  return beside.map(({ type, name = "beside", props }) => ({
    ...{ urn: urnOf(stack, type, name), type, name, protect: false },
    props: { ...props },
    ...providedBy(stack, type),
  }));
}

/** Everything that a rule has against an example, alone and with what its stack has besides. */
export function violationsOf(rule: Rule, example: Example): readonly Violation[] {
  const judge = new Judge([{ name: "one", rules: [rule], configurable: true }], contexts);
  const subject = subjectOf(rule, example);
  return [...judge.resource(subject), ...judge.stack([subject, ...besideOf(example)])];
}

function providedBy(
  stack: string,
  type: string,
  props?: Example["provider"],
): Pick<Subject, "provider"> {
  const [name = ""] = type.split(":");
  if (WITHOUT_PROVIDER.has(name)) return {};
  const made = `pulumi:providers:${name}`;
  const own = { project: contextOf(stack).environment.project };
  const provider = { type: made, name: "google", props: props ?? own, protect: false };
  return { provider: { urn: urnOf(stack, made, "google"), ...provider } };
}

/** Packages of components, and of the engine itself. */
const WITHOUT_PROVIDER = new Set(["pulumi", "bulkhead"]);

function urnOf(stack: string, type: string, name: string): string {
  return `urn:pulumi:${stack}::bulkhead::${type}::${name}`;
}
