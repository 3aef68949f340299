import assert from "node:assert/strict";

import { monthlyCost } from "../../environment/costs.ts";
import { isEphemeral, isProtected, KINDS } from "../../environment/kinds.ts";
import { LIKE, profileOf, SETTINGS, valueFor, type Setting } from "../../environment/profiles.ts";

describe("the profile table", () => {
  for (const [group, settings] of Object.entries(SETTINGS)) {
    for (const [name, setting] of Object.entries<Setting<unknown>>(settings)) {
      describe(`at ${group}.${name}`, () => {
        it("says a value for dev, staging and prod, and why they differ", () => {
          for (const kind of ["dev", "staging", "prod"] as const) {
            assert.notEqual(setting.values[kind], undefined);
          }
          assert.match(setting.why, /^[A-Z0-9].{20,}\.$/);
        });

        it("differs between kinds: what is the same everywhere is no setting", () => {
          const values = KINDS.map((kind) => JSON.stringify(valueFor(setting, kind)));
          assert.ok(new Set(values).size > 1);
        });

        it("names what follows it as type and path", () => {
          for (const pattern of setting.governs) {
            assert.match(pattern, /^[a-z]+:[\w/]+:\w+(@[\w*-]+)?#[\w.]*$/);
          }
        });
      });
    }
  }

  it("gives a kind its own value, else that of the kind it is like", () => {
    const { tier } = SETTINGS.database;
    assert.equal(valueFor(tier, "qa"), "db-g1-small");
    assert.equal(valueFor(tier, "preview"), "db-f1-micro");
    assert.equal(valueFor(tier, "uat"), "db-custom-2-7680");
  });

  it("likens every kind to one that has all values", () => {
    assert.deepEqual(
      KINDS.filter((kind) => !["dev", "staging", "prod"].includes(LIKE[kind])),
      [],
    );
    assert.deepEqual([LIKE.dev, LIKE.staging, LIKE.prod], ["dev", "staging", "prod"]);
  });
});

describe("the profile", () => {
  it("of every kind has every setting", () => {
    for (const kind of KINDS) {
      const profile = profileOf(kind);
      assert.deepEqual(Object.keys(profile), Object.keys(SETTINGS));
      for (const group of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
        assert.deepEqual(Object.keys(profile[group]), Object.keys(SETTINGS[group]));
      }
    }
  });

  for (const kind of KINDS.filter((other) => other !== "prod")) {
    it(`of ${kind} reaches no real person, partner or public`, () => {
      const { network, reach, release } = profileOf(kind);
      assert.deepEqual(
        [network.openEgress, reach.mail, reach.notifications, release.customDomain],
        [false, "listed", "listed", false],
      );
    });
  }

  it("protects what holds data in the protected kinds, and in no ephemeral one", () => {
    const kept = KINDS.filter((kind) => profileOf(kind).protection.deletion);
    assert.deepEqual(kept, KINDS.filter(isProtected));
    assert.ok(!kept.some(isEphemeral));
  });

  it("of prod has a standby, audit logs and no way in for developers", () => {
    const { database, people } = profileOf("prod");
    assert.deepEqual(
      [database.highAvailability, people.auditLogs, people.developers],
      [true, true, []],
    );
  });
});

describe("the rough monthly cost", () => {
  it("is the sum of its parts", () => {
    for (const kind of KINDS) {
      const { database, cache, network, total } = monthlyCost(profileOf(kind));
      assert.equal(total, database + cache + network);
    }
  });

  it("counts the standby of a database as a second machine", () => {
    const prod = profileOf("prod");
    const single = { ...prod, database: { ...prod.database, highAvailability: false } };
    const machine = 98.7 + 100 * 0.17;
    const difference = monthlyCost(prod).database - monthlyCost(single).database;
    assert.ok(Math.abs(difference - machine) < 0.01, String(difference));
  });

  it("is nothing for what a profile switches off", () => {
    const { cache, network } = monthlyCost(profileOf("dev"));
    assert.deepEqual([cache, network], [0, 0]);
  });
});
