import { stackNameProblem } from "./names.ts";
import type { RawConfig } from "./parse.ts";
import { InvalidConfigError, type Problem } from "./problems.ts";

/** The kinds of environment. Where they differ is said in `profiles.ts` and nowhere else. */
export const KINDS = [
  "dev",
  "qa",
  "integration",
  "uat",
  "staging",
  "prod",
  "developer",
  "preview",
] as const;

/** What an environment is for; it decides the {@link Profile}. */
export type Kind = (typeof KINDS)[number];

/** Kinds that live a day or a week, named after their owner, and may share the sandbox project. */
export const EPHEMERAL_KINDS: readonly Kind[] = ["developer", "preview"];

/** Kinds that never share anything and that no clean-up may touch. */
export const PROTECTED_KINDS: readonly Kind[] = ["staging", "prod"];

/** Whether environments of this kind may share the sandbox project. */
export function isEphemeral(kind: Kind): boolean {
  return EPHEMERAL_KINDS.includes(kind);
}

/** Whether environments of this kind are protected: never shared, never swept. */
export function isProtected(kind: Kind): boolean {
  return PROTECTED_KINDS.includes(kind);
}

/**
 * The kind that a stack's name says: `dev`, `staging`, `prod`, `qa`, `uat` and `integration` are
 * themselves, `dev-<name>` is a developer's, `pr-<number>` a pull request's preview. Any other name
 * says nothing, and the stack's file must say `bulkhead:kind`.
 */
export function kindOfStack(stack: string): Kind | undefined {
  if (/^pr-[1-9][0-9]*$/.test(stack)) return "preview";
  if (/^dev-[a-z0-9][a-z0-9-]*$/.test(stack)) return "developer";
  const standing = KINDS.filter((kind) => !isEphemeral(kind));
  return standing.find((kind) => kind === stack);
}

/**
 * The kind of a stack: what its name says, or what its file says where the name says nothing.
 *
 * @throws InvalidConfigError when neither says it, they disagree, or the name cannot be used.
 */
export function kindOf(stack: string, config: RawConfig): Kind {
  const { kind, problems } = readKind(stack, config);
  if (problems.length > 0 || kind === undefined) throw new InvalidConfigError(stack, problems);
  return kind;
}

/** The same as far as it can be told, with what is wrong. */
export function readKind(
  stack: string,
  config: RawConfig,
): { kind: Kind | undefined; problems: readonly Problem[] } {
  const named = kindOfStack(stack);
  const said = config["bulkhead:kind"];
  // An ephemeral stack shares a project by its prefix, which only the two patterns keep apart.
  const kind = named ?? KINDS.find((known) => known === said && !isEphemeral(known));
  const unusable = stackNameProblem(stack);
  return {
    kind,
    problems: [
      ...(unusable === undefined
        ? []
        : [{ path: "stack", value: stack, reason: unusable, cure: NAME_CURE }]),
      ...(kind !== undefined && (said === undefined || said === kind)
        ? []
        : [{ path: "bulkhead:kind", value: said, ...kindProblem(named, said) }]),
    ],
  };
}

const NAME_CURE =
  "Name the stack dev, staging, prod, qa, uat, integration, dev-<name> or pr-<number>.";

function kindProblem(named: Kind | undefined, said: string | undefined) {
  if (named !== undefined) {
    const cure = "Leave it out, or rename the stack.";
    return { reason: `is not ${named}, as the name says`, cure };
  }
  const standing = KINDS.filter((known) => !isEphemeral(known)).join(", ");
  const reason =
    said === undefined
      ? "is missing, and the stack's name does not say it either"
      : "is not a kind that a stack of this name can have";
  return { reason, cure: `Use one of ${standing}, or name the stack dev-<name> or pr-<number>.` };
}
