import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { Contexts } from "../../../policy/context.ts";
import { judgeInputs } from "../../../policy/inputs.ts";
import { Judge } from "../../../policy/judge.ts";
import { ISOLATION_GROUP } from "../../../policy/packs.ts";
import { KnownSecrets } from "../../../policy/known-secrets.ts";
import {
  judgeCall,
  judgePlugin,
  judgeRead,
  STACK_REFERENCE,
  type Asker,
  type Refusal,
} from "../../../policy/reads.ts";
import type { Context, Rule, Subject } from "../../../policy/rule.ts";
import { GUARD } from "../../../policy/rules/isolation/providers.ts";
import { showPath } from "../../../policy/values.ts";
import { CONFIGURED, type Act, type Case, type Evasion, type Find, type Make } from "./case.ts";

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

/** How the guard judges; another only to show what each of its lines is good for. */
export const GUARD_JUDGES = { judgeCall, judgeInputs, judgePlugin, judgeRead, KnownSecrets };

/** What the guard says of an act, in a context. */
export async function askGuard(
  { act, name, stack }: Case,
  context: Context,
  judges = GUARD_JUDGES,
): Promise<readonly Said[]> {
  const asker = { ...context, self: `organization/bulkhead/${stack}` };
  const refusal = await refusalOf(act, name, asker, judges);
  if (refusal === undefined) return [];
  return [{ rule: refusal.rule, message: refusal.reason + whose(refusal.foreign) }];
}

async function refusalOf(
  act: Act,
  name: string,
  asker: Asker,
  { judgeCall, judgeInputs, judgePlugin, judgeRead, KnownSecrets }: typeof GUARD_JUDGES,
): Promise<Refusal | undefined> {
  if (act.does === "read") return judgeRead({ name, ...act }, asker);
  if (act.does === "import") return judgeRead({ name, type: act.type, id: act.id }, asker);
  if (act.does === "call") return judgeCall(act.token, act.args, asker);
  if (act.does === "refer") return judgeRead({ name, type: STACK_REFERENCE, id: act.to }, asker);
  if (act.does === "plug in") {
    return judgePlugin(`pulumi:providers:${act.package}`, { url: act.url, inputs: act.props });
  }
  if (act.does !== "hand over") return undefined;
  const { type, props, key, as } = act;
  const given = as === "literal" ? props[key] : pulumi.secret(props[key]);
  const known = new KnownSecrets([CONFIGURED]);
  return judgeInputs({ type, name, props: { ...props, [key]: given } }, known);
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
