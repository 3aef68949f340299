import assert from "node:assert/strict";

import { firewallRules } from "../../components/firewall.ts";
import { environmentOf } from "../../environment/environment.ts";
import { record, ROOT, type Recording } from "./recorder.ts";

const FIREWALL = "gcp:compute/firewall:Firewall";
const VPC = "projects/acme-shop-prod/global/networks/prod-network";

describe("the network", () => {
  let dev: Recording;
  let staging: Recording;
  let prod: Recording;

  before(async () => {
    [dev, staging, prod] = [await record("dev"), await record("staging"), await record("prod")];
  });

  it("is a VPC that makes no subnetwork and no default route by itself", () => {
    assert.deepEqual(prod.find("gcp:compute/network:Network", "network").inputs, {
      project: "acme-shop-prod",
      name: "prod-network",
      autoCreateSubnetworks: false,
      deleteDefaultRoutesOnCreate: true,
      routingMode: "REGIONAL",
    });
  });

  it("has one subnetwork: the first quarter of the range, with flow logs", () => {
    assert.equal(prod.ofType("gcp:compute/subnetwork:Subnetwork").length, 1);
    assert.deepEqual(prod.find("gcp:compute/subnetwork:Subnetwork", "network-workloads").inputs, {
      project: "acme-shop-prod",
      region: "asia-southeast2",
      network: VPC,
      name: "prod-workloads",
      ipCidrRange: "10.30.0.0/22",
      privateIpGoogleAccess: true,
      logConfig: {
        aggregationInterval: "INTERVAL_5_SEC",
        flowSampling: 0.5,
        metadata: "INCLUDE_ALL_METADATA",
      },
    });
  });

  it("is peered with Google's managed services alone, on the second half of the range", () => {
    const range = prod.find("gcp:compute/globalAddress:GlobalAddress", "network-services");
    assert.equal(range.inputs["address"], "10.30.8.0");
    assert.equal(range.inputs["prefixLength"], 21);
    assert.equal(range.inputs["purpose"], "VPC_PEERING");
    const connections = prod.resources.filter(({ type }) => /peering|connection/i.test(type));
    assert.deepEqual(
      connections.map(({ inputs }) => inputs),
      [
        {
          network: VPC,
          service: "servicenetworking.googleapis.com",
          reservedPeeringRanges: ["prod-services"],
          updateOnCreationFail: true,
        },
      ],
    );
  });

  it("logs every name that is looked up, and answers for Google's APIs by private addresses", () => {
    assert.equal(prod.find("gcp:dns/policy:Policy", "network-dns").inputs["enableLogging"], true);
    const zone = prod.find("gcp:dns/managedZone:ManagedZone", "network-google-apis").inputs;
    assert.equal(zone["visibility"], "private");
    assert.deepEqual(zone["privateVisibilityConfig"], { networks: [{ networkUrl: VPC }] });
    assert.deepEqual(
      prod.find("gcp:dns/recordSet:RecordSet", "network-google-apis-cname").inputs["rrdatas"],
      ["private.googleapis.com."],
    );
  });

  it("has a way to the internet only where the profile says so", () => {
    const WAY_OUT = ["network-nat", "network-route-internet", "network-router"];
    const wayOut = ({ resources }: Recording) =>
      resources.map(({ name }) => name).filter((name) => WAY_OUT.includes(name));
    assert.deepEqual(wayOut(dev), []);
    assert.deepEqual(wayOut(staging).sort(), WAY_OUT);
    assert.deepEqual(wayOut(prod).sort(), WAY_OUT);
  });

  it("translates the addresses of its own subnetwork alone", () => {
    assert.deepEqual(prod.find("gcp:compute/routerNat:RouterNat", "network-nat").inputs, {
      project: "acme-shop-prod",
      region: "asia-southeast2",
      router: "prod-router",
      name: "prod-nat",
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetworks: [
        {
          name: "projects/acme-shop-prod/regions/asia-southeast2/subnetworks/prod-workloads",
          sourceIpRangesToNats: ["ALL_IP_RANGES"],
        },
      ],
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    });
  });

  it("routes to the internet gateway and to no other network", () => {
    const hops = prod.ofType("gcp:compute/route:Route").map(({ inputs }) => {
      const nextHops = Object.keys(inputs).filter((key) => key.startsWith("nextHop"));
      return [inputs["destRange"], nextHops, inputs["nextHopGateway"]];
    });
    assert.deepEqual(hops, [
      ["199.36.153.8/30", ["nextHopGateway"], "default-internet-gateway"],
      ["0.0.0.0/0", ["nextHopGateway"], "default-internet-gateway"],
    ]);
  });

  describe("its firewall", () => {
    it("creates exactly the rules of the table, in its own network", () => {
      const environment = environmentOf({ folder: ROOT, stack: "staging" });
      const rules = staging.ofType(FIREWALL);
      assert.deepEqual(
        rules.map(({ name }) => name),
        Object.keys(firewallRules(environment)).map((rule) => `network-${rule}`),
      );
      for (const { inputs } of rules) {
        assert.equal(
          inputs["network"],
          "projects/acme-shop-staging/global/networks/staging-network",
        );
      }
    });

    for (const [rule, direction, ranges] of [
      ["deny-ingress", "INGRESS", "sourceRanges"],
      ["deny-egress", "EGRESS", "destinationRanges"],
    ] as const) {
      it(`denies and logs by ${rule} whatever no other rule allows`, () => {
        const { inputs } = prod.find(FIREWALL, `network-${rule}`);
        assert.equal(inputs["direction"], direction);
        assert.deepEqual(inputs[ranges], ["0.0.0.0/0"]);
        assert.deepEqual(inputs["denies"], [{ protocol: "all" }]);
        assert.equal(inputs["priority"], 65_534);
        assert.ok(inputs["logConfig"]);
      });
    }

    it("allows nothing in", () => {
      const open = prod.ofType(FIREWALL).filter(({ inputs }) => {
        return inputs["direction"] === "INGRESS" && "allows" in inputs;
      });
      assert.deepEqual(open, []);
    });

    it("allows these ways out of prod, and never a mail port", () => {
      assert.deepEqual(waysOut(prod), {
        "network-allow-google-apis": ["199.36.153.8/30", "443"],
        "network-allow-services": ["10.30.8.0/21", "5432,6378"],
        "network-allow-https": ["0.0.0.0/0", "443"],
      });
    });

    it("allows out of staging only the endpoints that its stack file lists", () => {
      assert.deepEqual(waysOut(staging), {
        "network-allow-google-apis": ["199.36.153.8/30", "443"],
        "network-allow-services": ["10.20.8.0/21", "5432,6378"],
        "network-egress-payment-sandbox": ["203.0.113.16/28", "443"],
      });
    });

    it("keeps its own rules when a listed endpoint is called like one of them", async () => {
      const egress = { services: "203.0.113.1/32", "google-apis": "203.0.113.2/32" };
      const named = await record("staging", { "bulkhead:egress": JSON.stringify(egress) });
      assert.deepEqual(waysOut(named), {
        "network-allow-google-apis": ["199.36.153.8/30", "443"],
        "network-allow-services": ["10.20.8.0/21", "5432,6378"],
        "network-egress-services": ["203.0.113.1/32", "443"],
        "network-egress-google-apis": ["203.0.113.2/32", "443"],
      });
    });
  });
});

/** Allowed destinations and TCP ports, by rule. */
function waysOut({ ofType }: Recording): Record<string, [string, string]> {
  return Object.fromEntries(
    ofType(FIREWALL).flatMap(({ name, inputs }) => {
      const allows = (inputs["allows"] ?? []) as { protocol: string; ports: string[] }[];
      const ranges = (inputs["destinationRanges"] ?? []) as string[];
      return allows.map(({ protocol, ports }) => {
        assert.equal(protocol, "tcp");
        return [name, [ranges.join(), ports.join()]];
      });
    }),
  );
}
