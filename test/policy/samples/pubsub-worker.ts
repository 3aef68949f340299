// A worker behind a topic, with a dead-letter topic that Google's own agent may write to.
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

import { opts, region } from "./environment.ts";

const orders = new gcp.pubsub.Topic("orders", { messageRetentionDuration: "86600s" }, opts);
const dead = new gcp.pubsub.Topic("orders-dead", {}, opts);
const account = new gcp.serviceaccount.Account("worker", { accountId: "orders-worker" }, opts);
const worker = new gcp.cloudrunv2.Service(
  "worker",
  {
    location: region,
    ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
    template: { containers: [{ image: "us-docker.pkg.dev/cloudrun/container/hello" }] },
  },
  opts,
);
new gcp.pubsub.Subscription(
  "orders",
  {
    topic: orders.id,
    ackDeadlineSeconds: 30,
    pushConfig: { pushEndpoint: worker.uri, oidcToken: { serviceAccountEmail: account.email } },
    deadLetterPolicy: { deadLetterTopic: dead.id, maxDeliveryAttempts: 5 },
  },
  opts,
);
const number = new pulumi.Config("bulkhead").require("projectNumber");
new gcp.pubsub.TopicIAMMember(
  "dead-letters",
  {
    topic: dead.name,
    role: "roles/pubsub.publisher",
    member: `serviceAccount:service-${number}@gcp-sa-pubsub.iam.gserviceaccount.com`,
  },
  opts,
);
