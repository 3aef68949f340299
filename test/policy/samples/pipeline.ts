// A registry, and a sink that keeps the logs of its builds in a bucket for a year.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

import { opts, project, region } from "./environment.ts";

new gcp.artifactregistry.Repository(
  "images",
  { location: region, repositoryId: "images", format: "DOCKER" },
  opts,
);
const logs = new gcp.storage.Bucket(
  "build-logs",
  {
    location: region,
    uniformBucketLevelAccess: true,
    lifecycleRules: [{ action: { type: "Delete" }, condition: { age: 365 } }],
  },
  opts,
);
const sink = new gcp.logging.ProjectSink(
  "build-logs",
  {
    destination: pulumi.interpolate`storage.googleapis.com/${logs.name}`,
    filter: `resource.type="build" AND logName:"projects/${project}/logs/cloudbuild"`,
    uniqueWriterIdentity: true,
  },
  opts,
);
new gcp.storage.BucketIAMMember(
  "build-logs",
  { bucket: logs.name, role: "roles/storage.objectCreator", member: sink.writerIdentity },
  opts,
);
const topic = new gcp.pubsub.Topic("builds", {}, opts);
new gcp.storage.Notification(
  "builds",
  { bucket: logs.name, topic: topic.id, payloadFormat: "JSON_API_V1" },
  opts,
);
