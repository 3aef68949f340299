import { CONFIGURED, UNKNOWN } from "../case.ts";
import { HERE, SERVICE, PROVIDER, SQL, USER, make, bucket, type Row } from "./rows.ts";

/** What is made in the wrong place, by the wrong provider, or of the wrong kind. */
export const PLACES: readonly Row[] = [
  [
    "a stranger's project",
    "staging",
    bucket({ name: "x", project: "acme-tools" }),
    ["own-project", "project"],
  ],
  [
    "a provider of a stranger's project",
    "staging",
    bucket({ name: "x" }, { provider: { project: "acme-tools" } }),
    ["own-project", "provider.project"],
  ],
  [
    "prod's project, in two properties",
    "staging",
    make("gcp:sql/database:Database", {
      instance: "main-g1",
      name: "app",
      project: "acme-shop-prod",
    }),
    ["own-project", "project", "prod"],
    ["foreign-reference", "project", "prod"],
  ],
  [
    "prod's instance id and number",
    "staging",
    make("gcp:secretmanager/secretVersion:SecretVersion", {
      secret: "projects/100000000003/secrets/pay",
      secretData: UNKNOWN,
    }),
    ["foreign-reference", "secret", "prod"],
  ],
  [
    "rights in the organisation",
    "staging",
    make("gcp:organizations/iAMMember:IAMMember", {
      orgId: "1234",
      role: "roles/viewer",
      member: "group:a@acme.example",
    }),
    ["own-project", "orgId"],
  ],
  [
    "rights in a folder",
    "staging",
    make("gcp:folder/iAMMember:IAMMember", {
      folder: "folders/77",
      role: "roles/viewer",
      member: "group:a@acme.example",
    }),
    ["own-project", "folder"],
  ],
  [
    "a firewall above all projects",
    "dev",
    make("gcp:compute/firewallPolicy:FirewallPolicy", {
      parent: "organizations/1234",
      shortName: "x",
    }),
    ["own-project", "parent"],
  ],
  [
    "logs of the organisation",
    "dev",
    make("gcp:logging/organizationSink:OrganizationSink", {
      orgId: "1234",
      includeChildren: true,
      destination: "storage.googleapis.com/mine",
    }),
    ["own-project", "orgId"],
  ],
  ["no provider", "staging", bucket({ name: "x" }, { provider: null }), ["default-provider", ""]],
  [
    "the default provider itself",
    "staging",
    make(PROVIDER, { project: "acme-shop-staging" }, { name: "default_9_35_0" }),
    ["default-provider", ""],
  ],
  [
    "a provider that acts as prod's deployer",
    "staging",
    make(PROVIDER, {
      project: "acme-shop-staging",
      impersonateServiceAccount: "deploy@acme-shop-prod.iam.gserviceaccount.com",
    }),
    ["foreign-provider", "impersonateServiceAccount"],
    ["foreign-reference", "impersonateServiceAccount", "prod"],
  ],
  [
    "a provider with a key",
    "staging",
    make(PROVIDER, { credentials: UNKNOWN }),
    ["foreign-provider", "credentials"],
  ],
  [
    "a provider with a token",
    "staging",
    make(PROVIDER, { accessToken: UNKNOWN }),
    ["foreign-provider", "accessToken"],
  ],
  [
    "a provider of another cloud",
    "staging",
    make(PROVIDER, { universeDomain: "cloud.example" }),
    ["foreign-provider", "universeDomain"],
  ],
  [
    "a provider that bills a stranger",
    "staging",
    make(PROVIDER, { billingProject: "acme-tools" }),
    ["foreign-provider", "billingProject"],
  ],
  [
    "a provider with prod's labels",
    "staging",
    make(PROVIDER, { defaultLabels: '{"of":"acme-shop-prod"}' }),
    ["foreign-reference", "defaultLabels", "prod"],
  ],
  [
    "a package that runs commands",
    "staging",
    make("command:local:Command", { create: "true" }, { provider: {} }),
    ["package-list", ""],
  ],
  [
    "a dynamic provider",
    "staging",
    make("pulumi-nodejs:dynamic:Resource", { __provider: "x" }, { provider: {} }),
    ["package-list", ""],
  ],
  [
    "a provider of another package",
    "staging",
    make("pulumi:providers:aws", {}),
    ["package-list", ""],
  ],
  [
    "an image by its tag",
    "prod",
    make(SERVICE, {
      ...HERE,
      template: { containers: [{ image: "asia-docker.pkg.dev/acme-shop-prod/app:v1" }] },
    }),
    ["image-digest", "template.containers[0].image"],
  ],
  [
    "a second image by its tag",
    "prod",
    make("gcp:cloudrunv2/job:Job", {
      ...HERE,
      template: {
        template: { containers: [{ image: `a@sha256:${"0".repeat(64)}` }, { image: "proxy" }] },
      },
    }),
    ["image-digest", "template.template.containers[1].image"],
  ],
  [
    "one password for two",
    "staging",
    {
      does: "make all",
      all: [
        make(USER, { instance: "i", name: "a", password: CONFIGURED }),
        make(USER, { instance: "i", name: "b", password: CONFIGURED }),
      ],
    },
    ["one-password", "password"],
  ],
  [
    "a literal of a declared secret's shape, in a variable",
    "dev",
    make(SERVICE, {
      ...HERE,
      template: {
        containers: [
          { image: "x", envs: [{ name: "K", value: `key=sk_test_${"a1B2".repeat(6)}` }] },
        ],
      },
    }),
    ["secret-shape", "template.containers[0].envs[0].value"],
  ],
  [
    "the superuser's password for another",
    "staging",
    {
      does: "make all",
      all: [
        make(SQL, {
          ...{ databaseVersion: "POSTGRES_17", settings: { tier: "db-f1-micro" } },
          rootPassword: CONFIGURED,
        }),
        make(USER, { instance: "i", name: "b", password: CONFIGURED }),
      ],
    },
    ["one-password", "password"],
  ],
  [
    "one password for two users of AlloyDB, written only",
    "staging",
    {
      does: "make all",
      all: ["a", "b"].map((userId) =>
        make("gcp:alloydb/user:User", {
          ...{ cluster: "c", userId, userType: "ALLOYDB_BUILT_IN", passwordWo: CONFIGURED },
          passwordWoVersion: "1",
        }),
      ),
    },
    ["one-password", "passwordWo"],
  ],
  [
    "no guard",
    "staging",
    { does: "make all", all: [bucket({ name: "x" })], unguarded: true },
    ["guard-missing", ""],
  ],
];
