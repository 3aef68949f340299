import { UNKNOWN } from "../case.ts";
import { SERVICE, IAM, make, type Row } from "./rows.ts";

const OUTSIDER: [string, string] = ["foreign-principal", "member"];
const member = (name: string, project = "acme-shop-staging") =>
  make(IAM, { project, role: "roles/viewer", member: name });

const WORKFORCE = "principalSet://iam.googleapis.com/locations/global/workforcePools/acme";
const access = (who: object) =>
  make("gcp:bigquery/dataset:Dataset", {
    ...{ datasetId: "d", accesses: [{ role: "READER", ...who }] },
  });
const acl = (entity: string) =>
  make("gcp:storage/bucketACL:BucketACL", { bucket: "b", roleEntities: [entity] });

/** Rights for those who should have none, in every way to write one down. */
export const PRINCIPALS: readonly Row[] = [
  ...(
    [
      ["an account of a stranger", "serviceAccount:ci@acme-tools.iam.gserviceaccount.com"],
      ["one in upper case", "serviceAccount:CI@ACME-TOOLS.IAM.GSERVICEACCOUNT.COM"],
      ["a stranger's default account", "serviceAccount:999-compute@developer.gserviceaccount.com"],
      [
        "a longer number",
        "serviceAccount:service-9100000000002@gcp-sa-pubsub.iam.gserviceaccount.com",
      ],
      ["a stranger's workload", "serviceAccount:acme-tools.svc.id.goog[default/ci]"],
      [
        "a stranger's pool",
        "principal://iam.googleapis.com/projects/999/locations/global/workloadIdentityPools/p/subject/s",
      ],
      [
        "all accounts of a stranger",
        "principalSet://cloudresourcemanager.googleapis.com/projects/999/type/ServiceAccount",
      ],
      [
        "all accounts of the organisation",
        "principalSet://cloudresourcemanager.googleapis.com/organizations/1234/type/ServiceAccount",
      ],
      [
        "all accounts of a folder",
        "principalSet://cloudresourcemanager.googleapis.com/folders/77/type/ServiceAccount",
      ],
      ["a stranger's owners", "projectOwner:acme-tools"],
      ["a stranger's App Engine", "serviceAccount:acme-tools@appspot.gserviceaccount.com"],
    ] as const
  ).map(([name, text]): Row => [`principal: ${name}`, "staging", member(text), OUTSIDER]),
  ...(["allUsers", "allAuthenticatedUsers"] as const).map((text): Row => [
    ...([`everybody: ${text}`, "staging", member(text)] as const),
    ["public-principal", "member"],
  ]),
  [
    "everybody in a policy in text",
    "prod",
    make("gcp:storage/bucketIAMPolicy:BucketIAMPolicy", {
      bucket: "b",
      policyData: '{"bindings":[{"role":"roles/viewer","members":["allUsers"]}]}',
    }),
    ["public-principal", "policyData"],
  ],
  [
    "a deleted account in a policy in text",
    "staging",
    make("gcp:storage/bucketIAMPolicy:BucketIAMPolicy", {
      bucket: "b",
      policyData: JSON.stringify({
        bindings: [
          {
            role: "roles/viewer",
            members: ["deleted:serviceAccount:ci@acme-tools.iam.gserviceaccount.com?uid=123"],
          },
        ],
      }),
    }),
    ["foreign-principal", "policyData"],
  ],
  [
    "everybody in a binding",
    "staging",
    make("gcp:storage/bucketIAMBinding:BucketIAMBinding", {
      bucket: "b",
      role: "roles/storage.objectViewer",
      members: [UNKNOWN, "allUsers"],
    }),
    ["public-principal", "members[1]"],
  ],
  [
    "everybody in an access list",
    "staging",
    make("gcp:storage/bucketACL:BucketACL", {
      bucket: "b",
      roleEntities: ["READER:allUsers"],
    }),
    ["public-principal", "roleEntities[0]"],
  ],
  [
    "a predefined access list",
    "staging",
    make("gcp:storage/bucketACL:BucketACL", {
      bucket: "b",
      predefinedAcl: "publicRead",
    }),
    ["public-principal", "predefinedAcl"],
  ],
  [
    "everybody with an account, to a data set",
    "staging",
    make("gcp:bigquery/datasetAccess:DatasetAccess", {
      datasetId: "d",
      role: "READER",
      specialGroup: "allAuthenticatedUsers",
    }),
    ["public-principal", "specialGroup"],
  ],
  [
    "a service that asks nobody",
    "staging",
    make(SERVICE, {
      location: "asia-southeast2",
      invokerIamDisabled: true,
      template: { containers: [{ image: "nginx" }] },
    }),
    ["public-principal", "invokerIamDisabled"],
  ],
  [
    "a stranger's e-mail, to a data set",
    "staging",
    make("gcp:bigquery/datasetAccess:DatasetAccess", {
      datasetId: "d",
      role: "READER",
      userByEmail: "ci@acme-tools.iam.gserviceaccount.com",
    }),
    ["foreign-principal", "userByEmail"],
  ],
  [
    "a stranger's e-mail in an access list",
    "staging",
    make("gcp:storage/bucketACL:BucketACL", {
      bucket: "b",
      roleEntities: ["READER:user-ci@acme-tools.iam.gserviceaccount.com"],
    }),
    ["foreign-principal", "roleEntities[0]"],
  ],
  [
    "a group by its field, to a data set",
    "prod",
    access({ groupByEmail: "everyone@acme.example" }),
    ["group-outside-matrix", "accesses[0].groupByEmail"],
  ],
  [
    "a domain by its field, to a data set",
    "staging",
    access({ domain: "acme.example" }),
    ["group-outside-matrix", "accesses[0].domain"],
  ],
  [
    "a group in an access list",
    "prod",
    acl("READER:group-everyone@acme.example"),
    ["group-outside-matrix", "roleEntities[0]"],
  ],
  [
    "a domain in an access list",
    "staging",
    acl("READER:domain-acme.example"),
    ["group-outside-matrix", "roleEntities[0]"],
  ],
  [
    "a stranger's viewers in an access list",
    "staging",
    make("gcp:storage/bucketAccessControl:BucketAccessControl", {
      ...{ bucket: "b", entity: "project-viewers-999", role: "READER" },
    }),
    ["foreign-principal", "entity"],
  ],
  [
    "a group of the workforce",
    "prod",
    member(`${WORKFORCE}/group/everyone`, "acme-shop-prod"),
    ["group-outside-matrix", "member"],
  ],
  ["all the workforce", "staging", member(`${WORKFORCE}/*`), ["group-outside-matrix", "member"]],
  ["a whole domain", "staging", member("domain:acme.example"), ["group-outside-matrix", "member"]],
  [
    "a group that the matrix does not name",
    "prod",
    member("group:everyone@acme.example", "acme-shop-prod"),
    ["group-outside-matrix", "member"],
  ],
];
