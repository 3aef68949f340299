import assert from "node:assert/strict";

import { isSecretPlace } from "../../../preview/mask/places.ts";
import { parsePath } from "../../../preview/document/paths.ts";

const RUN = "gcp:cloudrunv2/service:Service";
const ANY = "gcp:pubsub/topic:Topic";
const at = (type: string, path: string, value: unknown = "text") =>
  isSecretPlace(type, parsePath(path), value);

describe("a place whose value is not shown", () => {
  for (const [type, path] of [
    [RUN, "template.containers[0].envs[1].value"],
    ["gcp:cloudrun/service:Service", "template.spec.containers[0].envs[0].value"],
    ["gcp:cloudfunctionsv2/function:Function", "serviceConfig.environmentVariables.API"],
    ["gcp:cloudfunctions/function:Function", "buildEnvironmentVariables.ANY"],
    ["gcp:cloudscheduler/job:Job", "httpTarget.headers.Authorization"],
    ["gcp:cloudscheduler/job:Job", "httpTarget.body"],
    ["gcp:compute/instance:Instance", "metadataStartupScript"],
    ["gcp:compute/instanceTemplate:InstanceTemplate", 'metadata["startup-script"]'],
    ["gcp:sql/user:User", "password"],
    ["gcp:sql/databaseInstance:DatabaseInstance", "rootPassword"],
    [ANY, "labels.api-key"],
    [ANY, 'annotations["acme.example/oauth_token"]'],
    [ANY, "credentials.a.b"],
    [ANY, "passwords[0]"],
    [ANY, "private_key"],
    [ANY, "connectionString"],
    [RUN, "template.containers[0].args[0]"],
    [RUN, "template.containers[0].commands[1]"],
    ["gcp:cloudrun/service:Service", "template.spec.containers[0].command[1]"],
    ["gcp:cloudbuild/trigger:Trigger", "substitutions._KEY"],
    ["gcp:workflows/workflow:Workflow", "userEnvVars.A"],
    ["gcp:cloudtasks/queue:Queue", "httpTarget.headerOverrides[0].header.value"],
    ["gcp:compute/routerPeer:RouterPeer", "md5AuthenticationKey.key"],
    ["gcp:compute/disk:Disk", "diskEncryptionKey.rawKey"],
    [ANY, "pass"],
    [ANY, "dbPass"],
    [ANY, "passwd"],
    [ANY, "pw"],
    [ANY, "jwt"],
    [ANY, "basicAuth"],
  ] as const) {
    it(`is ${path} of ${type}`, () => {
      assert.equal(at(type, path), true);
    });
  }

  for (const [type, path, value] of [
    [RUN, "template.containers[0].envs[1].name"],
    [RUN, "template.containers[0].image"],
    [ANY, "kmsKeyName"],
    [ANY, "passThrough"],
    [ANY, "bypass"],
    [ANY, "authDomain"],
    [ANY, "authorizedNetworks[0].value"],
    [RUN, "template.volumes[0].secret.secret", "mail-key"],
    ["gcp:cloudtasks/queue:Queue", "httpTarget.headerOverrides[0].header.key"],
    [ANY, "env[0].valueFrom.secretKeyRef.key"],
    [ANY, "sortKey"],
    [ANY, "tokenTtl"],
    [ANY, "secretId"],
    [ANY, "passwordPolicy.passwordChangeInterval"],
    ["gcp:sql/user:User", "passwordPolicy.enablePasswordVerification", true],
    ["gcp:secretmanager/secretVersion:SecretVersion", "secret", "projects/p/secrets/mail-key"],
    [RUN, "template.containers[0].envs[0].valueSource.secretKeyRef.secret", "mail-key"],
  ] as const) {
    it(`is not ${path}`, () => {
      assert.equal(at(type, path, value), false);
    });
  }
});
