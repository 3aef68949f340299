import type { Rule } from "../facts/facts.ts";
import { isIP } from "node:net";
import { isObject, type Property } from "./properties.ts";

const IPV4_CIDR = /^(\d{1,3}\.){3}\d{1,3}\/(\d|[12]\d|3[0-2])$/;
const DAY_SECONDS = 86_400;

/** Checks that are code in the provider: what a value must be, and the sentence when it is not. */
const FORMATS: Record<
  Extract<Rule, { format: unknown }>["format"],
  { readonly holds: (value: string) => boolean; readonly must: string }
> = {
  cidr: { holds: isCidr, must: "must be an address range such as 10.0.0.0/20" },
  base64: {
    holds: (value) =>
      /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value),
    must: "must be base64 text",
  },
  privateAsn: {
    holds: (value) => isPrivateAsn(Number(value)),
    must: "must be a private AS number: 64512..65534, 4200000000..4294967294, or 16550",
  },
  rotation: {
    holds: (value) => value === "" || isRotation(value),
    must: "must be a number of seconds such as 7776000s, at least one day (86400s)",
  },
};

/** The sentence that says which rule a value breaks, or undefined where it keeps it. */
export function broken(rule: Rule, value: Property): string | undefined {
  const text = typeof value === "string" || typeof value === "number" ? `${value}` : "";
  if ("enum" in rule) {
    const same = rule.ignoreCase ? text.toLowerCase() : text;
    const known = rule.enum.map((name) => (rule.ignoreCase ? name.toLowerCase() : name));
    return known.includes(same) ? undefined : `must be one of ${rule.enum.join(", ")}`;
  }
  if ("match" in rule) {
    return new RegExp(rule.match).test(text) ? undefined : `must match ${rule.match}`;
  }
  if ("reject" in rule) {
    return new RegExp(rule.reject).test(text) ? `must not match ${rule.reject}` : undefined;
  }
  if ("keys" in rule) {
    const wrong = isObject(value)
      ? Object.keys(value).find((key) => !new RegExp(rule.keys).test(key))
      : undefined;
    return wrong === undefined ? undefined : `has the key '${wrong}'; keys match ${rule.keys}`;
  }
  if ("length" in rule) {
    const [min, max] = rule.length;
    return text.length >= min && text.length <= max
      ? undefined
      : `must have ${min} to ${max} characters`;
  }
  if ("min" in rule) {
    const { min, max = Infinity } = rule;
    return Number(value) >= min && Number(value) <= max ? undefined : `must be ${min} to ${max}`;
  }
  const format = FORMATS[rule.format];
  return format.holds(text) ? undefined : format.must;
}

/** When two spellings of a value mean the same, so that a change between them is none. */
const EQUIVALENCES: Record<string, (old: string, next: string) => boolean> = {
  selfLinkOrName: (old, next) =>
    sameResource(old, next) || (!next.includes("/") && last(old) === next),
  relativePath: (old, next) => relative(old) === relative(next),
  resourceName: (old, next) => last(old) === last(next),
  case: (old, next) => old.toUpperCase() === next.toUpperCase(),
  member: (old, next) =>
    [old, next].some((member) => /^principal(Set|Hierarchy)?:/.test(member))
      ? old === next
      : old.toUpperCase() === next.toUpperCase(),
  time: (old, next) => Date.parse(old) === Date.parse(next),
  duration: (old, next) => parseFloat(old) === parseFloat(next) && /^[\d.]+s$/.test(old),
  emptied: (old, next) => old !== "" && next === "",
};

/** Whether the provider sees no change between two values of a field that names an equivalence. */
export function equivalent(name: string, old: Property, next: Property): boolean {
  const before = typeof old === "string" ? old : "";
  const after = typeof next === "string" ? next : "";
  if (name.startsWith("emptyOr:")) {
    const both = new Set([before, after]);
    return both.has("") && both.has(name.slice("emptyOr:".length));
  }
  return EQUIVALENCES[name]?.(before, after) ?? false;
}

const last = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const relative = (link: string) => link.replace(/^.*?\/(?=projects\/)/, "");
const sameResource = (old: string, next: string) => relative(old) === relative(next);

function isCidr(value: string): boolean {
  const [address = "", bits = ""] = value.split("/");
  return isIP(address) === 4
    ? IPV4_CIDR.test(value)
    : isIP(address) === 6 && /^\d{1,3}$/.test(bits) && Number(bits) <= 128;
}

function isPrivateAsn(asn: number): boolean {
  return (
    (asn >= 64_512 && asn <= 65_534) ||
    (asn >= 4_200_000_000 && asn <= 4_294_967_294) ||
    asn === 16_550
  );
}

function isRotation(value: string): boolean {
  const seconds = /^([0-9.]*\d)s$/.exec(value)?.[1];
  if (seconds === undefined || Number(seconds) < DAY_SECONDS) return false;
  return (seconds.split(".")[1] ?? "").length <= 9;
}
