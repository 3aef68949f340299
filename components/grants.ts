import type { Environment } from "../environment/environment.ts";
import { isEphemeral } from "../environment/kinds.ts";

/** What a workload needs on the project to sign in to the database, narrowed to it by a condition. */
export const SIGN_IN_ROLES = ["roles/cloudsql.client", "roles/cloudsql.instanceUser"] as const;

/** Every role that the program grants on an environment's project, and all its deployer may grant. */
export function grantedRoles({ kind, profile }: Environment): readonly string[] {
  const { operators, developers } = profile.people;
  const people = isEphemeral(kind) ? [] : [...operators, ...developers];
  return [...new Set([...people, ...SIGN_IN_ROLES])].sort();
}

/**
 * The condition, in CEL, under which the deployer may change the project's policy: for these roles
 * alone. Without it whoever may grant roles may grant itself any.
 */
export function onlyGrants(roles: readonly string[]) {
  const list = roles.map((role) => `'${role}'`).join(", ");
  return {
    title: "only roles of the program",
    expression: `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${list}])`,
  };
}
