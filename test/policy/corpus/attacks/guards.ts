import { CONFIGURED } from "../case.ts";
import { INSTANCE, MACHINE, SERVICE, SQL, type Row } from "./rows.ts";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const SEARCH = "gcp:cloudasset/getResourcesSearchAll:getResourcesSearchAll";

/** What only the guard in the program sees. */
export const GUARDS: readonly Row[] = [
  [
    "a token",
    "staging",
    {
      does: "call",
      token: "gcp:serviceaccount/getAccountAccessToken:getAccountAccessToken",
      args: {
        targetServiceAccount: "api@acme-shop-staging.iam.gserviceaccount.com",
        scopes: ["cloud-platform"],
      },
    },
    ["foreign-call", ""],
  ],
  [
    "the program's own credential",
    "staging",
    { does: "call", token: "gcp:organizations/getClientConfig:getClientConfig", args: {} },
    ["foreign-call", ""],
  ],
  [
    "a secret's value",
    "staging",
    {
      does: "call",
      token: "gcp:secretmanager/getSecretVersion:getSecretVersion",
      args: { secret: "pay" },
    },
    ["foreign-call", ""],
  ],
  ...(
    [
      ["redis/getInstance:getInstance", { name: "main" }],
      ["monitoring/getSecretVersion:getSecretVersion", { secret: "pay" }],
      ["parametermanager/getParameterVersionRender:getParameterVersionRender", { parameter: "p" }],
      ["composer/getUserWorkloadsSecret:getUserWorkloadsSecret", { name: "s" }],
      ["compute/getInstanceSerialPort:getInstanceSerialPort", { instance: "i", port: 1 }],
      ["vmwareengine/getNsxCredentials:getNsxCredentials", { parent: "p" }],
    ] as const
  ).map(([token, args]): Row => [
    `a credential that ${token} returns`,
    "staging",
    { does: "call", token: `gcp:${token}`, args },
    ["foreign-call", ""],
  ]),
  [
    "a call of a package that is not listed",
    "staging",
    { does: "call", token: "command:local:run", args: { command: "true" } },
    ["foreign-call", ""],
  ],
  [
    "a call about a stranger's project",
    "staging",
    { does: "call", token: "gcp:storage/getBuckets:getBuckets", args: { project: "acme-tools" } },
    ["foreign-call", ""],
  ],
  [
    "a read in two parts",
    "staging",
    { does: "read", type: SQL, id: "projects/acme-shop-prod/instances/main-g1" },
    ["foreign-read", "", "prod"],
  ],
  [
    "another stack of the project",
    "dev",
    { does: "refer", to: "staging" },
    ["stack-reference", ""],
  ],
  [
    "another stack by an output",
    "dev",
    { does: "refer", to: "organization/bulkhead/prod", late: true },
    ["stack-reference", "", "prod"],
  ],
  [
    "a literal that is called secret",
    "staging",
    {
      does: "hand over",
      type: "gcp:secretmanager/secretVersion:SecretVersion",
      key: "secretData",
      as: "wrapped literal",
      props: { secret: "pay", secretData: "hunter2hunter2" },
    },
    ["literal-secret", ""],
  ],
  [
    "a secret in a machine's metadata",
    "staging",
    {
      does: "hand over",
      type: INSTANCE,
      key: "metadata",
      as: "secret",
      props: {
        ...MACHINE,
        networkInterfaces: [{ network: "main" }],
        metadata: { key: "hunter2hunter2" },
      },
    },
    ["secret-in-plain-sight", ""],
  ],
  [
    "a read of what lies in prod's project, by its bare name",
    "staging",
    { does: "read", type: SQL, id: "main-g1", state: { project: "acme-shop-prod" } },
    ["foreign-read", "", "prod"],
  ],
  [
    "a read of what lies in a stranger's project",
    "staging",
    { does: "read", type: SQL, id: "main-g1", state: { project: "acme-tools" } },
    ["foreign-read", ""],
  ],
  [
    "a password that was chosen, as a random one",
    "staging",
    { does: "import", type: PASSWORD, id: "x".repeat(24), props: { length: 24 } },
    ["literal-secret", ""],
  ],
  [
    "another stack by the function that a StackReference asks",
    "staging",
    {
      does: "call",
      token: "pulumi:pulumi:readStackOutputs",
      args: { name: "organization/bulkhead/prod" },
    },
    ["stack-reference", "", "prod"],
  ],
  [
    "another stack's resources",
    "staging",
    {
      does: "call",
      token: "pulumi:pulumi:readStackResourceOutputs",
      args: { stackName: "organization/bulkhead/prod" },
    },
    ["stack-reference", "", "prod"],
  ],
  [
    "the stack of the same name of another organisation",
    "staging",
    { does: "refer", to: "elsewhere/billing/staging" },
    ["stack-reference", "", "another project"],
  ],
  [
    "everything of the organisation",
    "staging",
    { does: "call", token: SEARCH, args: { scope: "organizations/1234" } },
    ["foreign-call", ""],
  ],
  [
    "everything of a stranger's project",
    "staging",
    { does: "call", token: SEARCH, args: { scope: "projects/acme-tools" } },
    ["foreign-call", ""],
  ],
  [
    "a plugin from elsewhere, under a listed name",
    "staging",
    { does: "plug in", package: "random", url: "https://plugins.example" },
    ["foreign-plugin", ""],
  ],
  [
    "a plugin from elsewhere, where the engine keeps it",
    "staging",
    {
      does: "plug in",
      package: "random",
      props: { __internal: { pluginDownloadURL: "https://plugins.example" } },
    },
    ["foreign-plugin", ""],
  ],
  [
    "a configured secret as a plain variable, asked for as if it were none",
    "staging",
    {
      does: "hand over",
      type: SERVICE,
      key: "template",
      as: "literal",
      props: {
        location: "asia-southeast2",
        template: { containers: [{ image: "api", envs: [{ name: "KEY", value: CONFIGURED }] }] },
      },
    },
    ["secret-in-plain-sight", ""],
  ],
  [
    "a configured secret within a text that anybody reads",
    "staging",
    {
      does: "hand over",
      type: "gcp:compute/firewall:Firewall",
      key: "description",
      as: "literal",
      props: { network: "main", denies: [{ protocol: "all" }], description: `now: ${CONFIGURED}` },
    },
    ["secret-in-plain-sight", ""],
  ],
];
