import assert from "node:assert/strict";
import { type JsonObject, textAt } from "../../../local/cloud/json.ts";
import {
  LINK,
  NETWORK,
  ON_NETWORK,
  PRIVATE,
  PROJECT,
  RANGE,
  TYPES,
  type Name,
  useControlPlane,
} from "./plane.ts";

describe("the simulated network", () => {
  const plane = useControlPlane();

  it("answers 404 for a link to what does not exist", async () => {
    await plane.enable("compute", "sqladmin");
    const missing = plane.create("subnetwork", {
      name: "a",
      ipCidrRange: "10.0.0.0/24",
      ...ON_NETWORK,
    });
    await assert.rejects(
      missing,
      /Error 404: The resource '.*networks\/main' was not found, notFound/,
    );
    await assert.rejects(
      plane.create("database", { name: "app", instance: "main" }),
      /Error 404: The Cloud SQL instance does not exist\., instanceDoesNotExist/,
    );
  });

  it("takes a link as a path, as a URL and as a name", async () => {
    await plane.withNetwork();
    const networks = [NETWORK, `https://www.googleapis.com/compute/v1/${NETWORK}`, "main"];
    for (const [n, network] of networks.entries())
      await plane.create("firewall", { name: `f${n}`, network });
    await assert.rejects(
      plane.create("firewall", { name: "f9", network: "other" }),
      /networks\/other' was not found/,
    );
  });

  const USERS: [Name, JsonObject, string][] = [
    ["firewall", { name: "deny", network: "main" }, "global/firewalls/deny"],
    [
      "subnetwork",
      { name: "apps", ipCidrRange: "10.0.0.0/24", ...ON_NETWORK },
      "regions/asia-southeast2/subnetworks/apps",
    ],
    ["route", { name: "out", network: "main" }, "global/routes/out"],
    ["router", { name: "main", ...ON_NETWORK }, "regions/asia-southeast2/routers/main"],
    ["address", { name: "range", ...RANGE }, "global/addresses/range"],
  ];
  for (const [name, properties, path] of USERS) {
    it(`keeps a network while a ${name} is on it`, async () => {
      await plane.withNetwork();
      const { id } = await plane.create(name, properties);
      await assert.rejects(plane.remove("network", NETWORK), {
        message: `The network resource '${NETWORK}' is already being used by 'projects/${PROJECT}/${path}'`,
      });
      await plane.remove(name, id);
      await plane.remove("network", NETWORK);
      assert.equal(plane.cloud.find(TYPES.network, NETWORK), undefined);
    });
  }

  it("keeps a subnetwork while NAT serves it, and a zone while it holds records", async () => {
    await plane.withNetwork();
    const subnetwork = await plane.create("subnetwork", {
      name: "apps",
      ipCidrRange: "10.0.0.0/24",
      ...ON_NETWORK,
    });
    await plane.create("router", { name: "main", ...ON_NETWORK });
    await plane.create("nat", {
      name: "nat",
      router: "main",
      region: "asia-southeast2",
      subnetworks: [{ name: subnetwork.id }],
    });
    await assert.rejects(
      plane.remove("subnetwork", subnetwork.id),
      /The subnetwork resource .* is already being used by/,
    );
    const zone = await plane.create("zone", { name: "internal" });
    await plane.create("record", { name: "db.internal.", type: "A", managedZone: "internal" });
    await assert.rejects(
      plane.remove("zone", zone.id),
      /'internal' cannot be deleted because it contains one or more 'resource records'\., containerNotEmpty/,
    );
  });

  it("refuses overlapping subnetworks, primary and secondary, and takes adjacent ones", async () => {
    await plane.withNetwork();
    await plane.create("subnetwork", { name: "one", ipCidrRange: "10.0.0.0/20", ...ON_NETWORK });
    await assert.rejects(
      plane.create("subnetwork", { name: "two", ipCidrRange: "10.0.8.0/24", ...ON_NETWORK }),
      /Invalid value for field 'resource\.ipCidrRange': '10\.0\.8\.0\/24'\. Invalid IPCidrRange: 10\.0\.8\.0\/24 conflicts with existing subnetwork 'one' in region 'asia-southeast2'\., invalid/,
    );
    const secondary = [{ rangeName: "pods", ipCidrRange: "10.0.0.0/8" }];
    await assert.rejects(
      plane.create("subnetwork", {
        name: "two",
        ipCidrRange: "10.1.0.0/24",
        secondaryIpRanges: secondary,
        ...ON_NETWORK,
      }),
      /field 'resource\.secondaryIpRanges\[0\]\.ipCidrRange'/,
    );
    await plane.create("subnetwork", { name: "two", ipCidrRange: "10.0.16.0/20", ...ON_NETWORK });
  });

  it("allocates a range for managed services that no subnetwork has, and gives them addresses in it", async () => {
    await plane.withNetwork();
    await plane.create("subnetwork", { name: "one", ipCidrRange: "10.0.0.0/9", ...ON_NETWORK });
    const { properties } = await plane.create("address", { name: "range", ...RANGE });
    const second = textAt(properties, "address").split(".")[1];
    assert.ok(Number(second) >= 128, `10.${second}.0.0 overlaps`);
    await plane.create("connection", { ...LINK, reservedPeeringRanges: ["range"] });
    const database = await plane.create("instance", { name: "main", ...PRIVATE });
    assert.match(textAt(database.properties, "privateIpAddress"), new RegExp(`^10\\.${second}\\.`));
  });

  it("keeps a connection while a producer uses it, and refuses a second one", async () => {
    await plane.withConnection();
    const connection = `${encodeURIComponent(NETWORK)}:servicenetworking.googleapis.com`;
    const { id } = await plane.create("instance", { name: "main", ...PRIVATE });
    await assert.rejects(
      plane.remove("connection", connection),
      /Error code 9, message: Failed to delete connection; Producer services .* are still using this connection\./,
    );
    await assert.rejects(
      plane.create("connection", { ...LINK, reservedPeeringRanges: ["range"] }),
      /Cannot modify allocated ranges in CreateConnection/,
    );
    await plane.remove("instance", id);
    await plane.remove("connection", connection);
  });
});
