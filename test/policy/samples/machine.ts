// A machine with a start-up script, reached through the identity-aware proxy alone.
import * as gcp from "@pulumi/gcp";

import { opts, region, zone } from "./environment.ts";

const network = new gcp.compute.Network("vm", { autoCreateSubnetworks: false }, opts);
const subnetwork = new gcp.compute.Subnetwork(
  "vm",
  { network: network.id, region, ipCidrRange: "192.168.10.0/24" },
  opts,
);
new gcp.compute.Firewall(
  "vm-ssh",
  {
    network: network.id,
    allows: [{ protocol: "tcp", ports: ["22"] }],
    sourceRanges: ["35.235.240.0/20"],
  },
  opts,
);
new gcp.compute.Instance(
  "vm",
  {
    zone,
    machineType: "e2-micro",
    bootDisk: { initializeParams: { image: "debian-cloud/debian-12" } },
    networkInterfaces: [{ subnetwork: subnetwork.id }],
    metadata: { "enable-oslogin": "TRUE" },
    metadataStartupScript: [
      "#!/bin/bash",
      "apt-get update && apt-get install -y nginx=1.22.1-9",
      "echo 'SGVsbG8sIFdvcmxkIQ==' | base64 -d > /var/www/html/index.html",
      "curl -H 'Metadata-Flavor: Google' http://169.254.169.254/computeMetadata/v1/instance/id",
    ].join("\n"),
    scheduling: { automaticRestart: true },
  },
  opts,
);
