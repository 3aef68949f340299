import "../environment/stack-traces.ts";
import "../environment/debug-log.ts";

import * as pulumi from "@pulumi/pulumi";

import { InvalidConfigError } from "../environment/problems.ts";
import { Contexts, foldersInForce } from "./context.ts";
import { before, keepLast, plain, sourcesOf, type Monitor } from "./gate.ts";
import { judgeInputs, textOf, type Sources } from "./inputs.ts";
import { KnownSecrets } from "./known-secrets.ts";
import {
  judgeCall,
  judgePlugin,
  judgeRead,
  STACK_REFERENCE,
  type Asker,
  type Refusal,
} from "./reads.ts";
import { GUARD } from "./rules/isolation/providers.ts";

/** How a refusal of the guard begins, by which `bulkhead` tells it from other errors. */
const REFUSED = "Policy violation";

/** The mark of a stack that is guarded, by this module or by its copy in another revision. */
const GUARDED = Symbol.for("bulkhead.guarded");

/**
 * Puts the guard in force for the running stack, once however often it is asked for. It sees what the
 * engine shows no policy: reads, imports, StackReferences, function calls, where plugins come from, and
 * whether a value is secret. It leaves a mark that the isolation pack asks for, so that no program goes
 * without it. What it can stop and what it cannot is written in
 * `docs/decisions/2026-11-21-what-the-guard-stops.md`.
 *
 * @throws pulumi.RunError when nobody can tell what belongs to whom, and for each violation.
 */
export function guardStack(): void {
  const stack = pulumi.runtime.getStackResource();
  if (!stack || Object.hasOwn(stack, GUARDED)) return;
  Object.defineProperty(stack, GUARDED, { value: true });
  showRefusalsAlone();
  const monitor = pulumi.runtime.getMonitor();
  // Under mocks it is no client of an engine, and nothing that is asked for reaches anything.
  if (monitor && "close" in monitor) watch(monitor);
  new pulumi.ComponentResource(GUARD, "guard");
}

/**
 * Judges what the program asks of the engine where both meet, and not in the objects of the program
 * before: what is sent is not changed any more. What is made is judged by the engine's last transform,
 * after those of the program; reads have none, and are judged as they are sent.
 */
function watch(monitor: Monitor): void {
  // Made when it is first needed: what is wrong with a configuration its own reader says better.
  let made: Asker | undefined;
  const asker = () => (made ??= askerOfStack());
  const secrets = KnownSecrets.ofStack();
  const sources = new Map<string, Sources>();

  before(monitor, "readResource", (request) => {
    const [type, name, id] = [request.getType(), request.getName(), request.getId()];
    const state = plain(request.getProperties());
    throwIf(judgePlugin(type, { url: request.getPlugindownloadurl() }));
    throwIf(judgeRead({ type, name, id, state }, asker()));
  });
  before(monitor, "registerPackage", (request) => {
    const isParameterized = request.hasParameterization() || request.hasExtension$();
    throwIf(judgePlugin(request.getName(), { url: request.getDownloadUrl(), isParameterized }));
  });
  before(monitor, "registerResource", (request) => {
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    throwIf(judgePlugin(type, { isRemote: request.getRemote() }));
    sources.set(`${parent} ${type} ${name}`, sourcesOf(request));
  });
  before(monitor, "call", (request) => {
    throwIf(judgeCall(request.getTok(), plain(request.getArgs()), asker()));
  });
  keepLast(monitor, "registerStackTransform");
  pulumi.runtime.registerResourceTransform(async ({ type, name, props, opts }) => {
    const { import: id = "", pluginDownloadURL: url, parent }: Options = opts;
    throwIf(judgePlugin(type, { url, inputs: props }));
    // The engine's own StackReference can also be made, not only read.
    const state = type === STACK_REFERENCE ? { name: await textOf(props["name"]) } : {};
    if (id !== "" || "name" in state) throwIf(judgeRead({ type, name, id, state }, asker()));
    const from = sources.get(`${await textOf(parent?.urn)} ${type} ${name}`);
    throwIf(await judgeInputs({ type, name, props, sources: from }, secrets));
    return undefined;
  });
  keepLast(monitor, "registerStackInvokeTransform");
  pulumi.runtime.registerInvokeTransform(({ token, args, opts }) => {
    throwIf(judgePlugin(token, { url: opts.pluginDownloadURL }));
    throwIf(judgeCall(token, plain(args), asker()));
    return undefined;
  });
}

/** What the engine tells a transform of a resource that is no component. */
type Options = pulumi.CustomResourceOptions;

function askerOfStack(): Asker {
  const self = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  try {
    return { ...new Contexts(foldersInForce()).of(pulumi.getStack()), self };
  } catch (error) {
    if (error instanceof InvalidConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/** @throws pulumi.RunError, which the engine prints without a stack trace. */
function throwIf(refused: Refusal | undefined): void {
  if (!refused) return;
  const { rule, reason, foreign, cure } = refused;
  const whose = foreign === undefined ? "" : ` It belongs to ${foreign}.`;
  throw new pulumi.RunError(`${REFUSED}: ${rule}: ${reason}${whose}\nCure: ${cure}`);
}

/** Who is refused needs no trace through the runtime to the place where it was said. */
function showRefusalsAlone(): void {
  const { prepareStackTrace: prepare } = Error as { prepareStackTrace?: Prepare };
  // Under a test runner there is none, and Node's own cannot be asked.
  if (!prepare) return;
  Error.prepareStackTrace = (error, frames) => {
    const at = error.message.indexOf(REFUSED);
    if (at >= 0) return error.message.slice(at);
    const isRefusal = pulumi.RunError.isInstance(error);
    return isRefusal ? error.message : (prepare(error, frames) as unknown);
  };
}

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

// Imported for this effect, before anything that makes a resource.
guardStack();
