import { contains, parseRange, type Cidr } from "../environment/cidr.ts";
import { has, known, textAt, textOf } from "./checks.ts";
import type { Subject } from "./rule.ts";
import { isMap, isUnknown, valuesAt, type Path } from "./values.ts";

/** Which protocols and ports a rule lets through. */
export interface Service {
  readonly path: Path;
  /** Lower case, `all` for every protocol. */
  readonly protocol: string;
  /** Ports as numbers or ranges. */
  readonly ports: readonly string[] | "every";
}

/** Addresses at the far end of a flow: where it comes from, or where it goes. */
export interface Far {
  readonly path: Path;
  readonly range: string;
}

/** What a firewall rule lets through in one direction; what is not known yet is left out. */
export interface Flow {
  readonly direction: "INGRESS" | "EGRESS";
  readonly far: readonly Far[];
  /** Whether it names what it is for, and so not every instance of the network. */
  readonly isTargeted: boolean;
  readonly services: readonly Service[];
}

/** Every type whose resources are one firewall rule each, which allows or denies as a whole. */
export const FIREWALL_RULES = [
  "gcp:compute/firewall:Firewall",
  "gcp:compute/firewallPolicyRule:FirewallPolicyRule",
  "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule",
  "gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule",
];

/** Every type whose resources are firewall rules, or have some. */
export const FIREWALLS = [
  ...FIREWALL_RULES,
  "gcp:compute/firewallPolicyWithRules:FirewallPolicyWithRules",
  "gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules",
  "gcp:compute/regionNetworkFirewallPolicyWithRules:RegionNetworkFirewallPolicyWithRules",
];

/** Both kinds of rules call the same things by other names. */
interface Words {
  readonly far: { readonly INGRESS: string; readonly EGRESS: string };
  /** What else may stand for the far end. */
  readonly others: { readonly INGRESS: readonly string[]; readonly EGRESS: readonly string[] };
  /** What narrows the far end down to one side of the internet. */
  readonly scopes: { readonly INGRESS: readonly string[]; readonly EGRESS: readonly string[] };
  readonly targets: readonly string[];
  readonly services: string;
  readonly protocol: string;
}

const CLASSIC: Words = {
  far: { INGRESS: "sourceRanges", EGRESS: "destinationRanges" },
  others: { INGRESS: ["sourceTags", "sourceServiceAccounts"], EGRESS: [] },
  scopes: { INGRESS: [], EGRESS: [] },
  targets: ["targetTags", "targetServiceAccounts"],
  services: "allows",
  protocol: "protocol",
};

const matchers = (end: "src" | "dest", names: readonly string[]) =>
  names.map((name) => `match.${end}${name}`);
const SHARED = ["AddressGroups", "Fqdns", "RegionCodes", "ThreatIntelligences"];
const SCOPES = ["NetworkScope", "NetworkContext"];
const OF_POLICY: Words = {
  far: { INGRESS: "match.srcIpRanges", EGRESS: "match.destIpRanges" },
  others: {
    INGRESS: matchers("src", [...SHARED, "Networks", "SecureTags"]),
    EGRESS: matchers("dest", SHARED),
  },
  scopes: { INGRESS: matchers("src", SCOPES), EGRESS: matchers("dest", SCOPES) },
  targets: ["targetSecureTags", "targetServiceAccounts", "targetResources"],
  services: "match.layer4Configs",
  protocol: "ipProtocol",
};

/** What the firewall rules of a resource let through; what they deny is not asked for. */
export function flowsOf({ type, props }: Subject): readonly Flow[] {
  const [classic] = FIREWALL_RULES;
  if (type === classic) return flow(props, [], CLASSIC, has({ props }, "allows"));
  const rules = type.endsWith("WithRules")
    ? [...valuesAt(props, "rules")]
    : [{ path: [], value: props }];
  return rules.flatMap(({ path, value }) =>
    isMap(value) ? flow(value, path, OF_POLICY, isAllowed(value)) : [],
  );
}

function isAllowed(rule: unknown): boolean {
  return /^(allow|apply_security_profile_group)$/i.test(textAt(rule, "action") ?? "");
}

type Props = Subject["props"];

function flow(props: Props, start: Path, words: Words, isAllowed: boolean): readonly Flow[] {
  const said = props["direction"];
  const direction = (textOf(said) ?? "INGRESS").toUpperCase() === "EGRESS" ? "EGRESS" : "INGRESS";
  if (!isAllowed || isUnknown(said) || textAt(props, "disabled") === "true") return [];
  const isSet = (at: string) => has({ props }, at);
  const isInside = words.scopes[direction].some(
    (at) => !["", "INTERNET", "UNSPECIFIED"].includes(known({ props }, at) ?? "not known"),
  );
  const isOpen = !isInside && ![words.far[direction], ...words.others[direction]].some(isSet);
  const everywhere = { path: [...start, ...words.far[direction].split(".")], range: "0.0.0.0/0" };
  const services = [...valuesAt(props, words.services)];
  return [
    {
      direction,
      far: isOpen ? [everywhere] : texts(props, words.far[direction], start),
      isTargeted: words.targets.some(isSet),
      services: services.flatMap(({ path, value }) => {
        const protocol = textAt(value, words.protocol)?.toLowerCase();
        const named = texts(value, "ports", []).map(({ range }) => range);
        const ports = isMap(value) && has({ props: value }, "ports") ? named : "every";
        return protocol === undefined ? [] : [{ path: [...start, ...path], protocol, ports }];
      }),
    },
  ];
}

function texts(value: unknown, at: string, start: Path): readonly Far[] {
  return [...valuesAt(value, at)].flatMap(({ path, value: item }) => {
    const range = textOf(item);
    return range === undefined ? [] : [{ path: [...start, ...path], range }];
  });
}

/** How much a range holds: `anywhere` more than a /8 (IPv6: /16), `wide` more than a /16 (/48). */
export function widthOf(range: string): "anywhere" | "wide" | "narrow" {
  const length = Number(range.split("/")[1] ?? 128);
  const [anywhere, wide] = range.includes(":") ? [16, 48] : [8, 16];
  return length < anywhere ? "anywhere" : length < wide ? "wide" : "narrow";
}

/** Ranges whose senders are known: private ones, and Google's proxy that asks who somebody is. */
const TRUSTED: readonly Cidr[] = [
  ...(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] as const),
  "35.235.240.0/20",
];

/** Whether a range holds addresses of the internet. */
export function isPublic(range: string): boolean {
  if (range.includes(":")) return !/^f[cde]/i.test(range);
  const parsed = parseRange(range.includes("/") ? range : `${range}/32`);
  return "reason" in parsed || !TRUSTED.some((trusted) => contains(trusted, parsed.cidr));
}

/** Whether a rule lets one of these TCP ports through. */
export function opens({ protocol, ports }: Service, wanted: readonly number[]): boolean {
  if (!["all", "tcp", "6"].includes(protocol)) return false;
  if (ports === "every") return true;
  return ports.some((port) => {
    const [first = NaN, last = first] = port.split("-").map(Number);
    return wanted.some((one) => first <= one && one <= last);
  });
}
