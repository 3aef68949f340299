import { all, byType, is, isNot, matches, must, none, not } from "../../checks.ts";
import type { Rule } from "../../rule.ts";

const INSTANCE = "gcp:compute/instance:Instance";
const TYPES = [
  INSTANCE,
  "gcp:compute/instanceTemplate:InstanceTemplate",
  "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
];
/** What these do not say they take from a template or an image, judged where that is made. */
const COPIES = [
  "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
  "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage",
];
const PROJECT = "gcp:compute/projectMetadata:ProjectMetadata";

const TRUE = /^(true|1|y|yes)$/i;
const SHIELD = "shieldedInstanceConfig";
const SHIELDED = "switches a part of Shielded VM off";

/** A project may leave it to its instances, which are asked one by one. */
const osLogin = (absent: boolean) =>
  must("metadata.enable-oslogin", matches(TRUE), "leaves SSH keys to metadata", { absent });

/** Virtual machines. */
export const MACHINES: readonly Rule[] = [
  {
    id: "instance-public-address",
    forbids: "A virtual machine with a public address.",
    why: "It is scanned from its first minute, and leaves the network past its NAT.",
    cure: "Remove accessConfigs; NAT leads out, and identity-aware proxy or a load balancer in.",
    control: "CIS Google Cloud 4.0 4.9",
    types: [...TYPES, ...COPIES],
    check: all(
      none("networkInterfaces.accessConfigs", "gives it a public address"),
      none("networkInterfaces.ipv6AccessConfigs", "gives it a public address"),
    ),
    fails: { props: { networkInterfaces: [{ subnetwork: "workloads", accessConfigs: [{}] }] } },
    passes: { props: { networkInterfaces: [{ subnetwork: "workloads" }] } },
  },
  {
    id: "instance-shielded",
    forbids: "A virtual machine without secure boot, virtual TPM and integrity monitoring.",
    why: "What hides below the operating system survives every scan and every update.",
    cure: "Set shieldedInstanceConfig.enableSecureBoot to true and leave the other two on.",
    control: "CIS Google Cloud 4.0 4.8",
    types: TYPES,
    check: all(
      must(`${SHIELD}.enableSecureBoot`, is(true), SHIELDED),
      must(`${SHIELD}.enableVtpm`, is(true), SHIELDED, { absent: true }),
      must(`${SHIELD}.enableIntegrityMonitoring`, is(true), SHIELDED, { absent: true }),
    ),
    fails: { props: { machineType: "e2-small" } },
    passes: { props: { shieldedInstanceConfig: { enableSecureBoot: true } } },
  },
  {
    id: "instance-os-login",
    forbids: "A virtual machine that takes SSH keys from metadata.",
    why: "Keys in metadata belong to nobody and stay when their owner has left.",
    cure: "Set the metadata enable-oslogin to TRUE.",
    control: "CIS Google Cloud 4.0 4.4",
    types: [...TYPES, PROJECT],
    check: byType({
      [PROJECT]: osLogin(true),
      ...Object.fromEntries(TYPES.map((type) => [type, osLogin(false)])),
    }),
    fails: { props: { metadata: { "enable-oslogin": "FALSE" } } },
    passes: { props: { metadata: { "enable-oslogin": "TRUE" } } },
  },
  {
    id: "instance-serial-port",
    forbids: "A virtual machine whose serial console can be reached over the network.",
    why: "No firewall rule holds for it.",
    cure: "Remove the metadata serial-port-enable.",
    control: "CIS Google Cloud 4.0 4.5",
    types: [...TYPES, ...COPIES, PROJECT],
    check: must("metadata.serial-port-enable", not(matches(TRUE)), "opens the serial console"),
    fails: { props: { metadata: { "serial-port-enable": "true" } } },
    passes: { props: { metadata: {} } },
  },
  {
    id: "instance-ip-forwarding",
    forbids: "A virtual machine that passes on packets of others.",
    why: "It joins networks past routes and firewall rules.",
    cure: "Set canIpForward to false, or leave it out.",
    control: "CIS Google Cloud 4.0 4.6",
    types: [...TYPES, ...COPIES],
    check: must("canIpForward", isNot(true), "passes on packets of others"),
    fails: { props: { canIpForward: true } },
    passes: { props: { canIpForward: false } },
  },
];
