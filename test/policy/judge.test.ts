import assert from "node:assert/strict";

import { Contexts } from "../../policy/context.ts";
import { Judge, type Violation } from "../../policy/judge.ts";
import type { Rule, Subject } from "../../policy/rule.ts";
import { ScratchProject, standing } from "../environment/project.ts";

const BUCKET = "gcp:storage/bucket:Bucket";
const TOPIC = "gcp:pubsub/topic:Topic";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const TODAY = "2027-03-31";
const OPEN = { open: true };

const LEVELS = { "shown-only": "advisory", "switched-off": "disabled" };

const TEXTS = { forbids: "Open.", why: "It is open.", cure: "Close it." };
const EXAMPLES = { fails: { props: { open: true } }, passes: { props: {} } };

const open: Rule = {
  ...{ id: "no-open", ...TEXTS, ...EXAMPLES },
  check: ({ props }) =>
    props["open"] === true ? [{ path: ["open"], reason: "is open", foreign: "uat" }] : [],
};

const crashing: Rule = {
  ...open,
  id: "crashing",
  check: ({ props }) => {
    const { deep } = props as { deep?: { secret?: string } };
    if (deep?.secret !== undefined) throw new TypeError(`cannot read ${deep.secret}`);
    return [];
  },
};

describe("a judge", () => {
  const project = new ScratchProject();
  const allowed = (expires: string, resource = `${BUCKET}::files`, rule = "no-open") => ({
    ...{ rule, resource, reason: "Moves in March", expires, owner: "alice@acme.example" },
  });
  const allowances = [
    allowed("2027-03-31"),
    allowed("2028-03-31", `${BUCKET}::a-year`),
    allowed("2028-04-01", `${BUCKET}::too-long`),
    allowed("2027-12-31", `${BUCKET}::files`, "of-prod"),
    allowed("2027-12-31", `${BUCKET}::files`, "of-sandbox"),
    allowed("2027-12-31", `${BUCKET}::files`, "by-name"),
    allowed("2027-12-31", `${BUCKET}::files`, "the-guard"),
  ];
  project.stack("staging", { ...standing("staging", 2), allowances });
  project.stack("uat", { ...standing("uat", 4), policies: LEVELS });
  project.stack("qa", { ...standing("qa", 5), allowances: [allowed("2027-03-30")] });
  project.stack("prod", { ...standing("prod", 3), allowances: [allowed("2027-12-31")] });

  after(() => {
    project.remove();
  });

  const judge = (rules: readonly Rule[], configurable = false) =>
    new Judge(
      [{ name: "tried", rules, configurable }],
      new Contexts({ guards: project.folder }),
      TODAY,
    );
  const say = (stack: string, configurable = false, subject = bucket(stack, "files")) =>
    only(judge([open], configurable).resource(subject));

  it("names rule, resource, property, the environment that it belongs to, and the cure", () => {
    const { rule, level, urn, message } = say("staging", false, bucket("staging", "other"));
    assert.deepEqual([rule, level], ["no-open", "mandatory"]);
    assert.equal(urn, bucket("staging", "other").urn);
    assert.equal(message, "open: is open. It belongs to uat.\nCure: Close it.");
  });

  describe("of an allowance", () => {
    it("in force makes an advisory that says until when, by whom and why", () => {
      const { level, message } = say("staging");
      assert.equal(level, "advisory");
      assert.match(message, /^Allowed until 2027-03-31 by alice@acme\.example: Moves in March\./);
      assert.match(message, /open: is open/);
    });

    it("that is over blocks again and says so", () => {
      const { level, message } = say("qa");
      assert.equal(level, "mandatory");
      assert.match(message, /Its allowance in qa expired on 2027-03-30\.$/);
    });

    it("says that isolation of prod has none", () => {
      const { level, message } = say("prod");
      assert.equal(level, "mandatory");
      assert.match(message, /the isolation of prod has no exceptions/);
    });

    it("takes those of the baseline in prod too", () => {
      assert.equal(say("prod", true).level, "advisory");
    });

    it("opens nothing of prod's or the sandbox's, though a lower kind has it", () => {
      const rules = [
        { ...open, id: "of-prod", check: () => [{ path: [], reason: "is", foreign: "prod" }] },
        {
          ...open,
          id: "of-sandbox",
          check: () => [{ path: [], reason: "is", foreign: "sandbox" }],
        },
        { ...open, id: "by-name", check: () => [{ path: ["to"], reason: "is" }] },
      ];
      const subject = bucket("staging", "files", { to: "projects/acme-shop-prod/topics/a" });
      const said = judge(rules).resource(subject);
      assert.deepEqual(
        said.map(({ level }) => level),
        ["mandatory", "mandatory", "mandatory"],
      );
      for (const { message } of said) assert.match(message, /is open to no other environment\.$/);
    });

    it("takes nobody's guard away", () => {
      const rule = { ...open, id: "the-guard", noAllowance: true } as const;
      const { level, message } = only(judge([rule]).resource(bucket("staging", "files")));
      assert.equal(level, "mandatory");
      assert.match(message, /this rule has no exceptions\.$/);
    });

    it("lasts a year at most", () => {
      assert.equal(say("staging", false, bucket("staging", "a-year")).level, "advisory");
      const { level, message } = say("staging", false, bucket("staging", "too-long"));
      assert.equal(level, "mandatory");
      assert.match(message, /it lasts longer than a year, until 2028-04-01\.$/);
    });

    it("takes it for one resource and one rule, and no other", () => {
      assert.equal(say("staging", false, bucket("staging", "files-2")).level, "mandatory");
      assert.equal(
        say("staging", false, bucket("staging", "files", OPEN, TOPIC)).level,
        "mandatory",
      );
      assert.equal(say("staging", false, bucket("staging", "my-files")).level, "mandatory");
      const other = judge([{ ...open, id: "other-rule" }]);
      assert.equal(only(other.resource(bucket("staging", "files"))).level, "mandatory");
    });
  });

  describe("of a level in the stack's configuration", () => {
    const of = (id: string, configurable: boolean) =>
      judge([{ ...open, id }], configurable).resource(bucket("uat", "files"));

    it("takes it for the baseline", () => {
      assert.equal(only(of("shown-only", true)).level, "advisory");
      assert.deepEqual(of("switched-off", true), []);
      assert.equal(only(of("not-named", true)).level, "mandatory");
    });

    it("takes none for isolation", () => {
      for (const id of ["shown-only", "switched-off"]) {
        assert.equal(only(of(id, false)).level, "mandatory", id);
      }
    });
  });

  describe("of a rule that crashes", () => {
    const subject = bucket("staging", "files", { deep: { secret: "hunter2" } });
    const violation = () => only(judge([crashing]).resource(subject));

    it("blocks, and names rule, resource and property", () => {
      const { rule, level, urn, message } = violation();
      assert.deepEqual([rule, level, urn], ["crashing", "mandatory", subject.urn]);
      assert.match(message, /^deep\.secret: the rule crashing failed here with TypeError/);
    });

    it("does not repeat what the error says, which may be a secret", () => {
      assert.doesNotMatch(violation().message, /hunter2|cannot read/);
    });

    it("lets the other rules judge", () => {
      const found = judge([crashing, open]).resource({
        ...subject,
        props: { ...subject.props, open: true },
      });
      assert.deepEqual(
        found.map(({ rule }) => rule),
        ["crashing", "no-open"],
      );
    });

    it("blocks where it judges a whole stack, too", () => {
      const rule: Rule = { id: "stack-rule", ...TEXTS, ...EXAMPLES, checkStack: fail };
      const found = judge([rule]).stack([bucket("staging", "files", {})]);
      assert.deepEqual([only(found).rule, only(found).level], ["stack-rule", "mandatory"]);
    });
  });

  it("blocks a resource of a stack that nobody knows, once", () => {
    const lost = bucket("unheard-of", "files", {});
    const one = judge([open]);
    const { rule, level } = only(one.resource(lost));
    assert.deepEqual([rule, level], ["environment-unknown", "mandatory"]);
    assert.deepEqual(one.stack([lost]), []);
    assert.equal(only(judge([open]).resource({ ...lost, urn: "no urn" })).level, "mandatory");
  });

  it("says of a stack what it has not said of its resources, and nothing twice", () => {
    const one = judge([open]);
    const said = bucket("staging", "one");
    const fine = bucket("staging", "two", {});
    assert.equal(one.resource(said).length, 1);
    assert.equal(one.resource(fine).length, 0);
    const became = { ...fine, props: { open: true } };
    assert.deepEqual(
      one.stack([said, became]).map(({ urn }) => urn),
      [became.urn],
    );
    assert.equal(one.stack([said]).length, 1, "of the next operation it is said again");
  });

  it("remembers each of several stacks by itself", () => {
    const one = judge([open]);
    const [here, there] = [bucket("staging", "one"), bucket("uat", "one")];
    const unknown = bucket("uat", "two", { size: UNKNOWN });
    for (const each of [here, there, unknown]) one.resource(each);
    assert.deepEqual(one.stack([here]), []);
    assert.deepEqual(
      one.stack([there, unknown]).map(({ rule, urn }) => [rule, urn]),
      [["not-yet-checked", there.urn]],
    );
  });

  it("says what a preview does not know yet, in one line, and nothing when all is known", () => {
    const one = judge([open]);
    const names = ["a", "b", "c", "d", "e"];
    for (const name of names) one.resource(bucket("staging", name, { open: UNKNOWN }));
    const { rule, level, message } = only(one.stack([bucket("staging", "a", {})]));
    assert.deepEqual([rule, level], ["not-yet-checked", "advisory"]);
    assert.match(message, /: a open, b open, c open, and 2 more\.$/);
    for (const name of names) one.resource(bucket("staging", name, {}));
    assert.deepEqual(one.stack([bucket("staging", "a", {})]), []);
  });

  it("says which files no rule looks into", () => {
    const one = judge([open]);
    const site = { ...bucket("staging", "site", {}), unseen: [["source"], ["files", 0]] };
    one.resource(site);
    const { rule, level, message } = only(one.stack([site]));
    assert.deepEqual([rule, level], ["not-looked-into", "advisory"]);
    assert.equal(message, "Files, which no rule looks into: site source, site files[0].");
    assert.deepEqual(one.stack([bucket("staging", "a", {})]), [], "and not again");
  });

  it("does not ask a rule about types that it does not judge", () => {
    const typed: Rule = { ...open, types: ["gcp:sql/user:User"] };
    assert.deepEqual(judge([typed]).resource(bucket("staging", "files-2")), []);
  });
});

function fail(): never {
  throw new Error("as it does");
}

function bucket(
  stack: string,
  name: string,
  props: Subject["props"] = OPEN,
  type = BUCKET,
): Subject {
  const urn = `urn:pulumi:${stack}::bulkhead::${type}::${name}`;
  return { urn, type, name, props, protect: false };
}

function only(violations: readonly Violation[]): Violation {
  const [violation, ...more] = violations;
  assert.ok(violation && more.length === 0, JSON.stringify(violations));
  return violation;
}
