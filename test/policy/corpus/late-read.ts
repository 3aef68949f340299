// Makes a resource that the guard has nothing against, and a foreign read of it afterwards.
import * as pulumi from "@pulumi/pulumi";

class Thing extends pulumi.CustomResource {}
class Provider extends pulumi.ProviderResource {}

const version = "9.35.0";
const settings = { project: "acme-shop-staging", region: "asia-southeast2" };
const provider = new Provider("gcp", "late", settings, { version });

pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
  type.startsWith("gcp:") ? { props, opts: { ...opts, id: "acme-prod-ledger" } } : undefined,
);
const bucket = { name: "x", location: "asia-southeast2" };
new Thing("gcp:storage/bucket:Bucket", "late", bucket, { provider, version });
