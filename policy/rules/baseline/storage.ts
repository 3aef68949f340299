import { atLeast, is, must, refuse, when, type Condition } from "../../checks.ts";
import type { Rule } from "../../rule.ts";

/** Type of a Cloud Storage bucket. */
export const BUCKET = "gcp:storage/bucket:Bucket";

const DAY = 24 * 3600;
/** What Google keeps by itself; a profile that keeps deleted objects never keeps them for less. */
const SOFT_DELETE_DAYS = 7;

const keepsVersions: Condition = (_, { environment }) => environment.profile.storage.versioned;
const keepsDeleted: Condition = (_, { environment }) =>
  environment.profile.storage.softDeleteDays > 0;

/** Buckets: who reads them, and what of them is recoverable. */
export const STORAGE: readonly Rule[] = [
  {
    id: "bucket-uniform-access",
    forbids: "A bucket whose objects can have access lists of their own.",
    why: "One object can be opened to everybody while the bucket's policy shows nothing of it.",
    cure: "Set uniformBucketLevelAccess to true.",
    control: "CIS Google Cloud 4.0 5.2",
    types: [BUCKET],
    check: must("uniformBucketLevelAccess", is(true), "leaves access lists to each object"),
    fails: { props: { location: "ASIA-SOUTHEAST2" } },
    passes: { props: { uniformBucketLevelAccess: true } },
  },
  {
    id: "bucket-public-access-prevention",
    forbids: "A bucket that could be made public.",
    why: "One wrong binding, now or later, publishes everything that is in it.",
    cure: "Set publicAccessPrevention to enforced, and serve public files from a service.",
    control: "CIS Google Cloud 4.0 5.1",
    types: [BUCKET],
    check: must("publicAccessPrevention", is("enforced"), "lets it be made public"),
    fails: { props: { publicAccessPrevention: "inherited" } },
    passes: { props: { publicAccessPrevention: "enforced" } },
  },
  {
    id: "bucket-acl",
    forbids: "Access lists on buckets and objects.",
    why: "They grant access beside IAM, where no review of the policy finds it.",
    cure: "Remove it and grant a role with a BucketIAMMember.",
    control: "CIS Google Cloud 4.0 5.2",
    types: [
      "gcp:storage/bucketACL:BucketACL",
      "gcp:storage/bucketAccessControl:BucketAccessControl",
      "gcp:storage/defaultObjectACL:DefaultObjectACL",
      "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
      "gcp:storage/objectACL:ObjectACL",
      "gcp:storage/objectAccessControl:ObjectAccessControl",
    ],
    check: refuse("grants access by a list and not by IAM"),
    fails: { props: { bucket: "acme-shop-staging-staging-uploads", predefinedAcl: "private" } },
    passes: {
      type: "gcp:storage/bucketIAMMember:BucketIAMMember",
      props: { bucket: "acme-shop-staging-staging-uploads", role: "roles/storage.objectUser" },
    },
  },
  {
    id: "bucket-versioning",
    forbids: "A bucket without versions where the profile wants them.",
    why: "An object that was overwritten by mistake cannot be brought back.",
    cure: "Set versioning.enabled to true.",
    types: [BUCKET],
    check: when(keepsVersions, must("versioning.enabled", is(true), "keeps no versions")),
    fails: { props: { versioning: { enabled: false } } },
    passes: { props: { versioning: { enabled: true } } },
  },
  {
    id: "bucket-soft-delete",
    forbids: `Keeping deleted objects less than ${SOFT_DELETE_DAYS} days where the profile does.`,
    why: "A script that deletes too much leaves nothing to bring back.",
    cure: "Remove softDeletePolicy, or set its retentionDurationSeconds as the profile says.",
    types: [BUCKET],
    check: when(
      keepsDeleted,
      must(
        "softDeletePolicy.retentionDurationSeconds",
        atLeast(SOFT_DELETE_DAYS * DAY),
        "keeps deleted objects for too short",
        { absent: SOFT_DELETE_DAYS * DAY },
      ),
    ),
    fails: { props: { softDeletePolicy: { retentionDurationSeconds: 0 } } },
    passes: { props: { softDeletePolicy: { retentionDurationSeconds: 30 * DAY } } },
  },
];
