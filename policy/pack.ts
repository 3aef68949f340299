import { PolicyPack, type ReportViolation } from "@pulumi/policy";

import type { Judge, Violation } from "./judge.ts";
import type { Subject } from "./rule.ts";
import { isMap, type Path } from "./values.ts";

/** The engine hands properties out behind a proxy that throws at what it does not know yet. */
const BEHIND_PROXY = "__getSpecialProxyTarget";

/**
 * Milliseconds after its start at which a pack loads its rules. The engine starts packs one after the
 * other, each when the one before has answered, and then the program: what is not needed for the
 * answer is loaded while the next one starts. A resource that comes sooner loads them at once.
 */
const LOADING_STARTS = 100;

interface Shown {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly props: Record<string, unknown>;
  readonly opts?: { readonly protect: boolean };
  readonly provider?: Omit<Shown, "opts">;
}

/**
 * Puts a judge in force as a policy pack. One policy judges each resource by all rules, since the
 * engine's library reads each resource anew for every policy.
 *
 * @param load Makes the judge; where it fails nothing is judged, which blocks whatever is asked for.
 */
export function servePack(name: string, load: () => Pick<Judge, "resource" | "stack">): void {
  let loaded: ReturnType<typeof load> | undefined;
  const judge = () => (loaded ??= load());
  new PolicyPack(name, {
    enforcementLevel: "mandatory",
    policies: [
      {
        name: `${name}-resources`,
        description: "Judges each resource before it is made or changed.",
        validateResource: async (resource, report) => {
          reportAll(judge().resource(await subjectOf(resource)), report);
        },
      },
      {
        name: `${name}-stack`,
        description: "Judges all resources of a stack as they have become.",
        validateStack: async ({ resources }, report) => {
          reportAll(judge().stack(await Promise.all(resources.map(subjectOf))), report);
        },
      },
    ],
  });
  setTimeout(() => {
    try {
      judge();
    } catch {
      // The first resource fails in the same way, where the engine hears of it.
    }
  }, LOADING_STARTS);
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
  const settled = await settle(props[BEHIND_PROXY] ?? props);
  return {
    ...{ urn, type, name },
    props: settled as Subject["props"],
    unseen: [...filesIn(settled)],
    protect: opts?.protect ?? false,
    ...(provider && { provider: await subjectOf(provider) }),
  };
}

/** Where assets and archives stand of which there is a path or an address, and no content. */
export function* filesIn(value: unknown, path: Path = []): Generator<Path> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* filesIn(item, [...path, index]);
  } else if (isMap(value)) {
    const isAsset = "__pulumiAsset" in value || "__pulumiArchive" in value;
    if (isAsset && ("path" in value || "uri" in value)) yield path;
    else for (const [key, item] of Object.entries(value)) yield* filesIn(item, [...path, key]);
  }
}

/** Values as plain data: the text of an asset is a promise, and may name anything. */
export async function settle(value: unknown): Promise<unknown> {
  if (!isPending(value)) return value;
  if (value instanceof Promise) return settle(await value);
  if (Array.isArray(value)) return Promise.all(value.map(settle));
  const entries = Object.entries(value as object).map(
    async ([key, inner]) => [key, await settle(inner)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** Whether a value holds a promise; few do, and the rest is taken as it is. */
function isPending(value: unknown): boolean {
  if (value instanceof Promise) return true;
  if (Array.isArray(value)) return value.some(isPending);
  return isMap(value) && Object.values(value).some(isPending);
}
