import { PolicyPack, type ReportViolation } from "@pulumi/policy";

import { Contexts } from "./context.ts";
import { Judge, type Group, type Violation } from "./judge.ts";
import type { Subject } from "./rule.ts";
import { isMap } from "./values.ts";

/** The engine hands properties out behind a proxy that throws at what it does not know yet. */
const BEHIND_PROXY = "__getSpecialProxyTarget";

interface Shown {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  readonly opts?: { readonly protect: boolean };
  readonly provider?: Omit<Shown, "opts">;
}

/**
 * Puts groups of rules in force as one policy pack. One policy judges each resource by all rules, since
 * the engine's library reads each resource anew for every policy.
 *
 * @param root The project's folder by which is judged; `BULKHEAD_GUARDS` overrides it, and
 *   `BULKHEAD_HEAD` names the folder that is judged where it is another.
 */
export function servePack(name: string, groups: readonly Group[], root: string): void {
  const guards = process.env["BULKHEAD_GUARDS"] ?? root;
  const judge = new Judge(groups, new Contexts({ guards, head: process.env["BULKHEAD_HEAD"] }));
  new PolicyPack(name, {
    enforcementLevel: "mandatory",
    policies: [
      {
        name: `${name}-resources`,
        description: "Judges each resource before it is made or changed.",
        validateResource: async (resource, report) => {
          reportAll(judge.resource(await subjectOf(resource)), report);
        },
      },
      {
        name: `${name}-stack`,
        description: "Judges all resources of a stack as they have become.",
        validateStack: async ({ resources }, report) => {
          reportAll(judge.stack(await Promise.all(resources.map(subjectOf))), report);
        },
      },
    ],
  });
}

/**
 * What a violation can be reported as beside a text: under the rule's own name and at its own level.
 * `@pulumi/policy` 1.21.0 takes it in `makeReportViolationFun` of `server.ts`, its types do not say so.
 */
type Report = (violation: {
  readonly name: string;
  readonly description: string;
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel: Violation["level"];
}) => void;

function reportAll(violations: readonly Violation[], report: ReportViolation): void {
  const say = report as unknown as Report;
  for (const { rule, level, urn, message } of violations) {
    say({ name: rule, description: rule, message, urn, enforcementLevel: level });
  }
}

async function subjectOf({ urn, type, name, props, opts, provider }: Shown): Promise<Subject> {
  return {
    ...{ urn, type, name },
    props: (await settle(props[BEHIND_PROXY] ?? props)) as Subject["props"],
    protect: opts?.protect ?? false,
    ...(provider && { provider: await subjectOf(provider) }),
  };
}

/** Values as plain data: the text of an asset is a promise, and may name anything. */
async function settle(value: unknown): Promise<unknown> {
  if (value instanceof Promise) return settle(await value);
  if (Array.isArray(value)) return Promise.all(value.map(settle));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(
    async ([key, inner]) => [key, await settle(inner)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
