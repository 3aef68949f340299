import { known, textOf, type Check } from "../../checks.ts";
import type { Finding, Rule, Subject } from "../../rule.ts";
import { isMap, isUnknown, jsonOf, valuesAt } from "../../values.ts";

/** Types that must carry the environment's labels, by the provider's defaults or their own. */
const LABELLED = new Set(
  [
    "artifactregistry/repository:Repository",
    "bigquery/dataset:Dataset",
    "cloudfunctionsv2/function:Function",
    "cloudrunv2/job:Job",
    "cloudrunv2/service:Service",
    "cloudrunv2/workerPool:WorkerPool",
    "compute/address:Address",
    "compute/disk:Disk",
    "compute/globalAddress:GlobalAddress",
    "compute/globalForwardingRule:GlobalForwardingRule",
    "compute/instance:Instance",
    "dns/managedZone:ManagedZone",
    "kms/cryptoKey:CryptoKey",
    "pubsub/subscription:Subscription",
    "pubsub/topic:Topic",
    "redis/instance:Instance",
    "secretmanager/secret:Secret",
    "spanner/instance:Instance",
    "storage/bucket:Bucket",
  ].map((type) => `gcp:${type}`),
);
const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
/** Every place where labels stand; Google's provider adds its defaults to `labels` alone. */
const LABELS = [
  ...["labels", "userLabels", "resourceLabels", "settings.userLabels"],
  ...["pulumiLabels", "effectiveLabels"],
];

/** The labels at a place; `undefined` where they are not known. */
function labelsAt(
  props: Subject["props"],
  at: string,
): Readonly<Record<string, unknown>> | undefined {
  const [first] = valuesAt(props, at);
  if (first === undefined) return {};
  const { value } = first;
  if (isMap(value)) return value;
  // A provider's properties are text; what is not text travels as JSON.
  const parsed = isUnknown(value) ? undefined : jsonOf(textOf(value) ?? "");
  return isMap(parsed) ? parsed : undefined;
}

const carriesLabels: Check = function* ({ type, props, provider }, { environment }) {
  if (!type.startsWith("gcp:")) return;
  const expected = Object.entries(environment.labels);
  for (const at of LABELS) {
    const labels = labelsAt(props, at) ?? {};
    for (const [label, value] of expected) {
      const said = textOf(labels[label]);
      if (said !== undefined && said !== value) {
        yield { path: [...at.split("."), label], reason: "is not this environment's" };
      }
    }
  }
  const at = type === SQL ? "settings.userLabels" : "labels";
  const own = labelsAt(props, at);
  const defaults = type === SQL ? {} : provider && labelsAt(provider.props, "defaultLabels");
  if (!own || !defaults) return;
  for (const [label, value] of expected) {
    if (Object.hasOwn(own, label)) continue;
    const inherited = defaults[label];
    const isMissing = inherited === undefined && (type === SQL || LABELLED.has(type));
    if (isMissing) yield { path: at.split("."), reason: `lacks the label ${label}` };
    const text = textOf(inherited);
    if (text !== undefined && text !== value) {
      yield { path: [at], reason: `gets another environment's label ${label} by its provider` };
    }
  }
};

const PLACES = [
  ...["region", "location", "zone", "locationId"],
  ...["regions", "locations", "zones", "nodeLocations", "replicaZones", "distributionPolicyZones"],
  "messageStoragePolicy.allowedPersistenceRegions",
  "settings.backupConfiguration.location",
  "settings.locationPreference.zone",
  "settings.locationPreference.secondaryZone",
];
/** Of these Google has a regional kind as well; of most that are global it has no other. */
const NEVER_GLOBAL = new Set(["gcp:kms/keyRing:KeyRing"]);

const liesInRegion: Check = function* (subject, { environment }): Generator<Finding> {
  const { type, props, provider } = subject;
  if (!type.startsWith("gcp:")) return;
  const { region } = environment;
  const isHere = (place: string) =>
    place === region || (place.startsWith(`${region}-`) && place.length === region.length + 2);
  for (const { path, value } of PLACES.flatMap((at) => [...valuesAt(props, at)])) {
    const place = textOf(value)?.toLowerCase().split("/").at(-1) ?? "";
    const isGlobal = place === "global" && !NEVER_GLOBAL.has(type);
    if (place !== "" && !isHere(place) && !isGlobal) {
      yield { path, reason: "is outside the environment's region" };
    }
  }
  const inherited = (provider && known(provider, "region", region)) ?? region;
  const saysItself = ["region", "location", "zone"].some((at) => known(subject, at) !== "");
  if (inherited !== region && !saysItself) {
    yield { path: ["region"], reason: "is that of a provider for another region" };
  }
};

/** Whose a resource is and where it lies. */
export const LABELS_AND_REGIONS: readonly Rule[] = [
  {
    id: "labels-own",
    forbids: "A resource without the environment's labels, or with another environment's.",
    why: "Costs, alerts and clean-ups go by labels, and reach the wrong environment.",
    cure: "Make it with the environment's own provider, and leave those labels alone.",
    check: carriesLabels,
    fails: {
      type: "gcp:storage/bucket:Bucket",
      props: { labels: { environment: "prod" } },
    },
    passes: {
      type: "gcp:storage/bucket:Bucket",
      props: { labels: { team: "shop" } },
    },
  },
  {
    id: "region-own",
    forbids: "A resource outside the environment's region.",
    why: "Data then lies in another country than was promised.",
    cure: "Use the environment's region, or one of its zones; global where there is nothing else.",
    check: liesInRegion,
    fails: { type: "gcp:storage/bucket:Bucket", props: { location: "US" } },
    passes: { type: "gcp:storage/bucket:Bucket", props: { location: "ASIA-SOUTHEAST2" } },
  },
];
