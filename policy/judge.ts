import { isFor, whyNot } from "./allowances.ts";
import type { Contexts } from "./context.ts";
import type { Context, Finding, Level, Rule, Subject } from "./rule.ts";
import { isUnknown, leaves, showPath, type Path } from "./values.ts";

/** Rules that stand or fall together. */
export interface Group {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** Whether a stack's configuration may say how much a rule weighs. */
  readonly configurable: boolean;
}

/** What is said about one resource: a rule that it breaks, or something to be known about it. */
export interface Violation {
  readonly rule: string;
  readonly level: "mandatory" | "advisory";
  readonly urn: string;
  readonly message: string;
}

type Found = Finding & { readonly urn?: string };

/** Says where in a resource something was found. */
export type ShowPlace = (path: Path, subject: Subject) => string;

/** What is remembered of one stack until it has been judged as a whole. */
interface Memory {
  /** What was said of its resources. */
  readonly said: Set<string>;
  /** Properties that were not known when each resource was judged. */
  readonly open: Map<string, readonly string[]>;
  /** Files whose content was not there when each resource was judged. */
  readonly unseen: Map<string, readonly string[]>;
}

/** Judges resources by groups of rules, of any number of stacks. What it cannot decide it refuses. */
export class Judge {
  readonly #groups: readonly Group[];
  readonly #rules: readonly { readonly rule: Rule; readonly group: Group }[];
  readonly #contexts: Pick<Contexts, "of">;
  readonly #today: string;
  readonly #showPlace: ShowPlace;
  readonly #memories = new Map<string, Memory>();

  /**
   * @param today Day by which allowances expire, as `2027-03-31`; default: this day, in UTC.
   * @param showPlace Default: the path, without what could be a secret. Only a test that must be able
   *   to fail has another.
   */
  constructor(
    groups: readonly Group[],
    contexts: Pick<Contexts, "of">,
    today?: string,
    showPlace: ShowPlace = showPath,
  ) {
    this.#groups = groups;
    this.#rules = groups.flatMap((group) => group.rules.map((rule) => ({ rule, group })));
    this.#contexts = contexts;
    this.#showPlace = showPlace;
    this.#today = today ?? new Date().toISOString().slice(0, 10);
  }

  /** Judges one resource, as it is asked for. */
  resource(subject: Subject): readonly Violation[] {
    const placeOf = (path: Path) => `${subject.name} ${this.#showPlace(path, subject)}`;
    const unknown = [...leaves(subject.props)].filter(({ value }) => isUnknown(value));
    const { said, open, unseen } = this.#memoryOf(subject.urn);
    open.set(
      subject.urn,
      unknown.map(({ path }) => placeOf(path)),
    );
    unseen.set(subject.urn, subject.unseen?.map(placeOf) ?? []);
    const violations = this.#judge(subject);
    for (const { urn, message } of violations) said.add(`${urn} ${message}`);
    return violations;
  }

