import assert from "node:assert/strict";
import fc from "fast-check";

import { contains, overlap, type Cidr } from "../../environment/cidr.ts";
import {
  conflicts,
  developersHalf,
  ephemeralClaims,
  isComplete,
  missingRange,
  pullRequestRange,
  stateBucket,
  type Claims,
} from "../../environment/claims.ts";
import type { SandboxConfig } from "../../environment/config.ts";
import { said } from "./project.ts";

const POOL: Cidr = "10.128.0.0/9";
const KEY = "keyRings/bulkhead/cryptoKeys/pulumi";

const staging: Claims = {
  stack: "staging",
  kind: "staging",
  project: "acme-shop-staging",
  projectNumber: "100000000002",
  region: "asia-southeast2",
  cidr: "10.20.0.0/20",
  state: "gs://acme-shop-staging-state",
  kmsKey: `projects/acme-shop-staging/locations/asia-southeast2/${KEY}`,
};

const prod: Claims = {
  stack: "prod",
  kind: "prod",
  project: "acme-shop-prod",
  projectNumber: "100000000003",
  region: "asia-southeast2",
  cidr: "10.30.0.0/20",
  state: "gs://acme-shop-prod-state",
  kmsKey: `projects/acme-shop-prod/locations/asia-southeast2/${KEY}`,
  domain: "shop.acme.example",
};

const sandbox: SandboxConfig = {
  project: "acme-shop-sandbox",
  projectNumber: "100000000009",
  region: "asia-southeast2",
  pool: POOL,
  state: "gs://acme-shop-sandbox-state",
  kmsKey: `projects/acme-shop-sandbox/locations/asia-southeast2/${KEY}`,
};

const preview = (number: number, cidr?: Cidr) =>
  ephemeralClaims(`pr-${number}`, "preview", cidr ? { network: { cidr } } : {}, sandbox);
const developer = (name: string, cidr?: Cidr) =>
  ephemeralClaims(`dev-${name}`, "developer", cidr ? { network: { cidr } } : {}, sandbox);

describe("two standing environments", () => {
  it("stand alone when they share nothing but a region", () => {
    assert.deepEqual(conflicts(staging, [staging, prod], sandbox), []);
  });

  const EXCLUSIVE = ["project", "projectNumber", "state", "kmsKey", "domain"] as const;
  for (const key of EXCLUSIVE) {
    it(`conflict over the same ${key}`, () => {
      assert.deepEqual(said(conflicts({ ...staging, [key]: prod[key] }, [prod], sandbox)), [
        `bulkhead:${key} is also prod's`,
      ]);
    });
  }

  for (const [relation, cidr] of [
    ["equals", "10.30.0.0/20"],
    ["lies inside", "10.30.4.0/22"],
    ["contains", "10.30.0.0/16"],
  ] as const) {
    it(`conflict when the one's range ${relation} the other's`, () => {
      assert.deepEqual(said(conflicts({ ...staging, cidr }, [prod], sandbox)), [
        "bulkhead:network.cidr overlaps prod's 10.30.0.0/20",
      ]);
    });
  }

  it("conflict whichever of them is asked", () => {
    const taken = { ...staging, state: prod.state };
    assert.equal(conflicts(taken, [prod]).length, 1);
    assert.equal(conflicts(prod, [taken]).length, 1);
  });

  it("conflict over everything that they share, each said once", () => {
    const copy = { ...prod, stack: "shop" };
    assert.equal(conflicts(copy, [prod]).length, EXCLUSIVE.length + 1);
  });

  it("conflict over one bucket, whatever folders their states lie in", () => {
    const [a, b] = ["gs://acme-state/staging", "gs://acme-state/prod"];
    assert.deepEqual(said(conflicts({ ...staging, state: a }, [{ ...prod, state: b }])), [
      "bulkhead:state is also prod's",
    ]);
  });

  it("may share an organisation of Pulumi Cloud, which keeps stacks apart", () => {
    const state = "https://api.pulumi.com/acme";
    assert.deepEqual(conflicts({ ...staging, state }, [{ ...prod, state }]), []);
  });

  it("are compared on what could be read of them", () => {
    const partial = { stack: "shop", kind: "staging", state: prod.state } as const;
    assert.deepEqual(said(conflicts(partial, [prod, { stack: "qa" }])), [
      "bulkhead:state is also prod's",
    ]);
    assert.equal(isComplete(partial), false);
    assert.equal(isComplete(prod), true);
  });
});

