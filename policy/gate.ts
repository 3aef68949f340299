import type * as pulumi from "@pulumi/pulumi";

import type { Sources } from "./inputs.ts";
import { isMap, SIGNATURE } from "./values.ts";

/** What takes a program's requests to the engine. */
export type Monitor = NonNullable<ReturnType<typeof pulumi.runtime.getMonitor>>;

type Method = "readResource" | "registerResource" | "registerPackage" | "call";
type Request<M extends Method> = Parameters<Monitor[M]>[0];

/**
 * Judges each request of a kind before it is sent, also where a program sends it by itself. Nothing can
 * change it any more: it is the message that the engine gets.
 *
 * @param judge Throws where the request may not be sent.
 */
export function before<M extends Method>(
  monitor: Monitor,
  method: M,
  judge: (request: Request<M>) => void,
): void {
  const send = monitor[method].bind(monitor) as (...all: readonly unknown[]) => unknown;
  Object.defineProperty(monitor, method, {
    value: (request: Request<M>, ...rest: readonly unknown[]) => {
      judge(request);
      return send(request, ...rest);
    },
  });
}

/**
 * The engine runs the transforms of a stack in the order of their registration: the first that is
 * registered, which is the guard's, is registered again after each other one.
 */
export function keepLast(
  monitor: Monitor,
  method: "registerStackTransform" | "registerStackInvokeTransform",
): void {
  const send = monitor[method].bind(monitor) as Register;
  let first: object | undefined;
  const register: Register = (request, answer) => {
    const own = (first ??= request);
    return send(request, (error, response) => {
      if (error || request === own) answer(error, response);
      else send(own, answer);
    });
  };
  Object.defineProperty(monitor, method, { value: register });
}

type Answer = (error: Error | null, response: object) => void;
type Register = (request: object, answer: Answer) => unknown;

/** The values of a message, without the marks of what is secret; unknown ones as they are. */
export function plain(properties: Message | Values | undefined): Values {
  const values = isMessage(properties) ? properties.toJavaScript() : properties;
  return unmarked(values ?? {}) as Values;
}

type Values = Readonly<Record<string, unknown>>;
interface Message {
  toJavaScript(): Values;
}

function isMessage(value: Message | Values | undefined): value is Message {
  return typeof value?.["toJavaScript"] === "function";
}

function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isMap(value)) return value;
  if (SIGNATURE in value && "value" in value) return unmarked(value["value"]);
  const entries = Object.entries(value).filter(([key]) => key !== SIGNATURE);
  return Object.fromEntries(entries.map(([key, inner]) => [key, unmarked(inner)]));
}

/** From which resources each input comes: by its name, their URNs. */
export function sourcesOf(request: Request<"registerResource">): Sources {
  const sources = new Map<string, readonly string[]>();
  const dependencies = request.getPropertydependenciesMap();
  dependencies.forEach((each, name) => sources.set(name, each.getUrnsList()));
  return sources;
}