  /** Judges a stack's resources together, and each once more as it has become. */
  stack(subjects: readonly Subject[]): readonly Violation[] {
    const first = subjects.find(({ type }) => type === "pulumi:pulumi:Stack") ?? subjects[0];
    if (!first) return [];
    const byUrn = new Map(subjects.map((subject) => [subject.urn, subject]));
    const violations = this.#inContext(first.urn, (context) => [
      ...this.#rules.flatMap(({ rule, group }) =>
        attempt(rule, first, () => rule.checkStack?.(subjects, context) ?? []).flatMap((found) =>
          this.#say(rule, group, found, byUrn.get(found.urn ?? "") ?? first, context),
        ),
      ),
      ...subjects.flatMap((subject) => this.#judge(subject)),
      ...this.#notChecked(first.urn),
    ]);
    // What was said of a resource as it was asked for is not said again of what it has become.
    const { said } = this.#memoryOf(first.urn);
    this.#memories.delete(stackOf(first.urn));
    return violations.filter(({ urn, message }) => !said.has(`${urn} ${message}`));
  }

  #memoryOf(urn: string): Memory {
    const stack = stackOf(urn);
    const fresh = { said: new Set<string>(), open: new Map(), unseen: new Map() };
    const memory: Memory = this.#memories.get(stack) ?? fresh;
    this.#memories.set(stack, memory);
    return memory;
  }

  #judge(subject: Subject): readonly Violation[] {
    return this.#inContext(subject.urn, (context) =>
      this.#rules.flatMap(({ rule, group }) => this.#one(rule, group, subject, context)),
    );
  }

  #one(rule: Rule, group: Group, subject: Subject, context: Context): readonly Violation[] {
    const { check } = rule;
    if (!check || (rule.types && !rule.types.includes(subject.type))) return [];
    return attempt(rule, subject, (seen) => check(seen, context)).flatMap((found) =>
      this.#say(rule, group, found, subject, context),
    );
  }

  /** A resource whose environment cannot be told is refused, whatever it is. */
  #inContext(urn: string, judge: (context: Context) => readonly Violation[]): readonly Violation[] {
    try {
      return judge(this.#contexts.of(stackOf(urn)));
    } catch (error) {
      const why =
        error instanceof Error && error.name === "InvalidConfigError" ? error.message : "";
      const message = `Whose resource this is cannot be told, so that nothing of it can be judged.\n${why}`;
      return [{ rule: "environment-unknown", level: "mandatory", urn, message }];
    }
  }

  #say(
    rule: Rule,
    group: Group,
    finding: Finding,
    subject: Subject,
    context: Context,
  ): readonly Violation[] {
    const { config } = context.environment;
    const level: Level = group.configurable
      ? (config.policies[rule.id] ?? rule.level ?? "mandatory")
      : "mandatory";
    if (level === "disabled") return [];
    const { urn } = subject;
    const isIsolation = !group.configurable;
    const foreign =
      finding.foreign ?? (isIsolation ? ownerAt(finding, subject, context) : undefined);
    const place = finding.path.length > 0 ? `${this.#showPlace(finding.path, subject)}: ` : "";
    const whose = foreign === undefined ? "" : ` It belongs to ${foreign}.`;
    const cure = finding.cure ?? rule.cure;
    const message = `${place}${finding.reason}.${whose}\nCure: ${cure}`;
    const said = { rule: rule.id, urn };
    const allowance = config.allowances.find((each) => each.rule === rule.id && isFor(each, urn));
    if (!allowance) return [{ ...said, level, message }];
    const refused = whyNot(allowance, { rule, isIsolation, foreign, today: this.#today }, context);
    if (refused !== undefined) return [{ ...said, level, message: `${message}\n${refused}` }];
    const { reason, owner, expires } = allowance;
    const allowed = `Allowed until ${expires} by ${owner}: ${reason}.\n${place}${finding.reason}.${whose}`;
    return [{ ...said, level: "advisory", message: allowed }];
  }

  /** What a preview does not know yet, and what nobody is shown, each in one line. */
  #notChecked(urn: string): readonly Violation[] {
    // One group says it for all.
    if (this.#groups.every(({ configurable }) => configurable)) return [];
    const { open, unseen } = this.#memoryOf(urn);
    const lines = [
      ["not-yet-checked", "Not known before the update, which judges it first", open],
      ["not-looked-into", "Files, which no rule looks into", unseen],
    ] as const;
    return lines.flatMap(([rule, what, places]) => {
      // In an order of their own: a program asks for its resources in another one each time.
      const inOrder = [...places].sort(([one], [other]) => (one < other ? -1 : 1));
      const all = inOrder.flatMap(([, each]) => each);
      if (all.length === 0) return [];
      const more = all.length > SHOWN ? `, and ${all.length - SHOWN} more` : "";
      const message = `${what}: ${all.slice(0, SHOWN).join(", ")}${more}.`;
      return [{ rule, level: "advisory", urn, message }];
    });
  }
}

const SHOWN = 3;

/** Whose it is that stands where something was found, for a rule that does not ask for names. */
function ownerAt({ path }: Finding, { props }: Subject, { references }: Context) {
  const at = path.reduce<unknown>((value, step) => (value as Indexed | undefined)?.[step], props);
  return typeof at === "string" ? references.in(at)[0]?.owner : undefined;
}

type Indexed = Readonly<Record<string | number, unknown>>;

function stackOf(urn: string): string {
  return /^urn:pulumi:([^:]+)::/.exec(urn)?.[1] ?? "";
}

/** A rule that crashes has not decided: what it was about is refused, and where it was is said. */
function attempt(
  rule: Rule,
  subject: Subject,
  check: (subject: Subject) => Iterable<Found>,
): readonly Found[] {
  try {
    return [...check(subject)];
  } catch (error) {
    const path = lastRead(subject, check);
    const kind = error instanceof Error ? error.name : "an error";
    const reason = `the rule ${rule.id} failed here with ${kind}, and has decided nothing`;
    return [{ path, reason, cure: "Mend the rule, or report it." }];
  }
}

/** The property that a check read last before it failed. */
function lastRead(subject: Subject, check: (subject: Subject) => Iterable<Found>): Path {
  let last: Path = [];
  const watch = <T>(value: T, path: Path): T => {
    if (typeof value !== "object" || value === null) return value;
    return new Proxy(value, {
      get(target, key) {
        const inner: unknown = Reflect.get(target, key);
        if (typeof key !== "string" || !Object.hasOwn(target, key)) return inner;
        last = [...path, key];
        return watch(inner, last);
      },
    });
  };
  try {
    Array.from(check({ ...subject, props: watch(subject.props, []) }));
  } catch {
    // It fails again, as it did before: by then it has said what it read.
  }
  return last;
}
