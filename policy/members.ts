import { TAKES_AWAY } from "./grants.ts";
import type { Subject } from "./rule.ts";
import { isUnknown, jsonOf, valuesAt, type Leaf } from "./values.ts";

/** How a property writes down whoever gets a right: as IAM does, or in a way of its own. */
type Form = (text: string) => string;

const asIam: Form = (text) => (isAccount(text) ? `serviceAccount:${text}` : text);
const as =
  (kind: string): Form =>
  (text) =>
    isAccount(text) ? `serviceAccount:${text}` : `${kind}:${text}`;

/** Access lists of buckets: `READER:group-a@b`, `project-viewers-123`. */
const asEntity: Form = (text) => {
  const name = text.replace(/^(READER|WRITER|OWNER):/i, "");
  const [, kind = "", rest = ""] = /^(user|group|domain)-(.*)$/i.exec(name) ?? [];
  const [, team = "", project = ""] = /^project-(owner|editor|viewer)s-(.*)$/i.exec(name) ?? [];
  if (team !== "") return `project${team[0]?.toUpperCase() ?? ""}${team.slice(1)}:${project}`;
  return kind === "" || kind.toLowerCase() === "user" ? asIam(rest || name) : `${kind}:${rest}`;
};

/** Properties that name whoever gets a right. */
const MEMBERS: readonly (readonly [at: string, form: Form, types?: RegExp])[] = [
  ...["member", "members", "bindings.members", "iamMember", "accesses.iamMember"].map(
    (at) => [at, asIam] as const,
  ),
  ...["specialGroup", "accesses.specialGroup"].map((at) => [at, asIam] as const),
  ...["userByEmail", "accesses.userByEmail"].map((at) => [at, as("user")] as const),
  ...["groupByEmail", "accesses.groupByEmail"].map((at) => [at, as("group")] as const),
  ...["domain", "accesses.domain"].map((at) => [at, as("domain"), /^gcp:bigquery\//] as const),
  ...["entity", "roleEntities"].map((at) => [at, asEntity] as const),
];

/**
 * Whoever a resource gives a right to, as IAM writes it down, whether in a property or in a policy
 * written as text.
 */
export function* membersOf({ type, props }: Subject): Generator<Leaf & { value: string }> {
  if (!type.startsWith("gcp:") || type === TAKES_AWAY) return;
  for (const [at, form, types] of MEMBERS) {
    if (types?.test(type) === false) continue;
    for (const { path, value } of valuesAt(props, at)) {
      if (isName(value)) yield { path, value: form(value) };
    }
  }
  const policy = props["policyData"];
  if (typeof policy !== "string" || isUnknown(policy)) return;
  for (const { value } of valuesAt(jsonOf(policy), "bindings.members")) {
    if (isName(value)) yield { path: ["policyData"], value };
  }
}

function isAccount(text: string): boolean {
  return /^[^:]+gserviceaccount\.com$/i.test(text);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !isUnknown(value);
}
