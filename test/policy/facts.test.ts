import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { POLICY_FACTS, policyFacts } from "../../local/facts/for-policy.ts";
import { isToldOnly } from "../../policy/facts.ts";
import { isInPlainSight, mayBeSecret, secretInputs } from "../../policy/secret-inputs.ts";

const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
const MIGRATION = "gcp:databasemigrationservice/connectionProfile:ConnectionProfile";

/** Types, and inputs of theirs that take a secret and nothing else. */
const SECRET: Readonly<Record<string, readonly string[]>> = {
  "gcp:secretmanager/secretVersion:SecretVersion": ["secretData", "secretDataWo"],
  "gcp:sql/user:User": ["password", "passwordWo"],
  [SQL]: ["replicaConfiguration.password", "rootPassword", "rootPasswordWo"],
  "gcp:sql/sourceRepresentationInstance:SourceRepresentationInstance": ["password"],
  "gcp:alloydb/cluster:Cluster": ["initialUser.password", "initialUser.passwordWo"],
  "gcp:alloydb/user:User": ["password", "passwordWo"],
  "gcp:bigquery/connection:Connection": ["cloudSql.credential.password"],
  "gcp:monitoring/notificationChannel:NotificationChannel": ["sensitiveLabels.authToken"],
  "gcp:compute/backendService:BackendService": ["iap.oauth2ClientSecret"],
  "gcp:compute/vPNTunnel:VPNTunnel": ["sharedSecret"],
  "gcp:identityplatform/oauthIdpConfig:OauthIdpConfig": ["clientSecret"],
  "gcp:kms/secretCiphertext:SecretCiphertext": ["plaintext"],
  "gcp:datastream/connectionProfile:ConnectionProfile": ["postgresqlProfile.password"],
  [MIGRATION]: ["postgresql.password"],
  "docker:index/image:Image": ["registry.password"],
};

/** Inputs that whoever may look at a resource can read. */
const IN_SIGHT: Readonly<Record<string, string>> = {
  "gcp:cloudrunv2/service:Service": "template",
  "gcp:cloudrunv2/workerPool:WorkerPool": "template",
  "gcp:appengine/standardAppVersion:StandardAppVersion": "envVariables",
  "gcp:appengine/flexibleAppVersion:FlexibleAppVersion": "envVariables",
  "gcp:compute/instance:Instance": "metadata",
  "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate": "metadata",
  "gcp:compute/instanceFromTemplate:InstanceFromTemplate": "metadata",
  "gcp:compute/projectMetadata:ProjectMetadata": "metadata",
  "gcp:container/cluster:Cluster": "nodeConfig",
  "gcp:container/nodePool:NodePool": "nodeConfig",
  "gcp:cloudbuild/trigger:Trigger": "substitutions",
  "gcp:workflows/workflow:Workflow": "userEnvVars",
  "gcp:composer/environment:Environment": "config",
  "gcp:pubsub/subscription:Subscription": "pushConfig",
  "docker:index/image:Image": "build",
};

describe("what the policies know of the provider", () => {
  it("is what its schema says; npm run facts makes it anew", () => {
    assert.equal(readFileSync(POLICY_FACTS, "utf8"), policyFacts());
  });

  for (const [type, inputs] of Object.entries(SECRET)) {
    it(`is which inputs take a secret and nothing else: ${type}`, () => {
      const missing = inputs.filter((input) => !secretInputs(type).includes(input));
      assert.deepEqual(missing, []);
      for (const input of inputs) assert.ok(!isInPlainSight(type, input.split(".")), input);
    });
  }

  for (const [type, input] of Object.entries(IN_SIGHT)) {
    it(`is that whatever takes no secret is in plain sight: ${type} ${input}`, () => {
      assert.ok(isInPlainSight(type, [input]));
      assert.ok(isInPlainSight(type, [input, 0, "value"]));
    });
  }

  it("is nothing of components, generated values and the engine's own", () => {
    for (const type of ["my:shop:Api", "random:index/randomId:RandomId", "pulumi:pulumi:Stack"]) {
      assert.ok(!isInPlainSight(type, ["props"]), type);
    }
  });

  it("is which certificates and contents may be secret, and need not be", () => {
    const certificate = ["mysql", "ssl", "caCertificate"];
    assert.deepEqual(
      [
        mayBeSecret(MIGRATION, certificate),
        secretInputs(MIGRATION).includes(certificate.join(".")),
      ],
      [true, false],
    );
    assert.ok(!isInPlainSight("gcp:storage/bucketObject:BucketObject", ["content"]));
  });

  it("is that an input may be secret as a whole for a part that is", () => {
    assert.ok(!isInPlainSight(SQL, ["replicaConfiguration"]));
    assert.ok(!isInPlainSight(MIGRATION, ["postgresql"]));
    assert.ok(isInPlainSight(MIGRATION, ["postgresql", "host"]));
  });

  it("is what only the cloud says, and may name what is Google's own", () => {
    assert.ok(isToldOnly(SQL, ["pscServiceAttachmentLink"]));
    assert.ok(!isToldOnly(SQL, ["settings", "ipConfiguration", "privateNetwork"]));
  });
});
