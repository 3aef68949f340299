/** The stacks that the corpus's cases happen in. */
export type Stack = "dev" | "staging" | "prod" | "pr-1";

/** A resource's properties as its program writes them. */
export type Props = Readonly<Record<string, unknown>>;

/** A resource that is made. */
export interface Make {
  readonly does: "make";
  readonly type: string;
  readonly props: Props;
  /** Default: the case's own name. */
  readonly name?: string;
  /** Type of the component that makes it; absent where the program does. */
  readonly within?: string;
  /** Inputs of its provider where it has another than the environment's; `null` for none. */
  readonly provider?: Props | null;
  /** Property whose text is handed over as an asset. */
  readonly asset?: string;
}

/** What a program does. */
export type Act =
  | Make
  /** Resources that are judged together. */
  | { readonly does: "make all"; readonly all: readonly Make[]; readonly unguarded?: true }
  | {
      readonly does: "read";
      readonly type: string;
      readonly id: string;
      /** By what it is looked up beside its id. */
      readonly state?: Props;
      readonly late?: true;
    }
  | {
      readonly does: "import";
      readonly type: string;
      readonly id: string;
      readonly props: Props;
    }
  | {
      readonly does: "call";
      readonly token: string;
      readonly args: Props;
      /** Handed over as an output, as secret, or with a provider of another project. */
      readonly how?: "output" | "secret";
    }
  | { readonly does: "refer"; readonly to: string; readonly late?: true }
  /** A provider, by a plugin that the program says where to find. */
  | {
      readonly does: "plug in";
      readonly package: string;
      readonly url?: string;
      readonly props?: Props;
    }
  /** An input of which the guard knows whether it is secret. */
  | {
      readonly does: "hand over";
      readonly type: string;
      readonly props: Props;
      readonly key: string;
      readonly as: "literal" | "secret" | "wrapped literal";
    };

/** Something that a program does in a stack. */
export interface Case {
  readonly name: string;
  readonly stack: Stack;
  readonly act: Act;
  /** Why the engine itself refuses it, before any policy is asked; absent where it does not. */
  readonly refusedByEngine?: string;
}

/** Who must find a case, and where. */
export interface Find {
  readonly rule: string;
  /** As a message shows it; empty where the whole resource is meant. */
  readonly path: string;
  /** The environment that it belongs to, where it is a known one. */
  readonly foreign?: string;
  /** The kind of name by which it is found, where one is. */
  readonly what?: string;
}

/** A case that every rule it names must find. */
export interface Evasion extends Case {
  readonly finds: readonly Find[];
}

/** A cell that no program can fill, and why. */
export interface Impossible {
  readonly impossible: string;
}

/** What stands for a value that a preview does not know; an output of a resource in a program. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What stands for a secret of the stack's encrypted configuration. */
export const CONFIGURED = "a secret of the configuration";

/** Whether a case goes through the guard, which ends the program. */
export function isGuards({ act: { does } }: Case): boolean {
  return does !== "make" && does !== "make all";
}
