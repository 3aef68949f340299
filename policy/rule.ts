import type { Environment } from "../environment/environment.ts";
import type { LedgerVerdict } from "./ledger-file.ts";
import type { Ownership } from "./ownership.ts";
import type { References } from "./references.ts";
import type { Shape } from "./shapes.ts";
import type { Path } from "./values.ts";

/** A resource as a rule sees it: what the engine shows a policy, unknown values left as they are. */
export interface Subject {
  readonly urn: string;
  /** Type token, `gcp:sql/databaseInstance:DatabaseInstance`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Inputs before an operation, outputs after it. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Where it has files whose content the engine shows nobody. */
  readonly unseen?: readonly Path[];
  /** Pulumi's `protect`. */
  readonly protect: boolean;
  /** The provider that makes it, where it has one. */
  readonly provider?: Subject;
}

/** Whose resource is judged, and what belongs to whom. */
export interface Context {
  /** The environment of the resource, by its URN. */
  readonly environment: Environment;
  /** What belongs to every environment, and which of it is this one's. */
  readonly ownership: Ownership;
  /** Finds what belongs to others in a text. */
  readonly references: References;
  /** What the ledger of secrets says of every environment. */
  readonly ledger: LedgerVerdict;
  /** Groups of the access matrix by stack. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the secrets look like that any stack declares. */
  readonly shapes: readonly Shape[];
}

/** One thing that a rule has against a resource. */
export interface Finding {
  readonly path: Path;
  /** What is wrong there, a clause; never a value of the resource, which could be a secret. */
  readonly reason: string;
  /** The environment that it belongs to, where it belongs to another. */
  readonly foreign?: string;
  /** Default: the rule's own cure. */
  readonly cure?: string;
}

/** A resource for a rule's documentation and its test. */
export interface Example {
  /** Default: the rule's first type, else a bucket. */
  readonly type?: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Logical name; default `example`. */
  readonly name?: string;
  /** The stack that has it, `pr-1` for one of the sandbox; default `staging`. */
  readonly stack?: "dev" | "staging" | "prod" | "pr-1";
  readonly protect?: boolean;
  /** Properties of its provider; default: the environment's own project. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** What the ledger of secrets says; default nothing. */
  readonly ledger?: LedgerVerdict;
  /** What the stack has besides, for rules that judge whole stacks. */
  readonly beside?: readonly { readonly type: string; readonly props: object; name?: string }[];
}

/** How much a rule's violation weighs: `mandatory` blocks, `advisory` is shown. */
export type Level = "mandatory" | "advisory" | "disabled";

/** A rule of a policy pack: what it forbids, as data, and how it is found out. */
export interface Rule {
  /** Unique over both packs, kebab case. */
  readonly id: string;
  /** What it forbids, one sentence. */
  readonly forbids: string;
  /** What happens where it is broken, one sentence. */
  readonly why: string;
  /** How to mend what it found, one sentence. */
  readonly cure: string;
  /** The control it stands for, such as `CIS Google Cloud 6.6`; absent where there is none. */
  readonly control?: string;
  /** How much it weighs where no configuration says so; default `mandatory`. */
  readonly level?: Level;
  /** Without it nothing else is judged, so that no allowance counts. */
  readonly noAllowance?: true;
  /** Type tokens that it judges; default all. */
  readonly types?: readonly string[];
  /** Judges one resource; what a preview does not know yet is no finding. */
  readonly check?: (subject: Subject, context: Context) => Iterable<Finding>;
  /** Judges all resources of a stack at once. */
  readonly checkStack?: (
    subjects: readonly Subject[],
    context: Context,
  ) => Iterable<Finding & { readonly urn?: string }>;
  readonly fails: Example;
  readonly passes: Example;
}
