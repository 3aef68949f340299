import "../environment/stack-traces.ts";
import "../environment/debug-log.ts";

import * as pulumi from "@pulumi/pulumi";

import { InvalidConfigError } from "../environment/problems.ts";
import { Contexts, foldersInForce } from "./context.ts";
import { judgeCall, judgeRead, judgeReference, refusal, type Refusal } from "./reads.ts";
import type { Context } from "./rule.ts";
import { GUARD } from "./rules/isolation/providers.ts";
import { isInPlainSight, secretInputs } from "./secret-inputs.ts";
import { leaves } from "./values.ts";

/** How a refusal of the guard begins, by which `bulkhead` tells it from other errors. */
export const REFUSED = "Policy violation";

type Transformation = pulumi.ResourceTransformation;

/** The stacks that are guarded, of this module and of its copies in other revisions. */
const GUARDED = Symbol.for("bulkhead.guarded");

/**
 * Puts the guard in force for the running stack, once however often it is asked for. It sees what the
 * engine shows no policy: reads, imports, StackReferences, function calls, and whether a value is
 * secret. It leaves a mark that the isolation pack asks for, so that no program goes without it.
 *
 * @throws pulumi.RunError when nobody can tell what belongs to whom, and for each violation.
 */
export function guardStack(): void {
  const stack = pulumi.runtime.getStackResource();
  const known = globalThis as { [GUARDED]?: WeakSet<object> | undefined; globalStore?: Store };
  const guarded = known[GUARDED] ?? new WeakSet();
  known[GUARDED] = guarded;
  if (!stack || guarded.has(stack)) return;
  guarded.add(stack);

  // Made when it is first needed: what is wrong with a configuration its own reader says better.
  let made: Context | undefined;
  const context = () => (made ??= contextOfStack());
  keepLast(stack, [seesReads(context), seesSecrets()]);
  // Under mocks there is no engine that could be asked, and no call that reaches anything.
  if (known.globalStore?.settings.options.monitorAddr !== undefined) {
    pulumi.runtime.registerInvokeTransform(({ token, args }) => {
      throwIf(judgeCall(token, args, context()));
      return undefined;
    });
  }
  new pulumi.ComponentResource(GUARD, "guard");
}

/**
 * Puts transformations behind all that a program registers, also later, so that none changes what
 * they have judged. `registerStackTransformation` of `@pulumi/pulumi` 3.259.0 sets this property.
 */
function keepLast(stack: object, own: readonly Transformation[]): void {
  const { __transformations: before = [] } = stack as { __transformations?: Transformation[] };
  let others = before;
  Object.defineProperty(stack, "__transformations", {
    get: () => [...others, ...own],
    set: (all: Transformation[]) => {
      others = all.filter((one) => !own.includes(one));
    },
  });
}

/** The runtime's own state, as far as it is read here. */
interface Store {
  readonly settings: { readonly options: { readonly monitorAddr?: string } };
}

