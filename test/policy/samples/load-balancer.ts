// An HTTPS load balancer in front of a group of machines, with a managed certificate.
import * as gcp from "@pulumi/gcp";

import { opts, zone } from "./environment.ts";

const network = new gcp.compute.Network("lb", { autoCreateSubnetworks: true }, opts);
const template = new gcp.compute.InstanceTemplate(
  "lb-web",
  {
    machineType: "e2-small",
    tags: ["web"],
    disks: [{ sourceImage: "debian-cloud/debian-12", boot: true, autoDelete: true }],
    networkInterfaces: [{ network: network.id }],
  },
  opts,
);
const group = new gcp.compute.InstanceGroupManager(
  "lb-web",
  {
    zone,
    baseInstanceName: "web",
    targetSize: 2,
    versions: [{ instanceTemplate: template.id }],
    namedPorts: [{ name: "http", port: 8080 }],
  },
  opts,
);
const check = new gcp.compute.HealthCheck("lb", { httpHealthCheck: { port: 8080 } }, opts);
const backend = new gcp.compute.BackendService(
  "lb",
  { healthChecks: check.id, portName: "http", backends: [{ group: group.instanceGroup }] },
  opts,
);
const urls = new gcp.compute.URLMap("lb", { defaultService: backend.id }, opts);
const certificate = new gcp.compute.ManagedSslCertificate(
  "lb",
  { managed: { domains: ["www.acme.example", "acme.example"] } },
  opts,
);
const proxy = new gcp.compute.TargetHttpsProxy(
  "lb",
  { urlMap: urls.id, sslCertificates: [certificate.id] },
  opts,
);
const address = new gcp.compute.GlobalAddress("lb", {}, opts);
new gcp.compute.GlobalForwardingRule(
  "lb",
  { target: proxy.id, ipAddress: address.address, portRange: "443" },
  opts,
);
new gcp.compute.Firewall(
  "lb-health",
  {
    network: network.id,
    allows: [{ protocol: "tcp", ports: ["8080"] }],
    sourceRanges: ["130.211.0.0/22", "35.191.0.0/16"],
    targetTags: ["web"],
  },
  opts,
);
