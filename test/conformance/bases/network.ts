import type { Properties } from "../../../local/provider/properties.ts";
import { NETWORK, ACCOUNT, REGION, LABELS } from "./names.ts";

/** Networks, firewalls and names: realistic inputs by type. */
export const NETWORK_BASES: Readonly<Record<string, readonly Properties[]>> = {
  "gcp:compute/network:Network": [
    {
      name: "acme-dev",
      autoCreateSubnetworks: false,
      deleteDefaultRoutesOnCreate: true,
      routingMode: "REGIONAL",
      description: "The network of dev",
      mtu: 1460,
      bgpBestPathSelectionMode: "STANDARD",
      params: {
        resourceManagerTags: { "tagKeys/281": "tagValues/282", "tagKeys/283": "tagValues/1" },
      },
    },
    { autoCreateSubnetworks: false },
  ],
  "gcp:compute/subnetwork:Subnetwork": [
    {
      name: "acme-dev-main",
      network: NETWORK,
      region: REGION,
      ipCidrRange: "10.10.0.0/20",
      privateIpGoogleAccess: true,
      description: "Workloads",
      logConfig: {
        aggregationInterval: "INTERVAL_5_MIN",
        flowSampling: 0.5,
        metadata: "CUSTOM_METADATA",
        metadataFields: ["src_instance", "dest_vpc"],
      },
      secondaryIpRanges: [
        { rangeName: "pods", ipCidrRange: "10.11.0.0/16" },
        { rangeName: "services", ipCidrRange: "10.12.0.0/20" },
      ],
    },
    {
      network: "acme-dev",
      ipCidrRange: "10.10.0.0/20",
      purpose: "PRIVATE",
      role: "ACTIVE",
      stackType: "IPV4_ONLY",
    },
  ],
  "gcp:compute/firewall:Firewall": [
    {
      name: "acme-dev-allow-health",
      network: NETWORK,
      direction: "INGRESS",
      priority: 900,
      description: "Health checks",
      sourceRanges: ["35.191.0.0/16", "130.211.0.0/22"],
      targetTags: ["web", "worker"],
      allows: [{ protocol: "tcp", ports: ["80", "443", "8000-8100"] }, { protocol: "icmp" }],
      logConfig: { metadata: "INCLUDE_ALL_METADATA" },
    },
    {
      network: NETWORK,
      direction: "EGRESS",
      priority: 65000,
      destinationRanges: ["0.0.0.0/0", "10.0.0.0/8"],
      denies: [{ protocol: "all" }, { protocol: "tcp", ports: ["25"] }],
      disabled: false,
      targetServiceAccounts: [ACCOUNT],
    },
  ],
  "gcp:compute/route:Route": [
    {
      name: "acme-dev-google-apis",
      network: NETWORK,
      destRange: "199.36.153.8/30",
      nextHopGateway: "default-internet-gateway",
      priority: 900,
      description: "To Google's private range",
      tags: ["web", "worker"],
    },
    {
      network: NETWORK,
      destRange: "10.99.0.0/16",
      nextHopIp: "10.10.0.9",
      params: { resourceManagerTags: { "tagKeys/281": "tagValues/282" } },
    },
  ],
  "gcp:compute/router:Router": [
    {
      name: "acme-dev",
      network: NETWORK,
      region: REGION,
      description: "Outbound",
      bgp: {
        asn: 64514,
        advertiseMode: "CUSTOM",
        advertisedGroups: ["ALL_SUBNETS"],
        advertisedIpRanges: [{ range: "1.2.3.4" }, { range: "6.7.0.0/16", description: "spare" }],
        keepaliveInterval: 25,
      },
    },
    { network: "acme-dev", encryptedInterconnectRouter: false },
  ],
  "gcp:compute/routerNat:RouterNat": [
    {
      name: "acme-dev",
      router: "acme-dev",
      region: REGION,
      natIpAllocateOption: "MANUAL_ONLY",
      natIps: [
        "projects/acme-dev-1a2b/regions/asia-southeast2/addresses/nat-1",
        "projects/acme-dev-1a2b/regions/asia-southeast2/addresses/nat-2",
      ],
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetworks: [
        {
          name: "projects/acme-dev-1a2b/regions/asia-southeast2/subnetworks/main",
          sourceIpRangesToNats: ["ALL_IP_RANGES"],
        },
        {
          name: "projects/acme-dev-1a2b/regions/asia-southeast2/subnetworks/jobs",
          sourceIpRangesToNats: ["LIST_OF_SECONDARY_IP_RANGES"],
          secondaryIpRangeNames: ["pods"],
        },
      ],
      minPortsPerVm: 64,
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    },
    {
      router: "acme-dev",
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      enableDynamicPortAllocation: true,
      maxPortsPerVm: 1024,
    },
  ],
  "gcp:compute/globalAddress:GlobalAddress": [
    {
      name: "acme-dev-services",
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
      address: "10.60.0.0",
      prefixLength: 16,
      network: NETWORK,
      description: "Private services",
      labels: LABELS,
    },
    { ipVersion: "IPV4", labels: { environment: "dev" } },
  ],
  "gcp:servicenetworking/connection:Connection": [
    {
      network: NETWORK,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: ["acme-dev-services", "acme-dev-more"],
      updateOnCreationFail: true,
    },
  ],
  "gcp:dns/policy:Policy": [
    {
      name: "acme-dev",
      enableInboundForwarding: false,
      enableLogging: true,
      description: "Logs every lookup",
      networks: [
        { networkUrl: NETWORK },
        { networkUrl: "projects/acme-dev-1a2b/global/networks/second" },
      ],
      alternativeNameServerConfig: {
        targetNameServers: [
          { ipv4Address: "10.0.0.2", forwardingPath: "private" },
          { ipv4Address: "10.0.0.3" },
        ],
      },
    },
    { enableLogging: true, networks: [{ networkUrl: NETWORK }] },
  ],
  "gcp:dns/managedZone:ManagedZone": [
    {
      name: "acme-dev-internal",
      dnsName: "dev.acme.internal.",
      description: "Names inside dev",
      visibility: "private",
      labels: LABELS,
      forceDestroy: false,
      privateVisibilityConfig: {
        networks: [
          { networkUrl: NETWORK },
          { networkUrl: "projects/acme-dev-1a2b/global/networks/second" },
        ],
      },
      forwardingConfig: {
        targetNameServers: [
          { ipv4Address: "10.0.0.2", forwardingPath: "default" },
          { ipv4Address: "10.0.0.3" },
        ],
      },
    },
    {
      dnsName: "acme.example.",
      visibility: "public",
      dnssecConfig: {
        state: "on",
        nonExistence: "nsec3",
        defaultKeySpecs: [{ algorithm: "rsasha256", keyLength: 2048, keyType: "keySigning" }],
      },
      cloudLoggingConfig: { enableLogging: true },
    },
  ],
  "gcp:dns/recordSet:RecordSet": [
    {
      name: "db.dev.acme.internal.",
      managedZone: "acme-dev-internal",
      type: "A",
      ttl: 300,
      rrdatas: ["10.60.0.3", "10.60.0.4"],
    },
    {
      name: "geo.dev.acme.internal.",
      managedZone: "acme-dev-internal",
      type: "A",
      ttl: 60,
      routingPolicy: {
        wrrs: [
          { weight: 0.8, rrdatas: ["10.60.0.3"] },
          { weight: 0.2, rrdatas: ["10.60.0.4", "10.60.0.5"] },
        ],
      },
    },
  ],
};
