import {
  all,
  byType,
  is,
  known,
  must,
  present,
  textOf,
  when,
  type Check,
  type Condition,
  type Test,
} from "../../checks.ts";
import type { Rule } from "../../rule.ts";
import { isMap, isUnknown } from "../../values.ts";
import { DEFAULT_ACCOUNT } from "./iam.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";
const JOB = "gcp:cloudrunv2/job:Job";
const POOL = "gcp:cloudrunv2/workerPool:WorkerPool";
const SERVICE_V1 = "gcp:cloudrun/service:Service";
const FUNCTION = "gcp:cloudfunctionsv2/function:Function";
const FUNCTION_V1 = "gcp:cloudfunctions/function:Function";
const CLUSTER = "gcp:container/cluster:Cluster";
const NODE_POOL = "gcp:container/nodePool:NodePool";

/** Where each type says as whom it runs. */
const ACCOUNT_AT = {
  [SERVICE]: "template.serviceAccount",
  [JOB]: "template.template.serviceAccount",
  [POOL]: "template.serviceAccount",
  [SERVICE_V1]: "template.spec.serviceAccountName",
  [FUNCTION]: "serviceConfig.serviceAccountEmail",
  [FUNCTION_V1]: "serviceAccountEmail",
  "gcp:cloudbuild/trigger:Trigger": "serviceAccount",
  "gcp:eventarc/trigger:Trigger": "serviceAccount",
  "gcp:workflows/workflow:Workflow": "serviceAccount",
  [NODE_POOL]: "nodeConfig.serviceAccount",
};

/** Instances have no account at all unless they say something of one. */
const INSTANCES = [
  "gcp:compute/instance:Instance",
  "gcp:compute/instanceTemplate:InstanceTemplate",
  "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
];

const isOwnAccount: Test = (account) => {
  const email = textOf(account) ?? "default";
  return email !== "default" && !DEFAULT_ACCOUNT.test(email);
};
const own = (at: string, within = ""): Check =>
  must(at, isOwnAccount, "runs as a default service account", { within });

/** A cluster's own pool is the one that its `nodeConfig` describes. */
const hasOwnPool: Condition = (subject) =>
  ["removeDefaultNodePool", "enableAutopilot"].every(
    (key) => known(subject, key, "false") === "false",
  );

const RUNS_AS: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(Object.entries(ACCOUNT_AT).map(([type, at]) => [type, own(at)])),
  ...Object.fromEntries(INSTANCES.map((type) => [type, own("email", "serviceAccount")])),
  [CLUSTER]: when(hasOwnPool, own("nodeConfig.serviceAccount")),
};

/** A number, alone or in a version's full name; any other name is moved by somebody else. */
const PINNED = /(^|\/versions\/)\d+$/;
const isPinned: Test = (version) => PINNED.test(textOf(version) ?? "");
const pinned = (within: string, at = "version"): Check =>
  must(at, isPinned, "is no number of a version", { within });
const pinnedIn = (within: string, list: string, at = "version"): Check =>
  all(must(list, present, "names no version", { within }), pinned(`${within}.${list}`, at));

const cloudRun = (template: string): Check =>
  all(
    pinned(`${template}.containers.envs.valueSource.secretKeyRef`),
    pinnedIn(`${template}.volumes.secret`, "items"),
  );
const functions = (config: string): Check =>
  all(
    pinned(`${config}secretEnvironmentVariables`),
    pinnedIn(`${config}secretVolumes`, "versions"),
  );

const READS_SECRETS: Readonly<Record<string, Check>> = {
  [SERVICE]: cloudRun("template"),
  [POOL]: cloudRun("template"),
  [JOB]: cloudRun("template.template"),
  [SERVICE_V1]: all(
    pinned("template.spec.containers.envs.valueFrom.secretKeyRef", "key"),
    pinnedIn("template.spec.volumes.secret", "items", "key"),
  ),
  [FUNCTION]: functions("serviceConfig."),
  [FUNCTION_V1]: functions(""),
};

const PAST = "lets traffic out past the network";
const throughNetwork = (template: string): Check =>
  must(`${template}.vpcAccess.egress`, is("ALL_TRAFFIC"), PAST);
/** Functions have one setting for a connector and one for a direct way into the network. */
const functionThroughNetwork =
  (config: string): Check =>
  (subject) => {
    const path = `${config}vpcConnectorEgressSettings`;
    const ways = [path, `${config}directVpcEgress`].map((at) => known(subject, at));
    const isThrough = ways.some((way) => way === undefined || way.endsWith("ALL_TRAFFIC"));
    return isThrough ? [] : [{ path: path.split("."), reason: PAST }];
  };
const EGRESS_ANNOTATION = "run.googleapis.com/vpc-access-egress";
const isAllByAnnotation: Test = (annotations) =>
  isMap(annotations) &&
  (annotations[EGRESS_ANNOTATION] === "all-traffic" || isUnknown(annotations[EGRESS_ANNOTATION]));

const SENDS: Readonly<Record<string, Check>> = {
  [SERVICE]: throughNetwork("template"),
  [POOL]: throughNetwork("template"),
  [JOB]: throughNetwork("template.template"),
  [SERVICE_V1]: must("template.metadata.annotations", isAllByAnnotation, PAST),
  [FUNCTION]: functionThroughNetwork("serviceConfig."),
  [FUNCTION_V1]: functionThroughNetwork(""),
};

const ACCOUNT = "staging-api@acme-shop-staging.iam.gserviceaccount.com";
const withSecret = (version: string) => ({
  template: {
    containers: [
      {
        envs: [
          {
            name: "KEY",
            valueSource: { secretKeyRef: { secret: "staging-payment-key", version } },
          },
        ],
      },
    ],
  },
});

/** What runs here: as whom, with which secrets, and by which way out. */
export const WORKLOADS: readonly Rule[] = [
  {
    id: "workload-own-account",
    forbids: "A workload that runs as a default service account, or names none.",
    why: "All such workloads share one account, and what one of them needs all of them may do.",
    cure: "Make a service account for the workload and name it.",
    control: "CIS Google Cloud 4.0 4.1",
    types: Object.keys(RUNS_AS),
    check: byType(RUNS_AS),
    fails: { props: { template: { containers: [{ image: "app" }] } } },
    passes: { props: { template: { serviceAccount: ACCOUNT } } },
  },
  {
    id: "secret-version-pinned",
    forbids: "A workload that reads a secret by latest or another name that moves.",
    why: "A rotation then changes what runs without a release, and a rollback does not undo it.",
    cure: "Name the version by its number, as the component Secrets hands it out.",
    types: Object.keys(READS_SECRETS),
    check: byType(READS_SECRETS),
    fails: { props: withSecret("latest") },
    passes: { props: withSecret("3") },
  },
  {
    id: "run-egress-through-network",
    forbids:
      "A Cloud Run service, job or function whose traffic leaves past the environment's network.",
    why: "No firewall rule holds for it: what runs in staging reaches real people and partners.",
    cure: "Set vpcAccess.egress to ALL_TRAFFIC, and name the environment's subnetwork.",
    types: Object.keys(SENDS),
    check: byType(SENDS),
    fails: { props: { template: { vpcAccess: { egress: "PRIVATE_RANGES_ONLY" } } } },
    passes: { props: { template: { vpcAccess: { egress: "ALL_TRAFFIC" } } } },
  },
];
