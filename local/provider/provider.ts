import type { CheckResult } from "./check.ts";
import type { DiffResult } from "./diff.ts";
import { plain, type Properties } from "./properties.ts";
import { equal } from "./sets.ts";

/** What the engine asks about one resource; parts that an operation does not have are empty. */
export interface Request<Settings> {
  /** Type token. */
  readonly type: string;
  readonly urn: string;
  readonly id: string;
  /** Inputs as the program now wants them. */
  readonly news: Properties;
  /** Inputs of the last update. */
  readonly oldInputs: Properties;
  /** Outputs of the last update. */
  readonly oldState: Properties;
  /** Whether nothing may change. */
  readonly preview: boolean;
  readonly ignoreChanges: readonly string[];
  /** Random bytes by which the engine makes generated names repeatable; empty when it sends none. */
  readonly seed: Uint8Array;
  /** What `configure` made of the provider instance's own inputs. */
  readonly settings: Settings;
}

/** What a resource is after an operation. */
export interface Answer {
  readonly id: string;
  readonly outputs: Properties;
}

/** A resource that was found, with the inputs that would make it. */
export interface Found extends Answer {
  readonly inputs: Properties;
}

/** One package of resource types, free of the engine's protocol. */
export interface Provider<Settings> {
  /** Package name, such as `gcp`. */
  readonly name: string;
  /** The installed SDK's version: the engine warns when they differ. */
  readonly version: string;
  /** What is wrong with a provider instance's own inputs; empty when nothing is. */
  readonly checkSettings: (inputs: Properties) => CheckResult["failures"];
  readonly configure: (inputs: Properties) => Settings;
  readonly check: (request: Request<Settings>) => CheckResult;
  readonly diff: (request: Request<Settings>) => DiffResult;
  readonly create: (request: Request<Settings>) => Promise<Answer>;
  readonly read: (request: Request<Settings>) => Promise<Found | undefined>;
  readonly update: (request: Request<Settings>) => Promise<Properties>;
  readonly delete: (request: Request<Settings>) => Promise<void>;
}

/** The answers of a provider whose resources are nowhere but in the engine's state. */
export const keptByEngine = {
  checkSettings: () => [],
  configure: () => null,
  read: ({ type, id, oldInputs, oldState }) =>
    Object.keys(oldState).length > 0
      ? Promise.resolve({ id, outputs: oldState, inputs: oldInputs })
      : Promise.reject(
          new Error(
            `${type} cannot be imported: nothing but the engine's state holds it. Remove the import, and let it be made.`,
          ),
        ),
  delete: () => Promise.resolve(),
} satisfies Partial<Provider<null>>;

/** A resource that exists although the operation that made it failed: the engine must know of it. */
export class InitError extends Error {
  constructor(
    /** Why the operation failed. */
    message: string,
    /** What exists all the same. */
    readonly answer: Answer,
  ) {
    super(message);
  }
}

/** Compares inputs property by property; a change is an update, or replaces the resource. */
export function compare(olds: Properties, news: Properties, replaces: boolean): DiffResult {
  const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (name) => !equal(plain(olds[name] ?? null), plain(news[name] ?? null)),
  );
  const kind = replaces ? "update-replace" : "update";
  return {
    changes: changed.length > 0,
    replaces: replaces ? changed : [],
    deleteBeforeReplace: false,
    detailed: Object.fromEntries(changed.map((name) => [name, { kind, inputDiff: true }])),
  };
}
