// Ways around a guard that looks at the objects of a program, each in a resource of its own name.
import * as pulumi from "@pulumi/pulumi";
import proto from "@pulumi/pulumi/proto/resource_pb.js";

class Thing extends pulumi.CustomResource {}
class Provider extends pulumi.ProviderResource {}

const version = "9.35.0";
const settings = { project: "acme-shop-staging", region: "asia-southeast2" };
const provider = new Provider("gcp", "around", settings, { version });
const opts = { provider, version };

const BUCKET = "gcp:storage/bucket:Bucket";
const SERVICE = "gcp:cloudrunv2/service:Service";
const VERSION = "gcp:secretmanager/secretVersion:SecretVersion";
const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
const bucket = { name: "x", location: "asia-southeast2" };
const foreign = "acme-prod-ledger";

const running = (value: unknown) => ({
  location: "asia-southeast2",
  template: { containers: [{ image: "nginx", envs: [{ name: "K", value }] }] },
});

// A read that a transformation of the stack's makes of a resource, registered after the guard.
pulumi.runtime.registerStackTransformation(({ name, props, opts: before }) =>
  name === "late-read" ? { props, opts: { ...before, id: foreign } } : undefined,
);
new Thing(BUCKET, "late-read", bucket, opts);

// Transforms run in the engine, after the program has sent what it asks for.
pulumi.runtime.registerResourceTransform(({ name, props, opts: before }) => {
  if (name === "stack-transform") return { props, opts: { ...before, import: foreign } };
  if (name === "stack-transform-secret")
    return { props: running(pulumi.secret("hunter2hunter2")), opts: before };
  if (name === "stack-transform-literal")
    return { props: { ...props, secretData: pulumi.secret("hunter2hunter2") }, opts: before };
  return undefined;
});
new Thing(BUCKET, "stack-transform", bucket, opts);
new Thing(SERVICE, "stack-transform-secret", running("fine"), opts);
new Thing(VERSION, "stack-transform-literal", { secret: "pay" }, opts);
new Thing(BUCKET, "own-transform", bucket, {
  ...opts,
  transforms: [({ props, opts: before }) => ({ props, opts: { ...before, import: foreign } })],
});
pulumi.runtime.registerInvokeTransform(({ token, opts: before }) =>
  token.includes("getBuckets") ? { args: { project: "acme-shop-prod" }, opts: before } : undefined,
);
void pulumi.runtime.invoke("gcp:storage/getBuckets:getBuckets", {}, opts);

// Children take over the transformations of their parent, and this one has none.
const parent = new pulumi.ComponentResource("shop:index:Api", "api");
Object.assign(parent, { __transformations: [] });
new Thing(BUCKET, "no-transformations", {}, { ...opts, parent, id: foreign });

// The database is looked up by its bare name, in a project that stands in the state beside it.
new Thing(SQL, "state-project", { project: "acme-shop-prod" }, { ...opts, id: "main-g1" });
new Thing(SQL, "strange-project", { project: "acme-tools" }, { ...opts, id: "main-g1" });

// A StackReference, without one: by the engine's own function, as a resource, by hand.
void pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {
  name: "organization/bulkhead/prod",
});
const reference = "pulumi:pulumi:StackReference";
new Thing(reference, "made-reference", { name: "organization/bulkhead/dev" });
const other = "elsewhere/billing/staging";
new Thing(reference, "namesake", { name: other }, { id: other });
void new Promise((resolve) => {
  const request = new proto.ReadResourceRequest();
  request.setType(BUCKET);
  request.setName("by-hand");
  request.setId(foreign);
  pulumi.runtime.getMonitor()?.readResource(request, resolve);
});

// A password that is chosen is not random.
const password = "random:index/randomPassword:RandomPassword";
new Thing(password, "chosen", { length: 24 }, { version: "4.21.1", import: "x".repeat(24) });

// A secret of the configuration that is asked for as if it were none, or is called none.
const config = new pulumi.Config("bulkhead");
type Values = Readonly<Record<string, string>>;
const key = config.requireObject<Values>("secretValues")["payment-key"] ?? "";
const values = config.requireSecretObject<Values>("secretValues");
new Thing(SERVICE, "asked-as-plain", running(key), opts);
new Thing(BUCKET, "in-a-label", { ...bucket, labels: { key: key.toLowerCase() } }, opts);
new Thing(SERVICE, "unsecret", running(pulumi.unsecret(values)["payment-key"]), opts);

// Where a plugin comes from decides what it does.
const pluginDownloadURL = "https://plugins.example";
new Provider("random", "elsewhere", {}, { version: "4.21.1", pluginDownloadURL });
new Provider("random", "inside", { __internal: { pluginDownloadURL } }, { version: "4.21.1" });
new pulumi.ComponentResource("random:index:Api", "remote", {}, {}, true);
void new Promise((resolve) => {
  const request = new proto.RegisterPackageRequest();
  request.setName("random");
  request.setParameterization(new proto.Parameterization());
  pulumi.runtime.getMonitor()?.registerPackage(request, resolve);
});
