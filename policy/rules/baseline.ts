import type { Rule } from "../rule.ts";
import { AUDIT_LOGS } from "./baseline/audit.ts";
import { CACHE } from "./baseline/cache.ts";
import { CLUSTERS } from "./baseline/clusters.ts";
import { DELETION } from "./baseline/deletion.ts";
import { FIREWALL } from "./baseline/firewall.ts";
import { IAM } from "./baseline/iam.ts";
import { LABELS_AND_REGIONS } from "./baseline/labels-and-regions.ts";
import { MACHINES } from "./baseline/machines.ts";
import { NAMES_AND_TLS } from "./baseline/names-and-tls.ts";
import { NETWORKS } from "./baseline/network.ts";
import { SECRETS } from "./baseline/secrets.ts";
import { SQL_RECOVERY } from "./baseline/sql-recovery.ts";
import { SQL_ACCESS } from "./baseline/sql.ts";
import { STORAGE } from "./baseline/storage.ts";
import { WORKLOADS } from "./baseline/workloads.ts";

/** The rules of the baseline pack. */
export const BASELINE: readonly Rule[] = [
  ...SQL_ACCESS,
  ...SQL_RECOVERY,
  ...CACHE,
  ...STORAGE,
  ...DELETION,
  ...IAM,
  ...AUDIT_LOGS,
  ...WORKLOADS,
  ...SECRETS,
  ...NETWORKS,
  ...FIREWALL,
  ...NAMES_AND_TLS,
  ...MACHINES,
  ...CLUSTERS,
  ...LABELS_AND_REGIONS,
];
