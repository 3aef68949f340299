import assert from "node:assert/strict";
import fc from "fast-check";

import { contains, overlap, type Cidr } from "../../environment/cidr.ts";
import {
  conflicts,
  ephemeralClaims,
  isComplete,
  poolRange,
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

  it("conflict over one range, and the cure names one that is free", () => {
    const taken = "10.128.0.0/20";
    const [problem, ...more] = conflicts(preview(7, taken), [preview(8, taken), prod], sandbox);
    assert.deepEqual(more, []);
    assert.equal(problem?.reason, "overlaps pr-8's 10.128.0.0/20");
    assert.equal(problem.cure, "Set it to 10.128.16.0/20, which is free.");
  });

  it("are told when the pool is used up", () => {
    const pool: Cidr = "10.128.0.0/19";
    const small = { ...sandbox, pool };
    const others = [preview(8, "10.128.0.0/20"), preview(9, "10.128.16.0/20")];
    const [problem] = conflicts(preview(7, "10.128.0.0/20"), others, small);
    assert.match(problem?.cure ?? "", /^The pool is used up/);
  });

  it("conflict with a standing one that took the sandbox's project", () => {
    const intruder = { ...staging, project: sandbox.project };
    assert.deepEqual(said(conflicts(preview(7), [intruder], sandbox)), [
      "bulkhead:project is also staging's",
    ]);
  });

  it("may choose a range of the pool, and none outside it", () => {
    assert.deepEqual(conflicts(preview(7, "10.200.0.0/20"), [], sandbox), []);
    assert.deepEqual(said(conflicts(preview(7, "10.64.0.0/20"), [], sandbox)), [
      "bulkhead:network.cidr lies outside the sandbox's pool 10.128.0.0/9",
    ]);
  });
});

describe("the range that a stack gets from the pool", () => {
  const names = fc.oneof(
    fc.integer({ min: 1, max: 10 ** 9 }).map((number) => `pr-${number}`),
    fc.stringMatching(/^dev-[a-z0-9]{1,20}$/),
  );
  const pools = fc.constantFrom<Cidr>("10.128.0.0/9", "10.0.0.0/8", "172.16.0.0/12", "10.1.0.0/19");

  it("lies in the pool, is a /20, and never moves", () => {
    fc.assert(
      fc.property(names, pools, (stack, pool) => {
        const range = poolRange(stack, pool);
        assert.ok(contains(pool, range) && range.endsWith("/20"), range);
        assert.equal(poolRange(stack, pool), range);
      }),
    );
  });

  it("is another one for each of a thousand pull requests in a row", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 6 }), (first) => {
        const ranges = Array.from({ length: 1000 }, (_, n) => poolRange(`pr-${first + n}`, POOL));
        assert.equal(new Set(ranges).size, 1000);
      }),
      { numRuns: 5 },
    );
  });

  it("is never the same for a pull request and a developer", () => {
    fc.assert(
      fc.property(
        fc.nat(10 ** 9),
        fc.stringMatching(/^[a-z0-9]{1,20}$/),
        pools,
        (n, name, pool) => {
          assert.ok(!overlap(poolRange(`pr-${n + 1}`, pool), poolRange(`dev-${name}`, pool)));
        },
      ),
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
