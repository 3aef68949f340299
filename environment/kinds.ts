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
