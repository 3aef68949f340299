import { FIREWALL_RULES } from "../../flows.ts";
import type { Reference } from "../../references.ts";
import type { Context, Finding, Rule, Subject } from "../../rule.ts";
import { isUnknown, leaves } from "../../values.ts";

/** Outputs in which the provider says labels again. */
const REPEATED = new Set(["pulumiLabels", "effectiveLabels", "effectiveAnnotations"]);

/** Every name of another environment, in any property at any depth and in any spelling. */
export const FOREIGN_REFERENCE: Rule = {
  id: "foreign-reference",
  forbids: "Naming anything that belongs to another environment, in any property and any spelling.",
  why: "What is named can be read, written or deleted: one environment's fault becomes another's.",
  cure: "Name this environment's own resource, or move what both need into a project of neither.",
  check: (subject, context) => findAll(subject, context, ({ what }) => what !== "range"),
  fails: {
    type: "gcp:cloudrunv2/service:Service",
    props: {
      template: { containers: [{ envs: [{ value: "gs://acme-shop-prod-prod-uploads" }] }] },
    },
  },
  passes: { type: "gcp:storage/bucket:Bucket", props: { name: "product-images" } },
};

/** Addresses of another environment; a rule that denies them only keeps the two apart. */
export const FOREIGN_RANGE: Rule = {
  id: "foreign-range",
  forbids: "Naming addresses of another environment's network: equal, inside or containing.",
  why: "A route, a firewall rule or an authorised network that reaches them joins the two networks.",
  cure: "Use addresses of this environment's own range, or the partner's public ones.",
  check: (subject, context) =>
    denies(subject) ? [] : findAll(subject, context, ({ what }) => what === "range"),
  fails: {
    type: "gcp:compute/firewall:Firewall",
    props: { allows: [{ protocol: "tcp" }], sourceRanges: ["10.30.0.0/24"] },
  },
  passes: {
    type: "gcp:compute/firewall:Firewall",
    props: { denies: [{ protocol: "all" }], sourceRanges: ["10.30.0.0/24"] },
  },
};

function* findAll(
  { props }: Subject,
  { references }: Context,
  wanted: (reference: Reference) => boolean,
): Generator<Finding> {
  for (const { path, value } of leaves(props)) {
    if (REPEATED.has(String(path[0])) || isUnknown(value)) continue;
    if (typeof value !== "string" && typeof value !== "number") continue;
    const [found] = references.in(String(value)).filter(wanted);
    if (!found) continue;
    const written = found.as === "plain" ? "" : `, ${found.as}`;
    const reason = `names the ${found.what} ${found.text}${written}`;
    yield { path, reason, foreign: found.owner };
  }
}

function denies({ type, props }: Subject): boolean {
  if (!FIREWALL_RULES.includes(type)) return false;
  // What the provider reads back has an empty list where the program has none.
  return (isFilled(props["denies"]) && !isFilled(props["allows"])) || props["action"] === "deny";
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
}
