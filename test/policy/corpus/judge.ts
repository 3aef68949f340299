import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { Contexts } from "../../../policy/context.ts";
import { seesSecrets } from "../../../policy/guard.ts";
import { Judge } from "../../../policy/judge.ts";
import { ISOLATION_GROUP } from "../../../policy/packs.ts";
import { judgeCall, judgeRead, judgeReference, type Refusal } from "../../../policy/reads.ts";
import type { Context, Rule, Subject } from "../../../policy/rule.ts";
import { GUARD } from "../../../policy/rules/isolation/providers.ts";
import { showPath } from "../../../policy/values.ts";
import type { Act, Case, Evasion, Find, Make } from "./case.ts";

/** The project whose environments the corpus plays between. */
export const WORLD = join(import.meta.dirname, "world");

/** What was said against a case: by which rule, and in which words. */
export interface Said {
  readonly rule: string;
  readonly message: string;
}

const PROVIDER = "pulumi:providers:gcp";
const contexts = new Contexts({ guards: WORLD });

/** What belongs to whom in the corpus, as a stack sees it. */
export function contextOf(stack: string): Context {
  return contexts.of(stack);
}

/** Judges a case as the packs and the guard do, in this process. */
export async function judge(one: Case): Promise<readonly Said[]> {
  const guards = await askGuard(one, contextOf(one.stack));
  const group = new Judge([ISOLATION_GROUP], contexts);
  const subjects = subjectsOf(one);
  const packs = [
    ...subjects.flatMap((subject) => group.resource(subject)),
    ...group.stack([...subjects, ...guardOf(one)]),
  ];
  return [...guards, ...packs.filter(({ level }) => level === "mandatory")];
}

/** Judges a case by some rules in another context, without the packs' own order and words. */
export function judgeBy(rules: readonly Rule[], one: Case, context: Context): readonly Said[] {
  const subjects = subjectsOf(one);
  const all = [...subjects, ...guardOf(one)];
  return rules.flatMap(({ id, types, check, checkStack }) =>
    [
      ...subjects
        .filter(({ type }) => types?.includes(type) ?? true)
        .flatMap((subject) => [...(check?.(subject, context) ?? [])]),
      ...(checkStack?.(all, context) ?? []),
    ].map(({ path, reason, foreign }) => ({
      rule: id,
      message: `${path.length > 0 ? `${showPath(path)}: ` : ""}${reason}.${whose(foreign)}`,
    })),
  );
}

/** Which of those that must find a case did not. */
export function unfound({ finds }: Evasion, said: readonly Said[]): readonly Find[] {
  return finds.filter(({ rule, path, foreign, what }) => {
    const start = path === "" ? "" : `${path}: `;
    return !said.some(
      (each) =>
        each.rule === rule &&
        each.message.startsWith(start) &&
        each.message.includes(whose(foreign)) &&
        (what === undefined || what === "stack" || each.message.includes(` the ${what} `)),
    );
  });
}

function whose(foreign: string | undefined): string {
  return foreign === undefined ? "" : ` It belongs to ${foreign}.`;
}

/** What the guard says of an act, in a context. */
export async function askGuard({ act, name }: Case, context: Context): Promise<readonly Said[]> {
  const refusal = await refusalOf(act, name, context);
  if (refusal === undefined) return [];
  if (typeof refusal === "string") {
    const [, rule = "", message = ""] = /^Policy violation: ([\w-]+): (.*)/s.exec(refusal) ?? [];
    return [{ rule, message }];
  }
  return [{ rule: refusal.rule, message: refusal.reason + whose(refusal.foreign) }];
}

async function refusalOf(
  act: Act,
  name: string,
  context: Context,
): Promise<Refusal | string | undefined> {
  if (act.does === "read" || act.does === "import") {
    return judgeRead(act.type, name, act.id, context);
  }
  if (act.does === "call") return judgeCall(act.token, act.args, context);
  if (act.does === "refer") return judgeReference(act.to, context);
  return act.does === "hand over" ? handOver(act, name) : undefined;
}

/** The guard's transformation itself, which needs no engine to know what is secret. */
async function handOver(
  { type, props, key, as }: Extract<Act, { does: "hand over" }>,
  name: string,
): Promise<string | undefined> {
  const given = as === "literal" ? props[key] : pulumi.secret(props[key]);
  const seen = seesSecrets()({
    ...{ resource: undefined as unknown as pulumi.Resource, type, name },
    ...{ props: { ...props, [key]: given }, opts: {} },
  });
  const value = (seen?.props as Readonly<Record<string, unknown>> | undefined)?.[key];
  return Promise.resolve(value).then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  );
}

function guardOf({ stack, act }: Case): readonly Subject[] {
  if (act.does === "make all" && act.unguarded) return [];
  return [
    {
      ...{ urn: `urn:pulumi:${stack}::bulkhead::${GUARD}::guard`, type: GUARD, name: "guard" },
      ...{ props: {}, protect: false },
    },
  ];
}

function subjectsOf({ act, stack, name }: Case): readonly Subject[] {
  const made = act.does === "make" ? [act] : act.does === "make all" ? act.all : [];
  return made.map((make, index) =>
    subject(stack, make, make.name ?? (index > 0 ? `${name} ${index}` : name)),
  );
}

function subject(stack: string, make: Make, name: string): Subject {
  const { type, within, asset } = make;
  const { project, region } = contextOf(stack).environment;
  const own = make.provider === undefined ? { project, region } : make.provider;
  const assets = asset === undefined ? {} : { [asset]: { text: make.props[asset] } };
  const parents = within === undefined ? "" : `${within}$`;
  const hasProvider = type.startsWith("gcp:") || make.provider !== undefined;
  return {
    ...{ urn: `urn:pulumi:${stack}::bulkhead::${parents}${type}::${name}`, type, name },
    ...{ props: { ...make.props, ...assets }, protect: false },
    ...(hasProvider && {
      provider: {
        ...{ urn: `urn:pulumi:${stack}::bulkhead::${PROVIDER}::google`, type: PROVIDER },
        ...{ name: own === null ? "default_9_35_0" : "google", props: own ?? {}, protect: false },
      },
    }),
  };
}
