import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

import { factsOf, resourceTypes, type Fields } from "../../../local/facts/facts.ts";
import { isSecretPlace } from "../../../preview/mask/places.ts";
import { maskName, maskText } from "../../../preview/mask/text.ts";
import { leaves, type Path } from "../../../policy/values.ts";
import { record } from "../../components/recorder.ts";

/** Properties of the sample stacks that are not shown, whatever they are. */
const HIDDEN_PLACES = new Set([
  "gcp:secretmanager/secretVersion:SecretVersion secretData",
  "gcp:sql/user:User password",
]);

/** What stands in plans: names, addresses, versions, and what providers say when they fail. */
const INNOCENT = [
  "urn:pulumi:prod::bulkhead::gcp:sql/databaseInstance:DatabaseInstance::main",
  "projects/acme-shop-prod/locations/asia-southeast2/keyRings/main/cryptoKeys/state",
  "projects/123456789012/secrets/mail-key/versions/latest",
  "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github",
  "asia-southeast2-docker.pkg.dev/acme-tools/api/app:2024.10.1-rc3",
  `gcr.io/acme/app@sha256:${"0123456789abcdef".repeat(4)}`,
  "10.30.0.0/24, 192.168.255.255/32 and 0.0.0.0/0",
  "fd20:3e9:7a70:680d:0:8::/64, ::1 and 748d:2f23:6651:9455:828b:ca81:6fe0:fed1/125",
  "serviceAccount:app@acme-tools.iam.gserviceaccount.com",
  "dev-team+alerts@shop.acme.example",
  "https://accounts.google.com/o/oauth2/auth?client_id=1&scope=openid",
  "https://console.cloud.google.com/apis/api/sqladmin.googleapis.com/overview?project=123456789012",
  "https://www.rfc-editor.org/rfc/rfc1035",
  "v9.35.0, ^1.21.0, >=22.12.0 <23, 1.2.3-beta.4+build.7",
  "2027-02-11T09:30:12.345Z",
  "staging-vpc-7f3a9b2",
  "a\\u{200b}b and &lt;script&gt;&#64;team&#x40;",
  "template.containers[0].envs[1].valueSource.secretKeyRef",
  "n2d-standard-8, db-custom-2-7680, POSTGRES_16, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  "googleapi: Error 409: The resource 'projects/acme-shop-prod/global/networks/main' already exists, alreadyExists",
  "googleapi: Error 403: Permission 'secretmanager.versions.access' denied on resource (or it may not exist).",
  "Invalid value for field 'resource.name': 'Main'. Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)', invalid",
  "rpc error: code = Unauthenticated desc = invalid token: expected an identity token",
  "Error waiting for Creating Network: timeout while waiting for state to become 'DONE' (last state: 'RUNNING', timeout: 20m0s)",
  "dial tcp 127.0.0.1:50051: connect: connection refused",
  "oauth2: cannot fetch token: 400 Bad Request",
  "diffing urn:pulumi:dev::bulkhead::gcp:compute/network:Network::main: 1 error occurred:",
  'secret "mail-key" not found',
  "constraints/sql.restrictPublicIp",
  'resource.type="cloudsql_database" AND severity>=ERROR',
  "TypeError: Cannot read properties of undefined (reading 'map')",
  "    at Module._compile (node:internal/modules/cjs/loader:1554:14)",
];

describe("what is no secret", () => {
  it("is shown: every type and property of the provider", () => {
    const names = new Set<string>();
    for (const type of resourceTypes()) {
      names.add(type);
      collect(factsOf(type)?.fields, names);
    }
    assert.ok(names.size > 5_000);
    const taken = [...names].filter((name) => maskText(name) !== name || maskName(name) !== name);
    assert.deepEqual(taken, []);
  });

  it("is shown: every line of the golden files of the sample stacks", () => {
    const folder = new URL("../../components/golden/", import.meta.url);
    for (const file of readdirSync(folder)) {
      const text = readFileSync(new URL(file, folder), "utf8");
      assert.equal(maskText(text), text, file);
    }
  });

  for (const text of INNOCENT) {
    it(`is shown: ${text.slice(0, 70)}`, () => {
      assert.equal(maskText(text), text);
    });
  }

  for (const stack of ["dev", "staging", "prod", "pr-7"]) {
    it(`is shown: every input of ${stack} that the engine does not call secret`, async () => {
      const { resources } = await record(stack);
      const taken = resources.flatMap(({ type, inputs, secretInputs, urn }) =>
        [...leaves(inputs)]
          .filter(({ path }) => !secretInputs.includes(String(path[0])))
          .flatMap(({ path, value }) => maskedAt(type, path, value))
          .concat(maskText(urn) === urn ? [] : [urn]),
      );
      assert.deepEqual([...new Set(taken)], []);
    });
  }
});

function maskedAt(type: string, path: Path, value: unknown): readonly string[] {
  if (typeof value !== "string") return [];
  const place = `${type} ${path.filter((step) => typeof step === "string").join(".")}`;
  const isHidden = isSecretPlace(type, path, value) && !HIDDEN_PLACES.has(place);
  if (isHidden) return [place];
  return maskText(value) === value ? [] : [`${place}: ${value}`];
}

function collect(fields: Fields | undefined, names: Set<string>): void {
  for (const [name, field] of Object.entries(fields ?? {})) {
    names.add(name);
    collect(field.fields, names);
  }
}
