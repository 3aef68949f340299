import { Netmask } from "netmask";
import { isList, isObject, UNKNOWN } from "./properties.ts";
import type { Properties, Property } from "./properties.ts";
import { equal, isEmpty } from "./sets.ts";

/** What the provider does for one type beyond its schema, in terms of state and planned state. */
interface Behaviour {
  /** The sentence with which it refuses a plan. */
  readonly refuses?: (planned: Properties, old: Properties | undefined) => string | undefined;
  /** Whether a change that its schema allows in place still needs a new resource. */
  readonly replaces?: (old: Properties, planned: Properties) => boolean;
  /** The inputs in the order of the state, where order means nothing to it. */
  readonly arranges?: (news: Properties, old: Properties) => Properties;
  /** The planned state without the changes that it does not count as such. */
  readonly settles?: (planned: Properties, old: Properties) => Properties;
}

/** By type, from the provider's CustomizeDiff functions. */
export const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  "gcp:compute/firewall:Firewall": {
    refuses: (planned) =>
      planned["direction"] !== "EGRESS" &&
      ["sourceTags", "sourceRanges", "sourceServiceAccounts"].every((it) => isEmpty(planned[it]))
        ? "an ingress rule needs sourceRanges, sourceTags or sourceServiceAccounts"
        : planned["enableLogging"] === false && isObject(planned["logConfig"])
          ? "logConfig needs enableLogging to be true or left out"
          : undefined,
  },
  "gcp:compute/router:Router": {
    refuses: (planned, old = {}) =>
      // An unknown block reads as the default mode beside the groups of the state.
      (planned["bgp"] === UNKNOWN || at(planned, "bgp", "advertiseMode") === "DEFAULT") &&
      ["advertisedGroups", "advertisedIpRanges"].some(
        (it) => !isEmpty(at(planned["bgp"] === UNKNOWN ? old : planned, "bgp", it)),
      )
        ? "bgp.advertisedGroups and bgp.advertisedIpRanges need bgp.advertiseMode CUSTOM"
        : undefined,
  },
  "gcp:compute/subnetwork:Subnetwork": {
    replaces: (old, planned) => !contains(planned["ipCidrRange"], old["ipCidrRange"]),
    arranges: (news, old) => arranged(news, old, "secondaryIpRanges", placeRanges),
    // An unknown list of ranges reads as an empty one.
    settles: (planned) =>
      planned["secondaryIpRanges"] === UNKNOWN ? { ...planned, secondaryIpRanges: [] } : planned,
  },
  "gcp:servicenetworking/connection:Connection": {
    arranges: (news, old) => arranged(news, old, "reservedPeeringRanges", keepOrder),
  },
  "gcp:dns/recordSet:RecordSet": {
    arranges: (news, old) => arranged(news, old, "rrdatas", keepOrder),
  },
  "gcp:redis/instance:Instance": {
    replaces: (old, planned) =>
      redisVersion(planned["redisVersion"]) < redisVersion(old["redisVersion"]),
  },
  "gcp:secretmanager/secret:Secret": {
    replaces: (old, planned) =>
      (at(old, "replication", "auto") === null) !== (at(planned, "replication", "auto") === null),
  },
  "gcp:storage/bucket:Bucket": {
    replaces: (old, planned) =>
      at(old, "retentionPolicy", "isLocked") === true &&
      at(planned, "retentionPolicy", "isLocked") !== true,
  },
  "gcp:sql/databaseInstance:DatabaseInstance": {
    refuses: (planned) =>
      at(planned, "settings", "backupConfiguration", "pointInTimeRecoveryEnabled") === true &&
      !/POSTGRES|SQLSERVER/.test(planned["databaseVersion"] as string)
        ? "pointInTimeRecoveryEnabled is for PostgreSQL and SQL Server only"
        : undefined,
    replaces: (old, planned) =>
      isObject(planned["settings"]) &&
      // A network that is not known yet counts as removed.
      ((isObject(at(planned, "settings", "ipConfiguration")) &&
        at(old, "settings", "ipConfiguration", "privateNetwork") &&
        typeof at(planned, "settings", "ipConfiguration", "privateNetwork") !== "string") ||
        !equal(at(old, "masterInstanceName"), at(planned, "masterInstanceName")) ||
        (at(old, "settings", "autoUpgradeEnabled") === true &&
          at(planned, "settings", "autoUpgradeEnabled") !== true) ||
        Number(at(planned, "settings", "diskSize")) < Number(at(old, "settings", "diskSize"))),
    settles: (planned, old) => {
      const { settings } = planned;
      const before = at(old, "settings", "diskSize");
      const shrinks = Number(at(planned, "settings", "diskSize")) < Number(before);
      return shrinks &&
        isObject(settings ?? null) &&
        at(planned, "settings", "diskAutoresize") !== false
        ? { ...planned, settings: { ...(settings as Properties), diskSize: before } }
        : planned;
    },
  },
};

function at(value: Property, ...path: string[]): Property {
  return path.reduce<Property>(
    (held, name) => (isObject(held) ? (held[name] ?? null) : null),
    value,
  );
}

function arranged(
  news: Properties,
  old: Properties,
  name: string,
  arrange: (next: readonly Property[], before: readonly Property[]) => readonly Property[],
): Properties {
  const [next, before] = [news[name], old[name]];
  return isList(next) && isList(before) ? { ...news, [name]: arrange(next, before) } : news;
}

/** The list as it was, where the new one has the same items. */
const keepOrder = (next: readonly Property[], old: readonly Property[]) =>
  next.length === old.length && next.every((item) => old.some((other) => equal(item, other)))
    ? old
    : next;

/** Ranges keep their place by name, and their CIDR where the inputs give none. */
function placeRanges(next: readonly Property[], old: readonly Property[]): readonly Property[] {
  const placed: Property[] = next.map(() => null);
  const rest: Property[] = [];
  for (const range of next) {
    const index = old.findIndex((other) => at(other, "rangeName") === at(range, "rangeName"));
    const own = at(range, "ipCidrRange");
    const cidr = typeof own === "string" ? own : at(old[index] ?? null, "ipCidrRange");
    const kept = isObject(range) && cidr !== null ? { ...range, ipCidrRange: cidr } : range;
    if (index >= 0 && index < placed.length) placed[index] = kept;
    else rest.push(kept);
  }
  return placed.map((range) => range ?? rest.shift() ?? null);
}

const redisVersion = (version: Property | undefined) =>
  Number(
    /^REDIS_(\d+)_(\d+|X)$/
      .exec(version as string)
      ?.slice(1)
      .join(".") ?? NaN,
  );

/** Whether an IPv4 range holds all of another; true where either is not a known range. */
function contains(outer: Property | undefined, inner: Property | undefined): boolean {
  return !isRange(outer) || !isRange(inner) || new Netmask(outer).contains(new Netmask(inner));
}

const isRange = (value: Property | undefined): value is string =>
  typeof value === "string" && /^[\d.]+\/\d+$/.test(value);
