import { textAt } from "../../checks.ts";
import { FIREWALL_RULES } from "../../flows.ts";
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
    for (const found of findAll(subject, context, ({ what }) => what === "range")) {
      if (!isApart(subject.props, found.path)) yield found;
    }
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
): Generator<Finding> {
  for (const { path, value } of leaves(props)) {
    if (REPEATED.has(String(path[0])) || isUnknown(value)) continue;
    if (typeof value !== "string" && typeof value !== "number") continue;
    const all = references.in(textOf(path, value)).filter(wanted);
    // Of several owners the one is told that no exception opens.
    const found = all.find(({ owner }) => ownership.isClosed(owner)) ?? all[0];
    if (!found) continue;
    const written = found.as === "plain" ? "" : `, ${found.as}`;
    const reason = `names the ${found.what} ${found.text}${written}`;
    yield { path, reason, foreign: found.owner };
  }
}

/** An image's tag may be a version of four numbers, which is no address. */
function textOf(path: Path, value: string | number): string {
  return path.at(-1) === "image" ? String(value).replace(/:[\w.-]+(?=@|$)/, ":") : String(value);
}

/** Whether what stands at a path keeps ranges apart: it denies them, or sends them past a proxy. */
function isApart(props: Subject["props"], path: Path): boolean {
  const way = path.map((_, at) => valueAt(props, path.slice(0, at + 1)));
  if (way.some((each) => isMap(each) && "match" in each && textAt(each, "action") === "deny")) {
    return true;
  }
  const entry = way.at(-2);
  const name = path.at(-1) === "value" ? textAt(entry, "name") : String(path.at(-1));
  return /^no_proxy$/i.test(name ?? "") && onlyPrivate(String(way.at(-1)));
}

/** Blocks of private addresses as a whole, which are of no network in particular. */
function onlyPrivate(list: string): boolean {
  const rest = list.split(",").filter((each) => !PRIVATE.has(each.trim()));
  return !rest.some((each) => /^\s*(10|172|192)\./.test(each));
}

const PRIVATE = new Set(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);

function valueAt(props: unknown, path: Path): unknown {
  type Indexed = Readonly<Record<string | number, unknown>>;
  return path.reduce<unknown>((value, step) => (value as Indexed | undefined)?.[step], props);
}

function denies({ type, props }: Subject): boolean {
  if (!FIREWALL_RULES.includes(type)) return false;
  // What the provider reads back has an empty list where the program has none.
  return (isFilled(props["denies"]) && !isFilled(props["allows"])) || props["action"] === "deny";
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
}
