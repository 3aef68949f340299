import { all, is, must, when, type Check, type Condition } from "../../checks.ts";
import type { Rule } from "../../rule.ts";
import { SQL } from "./sql.ts";
import { BUCKET } from "./storage.ts";

const SECRET = "gcp:secretmanager/secret:Secret";
const REGIONAL_SECRET = "gcp:secretmanager/regionalSecret:RegionalSecret";

const isProtected: Condition = (_, { environment }) => environment.profile.protection.deletion;

const protect: Check = ({ protect }) =>
  protect ? [] : [{ path: [], reason: "holds data and is not protected from deletion" }];

/** What holds data is deleted by two reviewed changes, not by one, where the profile says so. */
export const DELETION: readonly Rule[] = [
  {
    id: "data-protected",
    forbids: "A database, bucket or secret without Pulumi's protect, where the profile protects.",
    why: "A renamed component or a destroy on the wrong stack deletes it at once.",
    cure: "Set the resource option protect to true.",
    types: [SQL, "gcp:sql/database:Database", BUCKET, SECRET, REGIONAL_SECRET],
    check: when(isProtected, protect),
    fails: { props: {}, protect: false },
    passes: { props: {}, protect: true },
  },
  {
    id: "sql-deletion-protection",
    forbids:
      "A Cloud SQL instance that can be deleted, by Pulumi or past it, where the profile protects.",
    why: "Pulumi's own flag stops nobody at the console, and Google's stops no program.",
    cure: "Set deletionProtection and settings.deletionProtectionEnabled to true.",
    types: [SQL],
    check: when(
      isProtected,
      all(
        must("deletionProtection", is(true), "lets Pulumi delete it", { absent: true }),
        must("settings.deletionProtectionEnabled", is(true), "lets the console delete it"),
      ),
    ),
    fails: { props: { deletionProtection: true, settings: {} } },
    passes: { props: { settings: { deletionProtectionEnabled: true } } },
  },
  {
    id: "secret-deletion-protection",
    forbids: "A secret that can be deleted where the profile protects.",
    why: "Its versions go with it, and a key that nobody has any more cannot be made again.",
    cure: "Set deletionProtection to true.",
    types: [SECRET, REGIONAL_SECRET],
    check: when(isProtected, must("deletionProtection", is(true), "lets it be deleted")),
    fails: { props: { secretId: "staging-payment-key" } },
    passes: { props: { secretId: "staging-payment-key", deletionProtection: true } },
  },
  {
    id: "bucket-force-destroy",
    forbids: "A bucket that is deleted with everything in it where the profile protects.",
    why: "Google refuses to delete a bucket that is not empty; this switches the refusal off.",
    cure: "Set forceDestroy to false, or leave it out.",
    types: [BUCKET],
    check: when(
      isProtected,
      must("forceDestroy", is(false), "deletes its objects with it", { absent: false }),
    ),
    fails: { props: { forceDestroy: true } },
    passes: { props: { forceDestroy: false } },
  },
];
