import * as pulumi from "@pulumi/pulumi";
import { CryptoKey } from "@pulumi/gcp/kms/cryptoKey.js";
import { CryptoKeyIAMMember } from "@pulumi/gcp/kms/cryptoKeyIAMMember.js";
import { KeyRing } from "@pulumi/gcp/kms/keyRing.js";
import { Bucket } from "@pulumi/gcp/storage/bucket.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";

import { stateBucket } from "../environment/claims.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

export interface StateArgs extends ComponentArgs {
  /** `serviceAccount:<email>` of the deployer, the only one that reads state and decrypts secrets. */
  readonly deployer: pulumi.Input<string>;
}

/**
 * Where the environment's own state is kept and by which key its secrets are encrypted, as its stack
 * file names them. A state location that is no bucket (Pulumi Cloud) needs none here.
 */
export class State extends pulumi.ComponentResource {
  /** The key, as Pulumi names a secrets provider: `gcpkms://projects/...`. */
  readonly secretsProvider: pulumi.Output<string>;

  constructor(
    name: string,
    { environment, deployer }: StateArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("bulkhead:components:State", name, {}, opts);
    const scope = { environment, name, parent: this };

    const bucket = stateBucket(environment.state);
    if (bucket !== undefined) createBucket(scope, bucket, deployer);
    const key = createKey(scope, deployer);

    this.secretsProvider = pulumi.interpolate`gcpkms://${key.id}`;
    this.registerOutputs({ secretsProvider: this.secretsProvider });
  }
}

function createBucket(scope: Scope, bucketName: string, deployer: pulumi.Input<string>): void {
  const { environment, name, parent } = scope;
  const bucket = new Bucket(
    name,
    {
      project: environment.project,
      name: bucketName,
      location: environment.region.toUpperCase(),
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: false,
      // Every state that ever was can be gone back to.
      versioning: { enabled: true },
    },
    { parent, protect: true },
  );
  new BucketIAMMember(
    `${name}-deployer`,
    { bucket: bucket.name, role: "roles/storage.objectAdmin", member: deployer },
    { parent },
  );
}

function createKey(scope: Scope, deployer: pulumi.Input<string>): CryptoKey {
  const { environment, name, parent } = scope;
  const [, project = "", , location = "", , ring = "", , key = ""] = environment.kmsKey.split("/");
  const keyRing = new KeyRing(
    `${name}-key-ring`,
    { project, location, name: ring },
    { parent, protect: true },
  );
  const cryptoKey = new CryptoKey(
    `${name}-key`,
    { keyRing: keyRing.id, name: key, rotationPeriod: `${90 * 24 * 3600}s` },
    { parent, protect: true },
  );
  new CryptoKeyIAMMember(
    `${name}-key-deployer`,
    {
      cryptoKeyId: cryptoKey.id,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: deployer,
    },
    { parent },
  );
  return cryptoKey;
}
