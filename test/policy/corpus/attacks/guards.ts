import { MACHINE, SQL, INSTANCE, type Row } from "./rows.ts";

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
];
