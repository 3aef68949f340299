import { IAM, make, PROVIDER, bucket, type Row } from "./rows.ts";
import type { Props } from "../case.ts";

const above = (name: string, type: string, path: string, props: Props): Row => [
  ...([name, "staging", make(`gcp:${type}`, props)] as const),
  ["own-project", path],
];
const VIEWER = { role: "roles/viewer", member: "user:a@acme.example" };
const PR = "serviceAccount:pr-1-api@acme-shop-sandbox.iam.gserviceaccount.com";
const SIBLINGS = {
  ...{ project: "acme-shop-sandbox", role: "roles/secretmanager.secretAccessor", member: PR },
};
const WIDE = ["sandbox-wide", "member"] as const;

/** What is above all projects, and what the sandbox's environments have in common. */
export const ABOVE: readonly Row[] = [
  above("the billing account", "billing/accountIamMember:AccountIamMember", "billingAccountId", {
    ...{ ...VIEWER, billingAccountId: "000000-AAAAAA-BBBBBB" },
  }),
  above("another project", "organizations/project:Project", "", {
    ...{ projectId: "acme-tools", name: "tools" },
  }),
  above("the workforce's sign-in", "iam/workforcePoolProvider:WorkforcePoolProvider", "", {
    workforcePoolId: "acme",
    location: "global",
    providerId: "okta",
    saml: { idpMetadataXml: "x" },
  }),
  above(
    "a perimeter of the organisation",
    "accesscontextmanager/servicePerimeter:ServicePerimeter",
    "parent",
    { parent: "accessPolicies/123", name: "accessPolicies/123/servicePerimeters/n", title: "t" },
  ),
  above("a tag that the stack has not made", "tags/tagValue:TagValue", "parent", {
    ...{ parent: "tagKeys/123", shortName: "x" },
  }),
  above("a member of a group", "cloudidentity/groupMembership:GroupMembership", "", {
    ...{ group: "groups/03abc", roles: [{ name: "MEMBER" }] },
    preferredMemberKey: { id: "api@acme-shop-staging.iam.gserviceaccount.com" },
  }),
  above(
    "a firewall of a folder's",
    "compute/firewallPolicyAssociation:FirewallPolicyAssociation",
    "attachmentTarget",
    { attachmentTarget: "folders/77", firewallPolicy: "1234", name: "x" },
  ),
  [
    "a provider that takes its project from the shell",
    "staging",
    make(PROVIDER, { region: "asia-southeast2" }),
    ["foreign-provider", "project"],
  ],
  [
    "a bucket by such a provider",
    "staging",
    bucket({ name: "x" }, { provider: { region: "asia-southeast2" } }),
    ["own-project", "provider.project"],
  ],
  [
    "a container on the machine that deploys",
    "staging",
    make("docker:index/container:Container", { image: "x" }, { provider: {} }),
    ["package-list", ""],
  ],
  [
    "docker on another machine",
    "staging",
    make("pulumi:providers:docker", { host: "ssh://root@198.51.100.7" }),
    ["package-list", "host"],
  ],
  ["a right in all of the sandbox", "pr-1", make(IAM, SIBLINGS), WIDE],
  [
    "a right in all of the sandbox, on a condition that does not narrow it",
    "pr-1",
    make(IAM, {
      ...SIBLINGS,
      condition: { title: "t", expression: "request.time.getHours() < 9" },
    }),
    WIDE,
  ],
  [
    "a right to the state of all of the sandbox",
    "pr-1",
    make("gcp:storage/bucketIAMMember:BucketIAMMember", {
      ...{ bucket: "acme-sandbox-ledger", role: "roles/storage.objectViewer", member: PR },
    }),
    ["foreign-reference", "bucket", "the whole sandbox"],
  ],
  [
    "a right to the key of all of the sandbox",
    "pr-1",
    make("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", {
      cryptoKeyId: "asia-southeast2/bulkhead/pulumi",
      ...{ role: "roles/cloudkms.cryptoKeyDecrypter", member: PR },
    }),
    ["foreign-reference", "cryptoKeyId", "the whole sandbox"],
  ],
  [
    "a sibling's state file",
    "pr-1",
    {
      does: "read",
      type: "gcp:storage/bucketObject:BucketObject",
      id: "acme-sandbox-ledger-.pulumi/stacks/bulkhead/pr-2.json",
    },
    ["foreign-read", "", "the whole sandbox"],
  ],
];
