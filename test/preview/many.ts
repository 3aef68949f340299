import type { PlanDocument } from "../../preview/document/plan.ts";
import { documentOf, plan, type Step } from "./planned.ts";

/** Types in the share that a large stack has of them; one in fifteen holds data. */
const TYPES = [
  "gcp:compute/firewall:Firewall",
  "gcp:projects/iAMMember:IAMMember",
  "gcp:secretmanager/secretIamMember:SecretIamMember",
  "gcp:cloudrunv2/service:Service",
  "gcp:dns/recordSet:RecordSet",
  "gcp:compute/route:Route",
  "gcp:pubsub/topic:Topic",
  "gcp:monitoring/alertPolicy:AlertPolicy",
  "gcp:logging/metric:Metric",
  "gcp:serviceaccount/account:Account",
  "gcp:projects/service:Service",
  "gcp:compute/address:Address",
  "gcp:storage/bucketIAMMember:BucketIAMMember",
  "gcp:cloudscheduler/job:Job",
  "gcp:storage/bucket:Bucket",
];

const OPERATIONS = ["create", "update", "update", "update", "replace", "delete", "update"];

/** A document on three stacks with so many operations in all, the same each time. */
export function manyOperations(count: number): PlanDocument {
  const stacks = ["dev", "staging", "prod"];
  return documentOf(
    stacks.map((stack, at) =>
      plan({ stack, steps: stepsOf(stack, Math.floor((count + at) / stacks.length)) }),
    ),
  );
}

/** The steps of a large plan. */
export function stepsOf(stack: string, count: number): readonly Step[] {
  return Array.from({ length: count }, (_, at) => {
    const op = OPERATIONS[at % OPERATIONS.length] ?? "update";
    const type = TYPES[Math.floor(at / OPERATIONS.length) % TYPES.length] ?? "";
    const inputs = (version: number) => ({
      name: `${stack}-resource-${at}`,
      location: "asia-southeast2",
      labels: { part: `part-${at}`, version: `v${version}` },
      ranges: ["192.168.0.0/22", `192.168.${version}.0/24`],
      settings: { tier: { memory: version, zones: ["a", "b"] } },
      description: `Resource number ${at}, in version ${version}`,
    });
    return {
      ...{ op, type, name: `resource-${at}` },
      ...(op !== "create" && { old: inputs(1) }),
      ...(op !== "delete" && { new: inputs(2) }),
      ...(op === "replace" && { keys: ["location"] }),
    };
  });
}
