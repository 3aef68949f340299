// An application with Firestore for its data and Redis for its sessions.
import * as gcp from "@pulumi/gcp";

import { opts, project, region } from "./environment.ts";

const network = new gcp.compute.Network("sessions", { autoCreateSubnetworks: false }, opts);
new gcp.firestore.Database(
  "data",
  { project, name: "(default)", locationId: region, type: "FIRESTORE_NATIVE" },
  opts,
);
const redis = new gcp.redis.Instance(
  "sessions",
  {
    region,
    tier: "BASIC",
    memorySizeGb: 1,
    redisVersion: "REDIS_7_2",
    authorizedNetwork: network.id,
    displayName: "Sessions of the shop, production-like",
  },
  opts,
);
const connector = new gcp.vpcaccess.Connector(
  "sessions",
  { region, network: network.name, ipCidrRange: "192.168.20.0/28", machineType: "e2-micro" },
  opts,
);
new gcp.cloudrunv2.Service(
  "sessions",
  {
    location: region,
    template: {
      vpcAccess: { connector: connector.id, egress: "PRIVATE_RANGES_ONLY" },
      containers: [
        {
          image: "us-docker.pkg.dev/cloudrun/container/hello",
          envs: [{ name: "REDIS_HOST", value: redis.host }],
        },
      ],
    },
  },
  opts,
);