describe("a standing environment and the sandbox", () => {
  for (const key of ["project", "projectNumber", "state", "kmsKey"] as const) {
    it(`conflict over the same ${key}`, () => {
      assert.deepEqual(said(conflicts({ ...staging, [key]: sandbox[key] }, [], sandbox)), [
        `bulkhead:${key} is also the sandbox's`,
      ]);
    });
  }

  for (const cidr of ["10.128.0.0/20", "10.255.240.0/20"] as const) {
    it(`conflict when ${cidr} lies in the pool`, () => {
      assert.deepEqual(said(conflicts({ ...staging, cidr }, [], sandbox)), [
        "bulkhead:network.cidr overlaps the sandbox's pool 10.128.0.0/9",
      ]);
    });
  }
});

describe("two ephemeral environments", () => {
  it("share the sandbox's project, state and key, and no address", () => {
    assert.deepEqual(conflicts(preview(7), [preview(7), preview(8)], sandbox), []);
    assert.equal(preview(7).project, sandbox.project);
  });

  it("of developers conflict over one range, and the cure names one that is free", () => {
    const taken = "10.192.0.0/20";
    const others = [developer("bob", taken), prod];
    const [problem, ...more] = conflicts(developer("alice", taken), others, sandbox);
    assert.deepEqual(more, []);
    assert.equal(problem?.reason, "overlaps dev-bob's 10.192.0.0/20");
    assert.equal(problem.cure, "Set it to 10.192.16.0/20, which is free.");
  });

  it("of pull requests conflict when their numbers lie exactly 1,024 apart", () => {
    assert.deepEqual(said(conflicts(preview(7), [preview(1031)], sandbox)), [
      "bulkhead:network.cidr overlaps pr-1031's 10.128.112.0/20",
    ]);
  });

  it("conflict with a standing one that took the sandbox's project", () => {
    const intruder = { ...staging, project: sandbox.project };
    assert.deepEqual(said(conflicts(preview(7), [intruder], sandbox)), [
      "bulkhead:project is also staging's",
    ]);
  });

  it("of pull requests have the range of their number and choose no other", () => {
    assert.deepEqual(said(conflicts(preview(7, "10.128.0.0/20"), [], sandbox)), [
      "bulkhead:network.cidr is not 10.128.112.0/20, which a pull request of this number has",
    ]);
  });

  for (const cidr of ["10.128.0.0/20", "10.64.0.0/20", "10.192.0.0/19", "10.192.0.0/21"] as const) {
    it(`of developers take a /20 of the pool's second half, and not ${cidr}`, () => {
      assert.deepEqual(said(conflicts(developer("alice", cidr), [], sandbox)), [
        "bulkhead:network.cidr is not a /20 of 10.192.0.0/10, the developers' half of the pool",
      ]);
    });
  }
});

describe("a developer's environment without a range", () => {
  it("is refused with the lines to write, the first range that no stack file claims in them", () => {
    const others = [developer("bob", "10.192.0.0/20"), preview(1), prod];
    const [problem] = missingRange(developer("alice"), others, sandbox);
    assert.equal(problem?.path, "bulkhead:network.cidr");
    assert.match(
      problem.cure,
      /Pulumi\.dev-alice\.yaml.*:\n +config:\n +bulkhead:network: { cidr: 10\.192\.16\.0\/20 }$/,
    );
  });

  it("is told when the pool is used up", () => {
    const small = { ...sandbox, pool: "10.128.0.0/19" } as const;
    const [problem] = missingRange(developer("alice"), [developer("bob", "10.128.16.0/20")], small);
    assert.match(problem?.cure ?? "", /^The pool is used up/);
  });
});

describe("the range of a pull request", () => {
  const numbers = fc.integer({ min: 1, max: 10 ** 9 });
  const pools = fc.constantFrom<Cidr>("10.128.0.0/9", "10.0.0.0/8", "172.16.0.0/12", "10.1.0.0/19");

  it("is a /20 of the pool and never a developer's", () => {
    fc.assert(
      fc.property(numbers, pools, (number, pool) => {
        const range = pullRequestRange(`pr-${number}`, pool) ?? assert.fail();
        assert.ok(contains(pool, range) && range.endsWith("/20"), range);
        assert.ok(!overlap(range, developersHalf(pool)), range);
      }),
    );
  });

  it("is another one for each of 1,024 pull requests in a row", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 6 }), (first) => {
        const range = (_: unknown, n: number) => pullRequestRange(`pr-${first + n}`, POOL);
        assert.equal(new Set(Array.from({ length: 1024 }, range)).size, 1024);
      }),
      { numRuns: 5 },
    );
  });
});

describe("a state location", () => {
  for (const [state, bucket] of [
    ["gs://acme-state", "acme-state"],
    ["gs://acme-state/prod", "acme-state"],
    ["https://api.pulumi.com/acme", undefined],
  ] as const) {
    it(`${state} lies in ${bucket === undefined ? "no bucket" : `the bucket ${bucket}`}`, () => {
      assert.equal(stateBucket(state), bucket);
    });
  }
});
