// A function that runs whenever a file is uploaded.
import * as gcp from "@pulumi/gcp";

import { opts, project, region } from "./environment.ts";

const source = new gcp.storage.Bucket(
  "source",
  { location: region, uniformBucketLevelAccess: true },
  opts,
);
const uploads = new gcp.storage.Bucket(
  "product-images",
  { location: region, uniformBucketLevelAccess: true, versioning: { enabled: true } },
  opts,
);
const account = new gcp.serviceaccount.Account("thumbnails", { accountId: "thumbnails" }, opts);
new gcp.projects.IAMMember(
  "thumbnails-events",
  { project, role: "roles/eventarc.eventReceiver", member: account.member },
  opts,
);
new gcp.cloudfunctionsv2.Function(
  "thumbnails",
  {
    location: region,
    description: "Makes thumbnails of product images, as production does",
    buildConfig: {
      runtime: "nodejs20",
      entryPoint: "handle",
      environmentVariables: { BUILD: "1.4.2" },
      source: { storageSource: { bucket: source.name, object: "function-2f1c9a52.zip" } },
    },
    serviceConfig: {
      availableMemory: "256M",
      timeoutSeconds: 60,
      serviceAccountEmail: account.email,
      environmentVariables: { TARGET: uploads.url },
    },
    eventTrigger: {
      triggerRegion: region,
      eventType: "google.cloud.storage.object.v1.finalized",
      retryPolicy: "RETRY_POLICY_RETRY",
      serviceAccountEmail: account.email,
      eventFilters: [{ attribute: "bucket", value: uploads.name }],
    },
  },
  opts,
);