function contextOfStack(): Context {
  try {
    return new Contexts(foldersInForce()).of(pulumi.getStack());
  } catch (error) {
    if (error instanceof InvalidConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/** Reads and imports by id, and other stacks by name: checked before the engine asks for them. */
function seesReads(context: () => Context): Transformation {
  return ({ type, name, props, opts }) => {
    const options: pulumi.CustomResourceOptions = opts;
    const inputs = props as Record<string, pulumi.Input<string> | undefined>;
    if (type === "pulumi:pulumi:StackReference") {
      const checked = once(inputs["name"] ?? name, (id) => judgeReference(id, context()));
      return { props: { ...inputs, name: checked }, opts: { ...opts, id: checked } };
    }
    const { id, import: imported } = options;
    if (id === undefined && imported === undefined) return undefined;
    if (imported !== undefined) throwIf(judgeRead(type, name, imported, context()));
    const checked =
      id === undefined ? {} : { id: once(id, (it) => judgeRead(type, name, it, context())) };
    return { props, opts: { ...opts, ...checked } };
  };
}

/** Whether a value is secret, and where it comes from, is known here and nowhere after. */
export function seesSecrets(): Transformation {
  const configured = configuredSecrets();
  return ({ type, name, props, opts }) => {
    const inputs = props as Record<string, unknown>;
    const secret = secretInputs(type).map((key) => [key, isLiteral(configured), literal] as const);
    const plain = Object.keys(inputs)
      .filter((key) => isInPlainSight(type, [key]))
      .map((key) => [key, isSecret, handedOut] as const);
    const checked = [...secret, ...plain]
      .filter(([key]) => inputs[key] !== undefined)
      .map(([key, isWrong, refused]) => {
        // A promise of the input as it was: an output would be unknown as a whole where a part of it
        // is, and hide what stands beside that part from every policy.
        const judged = isWrong(pulumi.output(inputs[key]) as Known).then((wrong) => {
          if (wrong) throwIf(refused({ name, key }));
          return inputs[key];
        });
        // Whoever awaits the input hears of it; until then nobody does.
        judged.catch(() => undefined);
        return [key, judged] as const;
      });
    if (checked.length === 0) return undefined;
    return { props: { ...inputs, ...Object.fromEntries(checked) }, opts };
  };
}

/** What the runtime's declarations leave out of an output. */
type Known = pulumi.Output<unknown> & {
  readonly isSecret: Promise<boolean>;
  readonly isKnown: Promise<boolean>;
  readonly promise: () => Promise<unknown>;
  readonly allResources: () => Promise<ReadonlySet<pulumi.Resource>>;
};

function isSecret(output: Known): Promise<boolean> {
  return output.isSecret;
}

/**
 * The SDK calls everything secret that it is given for such an input, so a literal is told by where
 * it comes from: neither from a resource nor from the encrypted configuration.
 */
function isLiteral(configured: readonly string[]) {
  return async (output: Known): Promise<boolean> => {
    if (!(await output.isKnown) || (await output.allResources()).size > 0) return false;
    const value = await output.promise();
    if (typeof value !== "string" || value === "") return false;
    return !configured.some((secret) => secret.includes(value) || value.includes(secret));
  };
}

/** Every text of the configuration that is encrypted in the stack file. */
function configuredSecrets(): readonly string[] {
  const keys = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as string[];
  const config = pulumi.runtime.allConfig();
  return keys.flatMap((key) => {
    const text = config[key] ?? "";
    const inner = /^\s*[[{]/.test(text) ? [...leaves(JSON.parse(text))] : [];
    return [text, ...inner.map(({ value }) => String(value))].filter(({ length }) => length >= 8);
  });
}

function literal({ name, key }: { name: string; key: string }): Refusal {
  const reason = `${name}: ${key} takes a secret and was given a plain value.`;
  return refusal("literal-secret", reason);
}

function handedOut({ name, key }: { name: string; key: string }): Refusal {
  const reason = `${name}: ${key} holds a secret in plain sight of whoever may look at it.`;
  return refusal("secret-in-plain-sight", reason);
}

/** A value that goes on only when nothing speaks against it. */
function once<T>(value: pulumi.Input<T>, judge: (known: T) => Refusal | undefined) {
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) {
    throwIf(judge(value));
    return value;
  }
  return pulumi.output(value).apply((known) => {
    throwIf(judge(known as T));
    return known;
  }) as pulumi.Output<T>;
}

/** @throws pulumi.RunError, which the engine prints without a stack trace. */
function throwIf(refused: Refusal | undefined): void {
  if (!refused) return;
  const { rule, reason, foreign, cure } = refused;
  const whose = foreign === undefined ? "" : ` It belongs to ${foreign}.`;
  throw new pulumi.RunError(`${REFUSED}: ${rule}: ${reason}${whose}\nCure: ${cure}`);
}

// Imported for this effect, before anything that makes a resource.
guardStack();
