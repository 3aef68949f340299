import type { Context, Finding, Rule, Subject } from "./rule.ts";
import { isMap, isUnknown, valuesAt } from "./values.ts";

/** How a rule judges one resource. */
export type Check = NonNullable<Rule["check"]>;
/** Whether a value is as it must be; `undefined` where there is none. */
export type Test = (value: unknown, context: Context) => boolean;
/** Whether a resource is one that a check is about. */
export type Condition = (subject: Subject, context: Context) => boolean;

/** Where a property stands, and what it is where nobody says. */
export interface Place {
  /** The list or map whose entries each have it; default: the resource. */
  readonly within?: string;
  /** The provider's default. */
  readonly absent?: unknown;
}

/**
 * The value at a path must pass the test, each one where a list leads to several. What a preview
 * does not know yet passes; what is not there is judged as the default that it gets.
 */
export function must(at: string, test: Test, reason: string, place: Place = {}): Check {
  const { within = "", absent } = place;
  return function* ({ props }, context): Generator<Finding> {
    for (const { path: start, value: entry } of valuesAt(props, within)) {
      if (isUnknown(entry)) continue;
      const there = [...valuesAt(entry, at)].filter(({ value }) => value !== "");
      const judged = there.length > 0 ? there : [{ path: at.split("."), value: absent }];
      for (const { path, value } of judged) {
        if (!isUnknown(value) && !test(value, context)) yield { path: [...start, ...path], reason };
      }
    }
  };
}

/** Nothing may stand at a path. */
export function none(at: string, reason: string, place: Pick<Place, "within"> = {}): Check {
  return must(at, (value) => value === undefined, reason, place);
}

/** The resource must not exist at all. */
export function refuse(reason: string): Check {
  return () => [{ path: [], reason }];
}

/** Every check of a list. */
export function all(...checks: readonly Check[]): Check {
  return (subject, context) => checks.flatMap((check) => [...check(subject, context)]);
}

/** A check of those resources that meet a condition. */
export function when(condition: Condition, check: Check): Check {
  return (subject, context) => (condition(subject, context) ? check(subject, context) : []);
}

/** A check for each type of resource; a type without one passes. */
export function byType(checks: Readonly<Record<string, Check>>): Check {
  return (subject, context) => checks[subject.type]?.(subject, context) ?? [];
}

/** Is one of these; `true` and `"true"` are the same to a provider. */
export function is(...allowed: readonly (string | number | boolean)[]): Test {
  const texts = allowed.map(String);
  return (value) => texts.includes(textOf(value) ?? "");
}

/** Does not pass a test. */
export function not(test: Test): Test {
  return (value, context) => !test(value, context);
}

/** Is none of these. */
export function isNot(...forbidden: readonly (string | number | boolean)[]): Test {
  return not(is(...forbidden));
}

/** Is a text of this form. */
export function matches(form: RegExp): Test {
  return (value) => form.test(textOf(value) ?? "");
}

/** Is a number no less than this one. */
export function atLeast(least: number | ((context: Context) => number)): Test {
  return (value, context) =>
    Number(textOf(value)) >= (typeof least === "number" ? least : least(context));
}

/** Is there. */
export const present: Test = (value) => value !== undefined;

/** Whether a property is set, to whatever it may be. */
export function has({ props }: Pick<Subject, "props">, at: string): boolean {
  return [...valuesAt(props, at)].some(({ value }) => value !== "");
}

/**
 * The text of a property, or `absent` where it is not set; `undefined` where it is not known yet,
 * so that a condition on it does not hold.
 */
export function known(
  { props }: Pick<Subject, "props">,
  at: string,
  absent = "",
): string | undefined {
  const [first] = valuesAt(props, at);
  return first === undefined || first.value === "" ? absent : textOf(first.value);
}

/** The text of a scalar; `undefined` for what is none, or not known yet. */
export function textOf(value: unknown): string | undefined {
  if (isUnknown(value)) return undefined;
  const isScalar = ["string", "number", "boolean"].includes(typeof value);
  return isScalar ? String(value) : undefined;
}

/** The text of a property of a map; `undefined` where there is none. */
export function textAt(value: unknown, key: string): string | undefined {
  return isMap(value) && Object.hasOwn(value, key) ? textOf(value[key]) : undefined;
}
