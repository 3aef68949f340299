// A web service on Cloud Run: its own account, a rate of requests, and an invoker by name.
import * as gcp from "@pulumi/gcp";

import { opts, region } from "./environment.ts";

const account = new gcp.serviceaccount.Account("web", { accountId: "web-service" }, opts);
const service = new gcp.cloudrunv2.Service(
  "web",
  {
    location: region,
    ingress: "INGRESS_TRAFFIC_ALL",
    template: {
      serviceAccount: account.email,
      scaling: { maxInstanceCount: 10 },
      containers: [
        {
          image: "us-docker.pkg.dev/cloudrun/container/hello",
          ports: { containerPort: 8080 },
          envs: [
            { name: "NODE_ENV", value: "production" },
            { name: "LOG_LEVEL", value: "prod-like" },
          ],
          resources: { limits: { cpu: "1", memory: "512Mi" } },
        },
      ],
    },
  },
  opts,
);
new gcp.cloudrunv2.ServiceIamMember(
  "web-invoker",
  { name: service.name, location: region, role: "roles/run.invoker", member: account.member },
  opts,
);
