import assert from "node:assert/strict";

import { resourceTypes } from "../../../local/facts/facts.ts";
import { DANGEROUS_TYPES, tokenOf } from "../../../preview/document/dangers-types.ts";
import { HARMLESS, HARMLESS_ENDINGS, isCandidate } from "./harmless-types.ts";

const harmless = new Set(Object.values(HARMLESS).flat().map(tokenOf));
const endsHarmless = (type: string) => HARMLESS_ENDINGS.some(([ending]) => ending.test(type));
const isDecided = (type: string) =>
  DANGEROUS_TYPES.has(type) || harmless.has(type) || endsHarmless(type);

describe("the types whose loss is a danger", () => {
  it("are all that sound as if they held something, but for those of which is said why not", () => {
    const candidates = resourceTypes().filter(isCandidate);
    assert.ok(candidates.length > 250, `${candidates.length} candidates`);
    assert.deepEqual(
      candidates.filter((type) => !isDecided(type)),
      [],
    );
  });

  it("would not be all, if a newer provider had another database, bucket or key", () => {
    for (const type of ["next/GraphDatabase", "next/Bucket", "next/SigningKey", "sql/Snapshots"]) {
      assert.ok(isCandidate(tokenOf(type)) && !isDecided(tokenOf(type)), type);
    }
  });

  it("leave out only what sounds so, and is not among them", () => {
    const known = new Set(resourceTypes());
    for (const type of harmless) {
      assert.ok(known.has(type) && isCandidate(type), type);
      assert.ok(!DANGEROUS_TYPES.has(type) && !endsHarmless(type), type);
    }
    assert.deepEqual([...DANGEROUS_TYPES.keys()].filter(endsHarmless), []);
  });

  for (const type of [
    ...[
      "serviceaccount/Key",
      "secretmanager/SecretVersion",
      "compute/Instance",
      "container/Cluster",
    ],
    ...["storage/BucketObject", "filestore/Backup", "alloydb/Backup", "managedkafka/Cluster"],
    ...["managedkafka/Topic", "netapp/Volume", "parallelstore/Instance", "identityplatform/Tenant"],
    ...["healthcare/Dataset", "backupdisasterrecovery/BackupVault", "logging/ProjectBucketConfig"],
  ]) {
    it(`are also ${type}`, () => {
      assert.ok(DANGEROUS_TYPES.has(tokenOf(type)));
    });
  }

  it("are also a generated password, whose replacement changes it", () => {
    assert.ok(DANGEROUS_TYPES.has("random:index/randomPassword:RandomPassword"));
  });
});
