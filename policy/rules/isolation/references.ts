import { textAt } from "../../checks.ts";
import { FIREWALL_RULES, FIREWALLS } from "../../flows.ts";
import type { Reference } from "../../references.ts";
import type { Context, Finding, Rule, Subject } from "../../rule.ts";
import { isMap, isUnknown, leaves, type Path } from "../../values.ts";

/** Outputs in which the provider says labels again. */
const REPEATED = new Set(["pulumiLabels", "effectiveLabels", "effectiveAnnotations"]);

/** Every name of another environment, in any property at any depth and in any spelling. */
export const FOREIGN_REFERENCE: Rule = {
  id: "foreign-reference",
  forbids: "Naming anything that belongs to another environment, in any property at any depth.",
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
  check: function* (subject, context): Generator<Finding> {
    if (denies(subject)) return;
    const found = findAll(subject, context, ({ what }) => what === "range", withoutBlocks);
    for (const finding of found) if (!isDenied(subject, finding.path)) yield finding;
  },
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
  { references, ownership }: Context,
  wanted: (reference: Reference) => boolean,
  read: (text: string, path: Path, props: unknown) => string = (text) => text,
): Generator<Finding> {
  for (const { path, value } of leaves(props)) {
    if (REPEATED.has(String(path[0])) || isUnknown(value)) continue;
    if (typeof value !== "string" && typeof value !== "number") continue;
    const all = references.in(read(String(value), path, props)).filter(wanted);
    // Of several owners the one is told that no exception opens.
    const found = all.find(({ owner }) => ownership.isClosed(owner)) ?? all[0];
    if (!found) continue;
    const written = found.as === "plain" ? "" : `, ${found.as}`;
    const reason = `names the ${found.what} ${found.text}${written}`;
    yield { path, reason, foreign: found.owner };
  }
}

/**
 * A text without what has the form of an address and is none: the tag of an image may be a version of
 * four numbers, and what takes no proxy names blocks of private addresses, of no network in particular.
 */
function withoutBlocks(text: string, path: Path, props: unknown): string {
  const key = path.at(-1);
  if (key === "image") return text.replace(/:[\w.-]+(?=@|$)/, ":");
  const name = key === "value" ? textAt(valueAt(props, path.slice(0, -1)), "name") : String(key);
  if (!/^no_proxy$/i.test(name ?? "")) return text;
  return text
    .split(",")
    .filter((each) => !PRIVATE.has(each.trim()))
    .join(",");
}

const PRIVATE = new Set(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);

function valueAt(props: unknown, path: Path): unknown {
  type Indexed = Readonly<Record<string | number, unknown>>;
  return path.reduce<unknown>((value, step) => (value as Indexed | undefined)?.[step], props);
}

/** Whether one of a policy's own rules denies what it names, which keeps the two apart. */
function isDenied({ type, props }: Subject, path: Path): boolean {
  if (!FIREWALLS.includes(type)) return false;
  const way = path.map((_, at) => valueAt(props, path.slice(0, at + 1)));
  return way.some((each) => isMap(each) && textAt(each, "action") === "deny");
}

function denies({ type, props }: Subject): boolean {
  if (!FIREWALL_RULES.includes(type)) return false;
  // What the provider reads back has an empty list where the program has none.
  return (isFilled(props["denies"]) && !isFilled(props["allows"])) || props["action"] === "deny";
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
}
