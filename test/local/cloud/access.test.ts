import assert from "node:assert/strict";
import { DAY, PROJECT, TYPES, useControlPlane } from "./plane.ts";

describe("simulated identities, secrets and keys", () => {
  const plane = useControlPlane();

  it("refuses a resource whose API the project has not enabled", async () => {
    await assert.rejects(
      plane.create("network", { name: "main" }),
      /Error 403: Compute Engine API has not been used in project \d{12} before or it is disabled\. Enable it by visiting .*SERVICE_DISABLED$/,
    );
    await plane.enable("compute");
    await plane.create("network", { name: "main" });
  });

  it("leaves an API enabled when its resource goes, unless that says otherwise", async () => {
    await plane.enable("compute");
    await plane.remove("service", `${PROJECT}/compute.googleapis.com`);
    await plane.create("network", { name: "main" });
    await plane.create("service", { service: "compute.googleapis.com", disableOnDestroy: true });
    await plane.remove("service", `${PROJECT}/compute.googleapis.com`);
    await assert.rejects(plane.create("network", { name: "other" }), /SERVICE_DISABLED/);
  });

  it("numbers the versions of a secret from one, never twice, under the project's number", async () => {
    await plane.enable("secretmanager");
    const secret = `projects/${PROJECT}/secrets/token`;
    const add = async () =>
      (await plane.create("version", { secret })).id.replace(/^projects\/\d{12}\//, "");
    await plane.create("secret", { secretId: "token" });
    assert.equal(await add(), "secrets/token/versions/1");
    const second = await plane.create("version", { secret });
    await plane.remove("version", second.id);
    assert.equal(await add(), "secrets/token/versions/3");
    await plane.remove("secret", secret);
    assert.equal(plane.cloud.list({ type: TYPES.version }).length, 0);
    await plane.create("secret", { secretId: "token" });
    assert.equal(await add(), "secrets/token/versions/1");
  });

  it("refuses an IAM member that is a missing service account, and drops members with theirs", async () => {
    const member = `serviceAccount:web-app@${PROJECT}.iam.gserviceaccount.com`;
    const bind = () => plane.create("projectMember", { role: "roles/viewer", member });
    await assert.rejects(
      bind(),
      /Error 400: Service account web-app@shop-dev\.iam\.gserviceaccount\.com does not exist\., badRequest/,
    );
    const account = await plane.create("account", { accountId: "web-app" });
    const { id } = await bind();
    await plane.remove("account", account.id);
    assert.equal(plane.cloud.find(TYPES.projectMember, id), undefined);
    const again = await plane.create("account", { accountId: "web-app" });
    assert.notEqual(again.properties["uniqueId"], account.properties["uniqueId"]);
    assert.equal(plane.cloud.find(TYPES.projectMember, id), undefined);
  });

  it("takes Google's own service agents as members without an account", async () => {
    const member =
      "serviceAccount:service-123456789012@gcp-sa-secretmanager.iam.gserviceaccount.com";
    await plane.create("projectMember", { role: "roles/viewer", member });
  });

  it("changes the etag of a policy with each member, for every member of it", async () => {
    const bind = (member: string) =>
      plane.create("projectMember", { role: "roles/viewer", member });
    const first = await bind("user:a@example.com");
    const second = await bind("user:b@example.com");
    assert.notEqual(first.properties["etag"], second.properties["etag"]);
    const now = await plane.cloud.read(TYPES.projectMember, first.id);
    assert.equal(now?.properties["etag"], second.properties["etag"]);
    assert.equal((await bind("user:a@example.com")).id, first.id);
  });

  it("never deletes a key ring, and soft-deletes a workload identity pool for 30 days", async () => {
    await plane.enable("cloudkms");
    const ring = await plane.create("ring", { name: "state", location: "x" });
    await plane.remove("ring", ring.id);
    assert.equal(plane.cloud.list({ type: TYPES.ring }).length, 0);
    await assert.rejects(
      plane.create("ring", { name: "state", location: "x" }),
      /KeyRing .*keyRings\/state already exists\./,
    );
    const pool = await plane.create("pool", { workloadIdentityPoolId: "ci" });
    await plane.remove("pool", pool.id);
    await assert.rejects(
      plane.create("pool", { workloadIdentityPoolId: "ci" }),
      /Error 409: Requested entity already exists/,
    );
    await plane.cloud.advance(30 * DAY);
    await plane.create("pool", { workloadIdentityPoolId: "ci" });
  });
});
