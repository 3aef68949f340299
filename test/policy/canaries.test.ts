import assert from "node:assert/strict";

import { Contexts } from "../../policy/context.ts";
import { Judge, type ShowPlace } from "../../policy/judge.ts";
import { BASELINE_GROUP, ISOLATION_GROUP } from "../../policy/packs.ts";
import type { Subject } from "../../policy/rule.ts";
import { CRASHING, foundIn, PLACES, secretOf, subjectsAt } from "./canaries.ts";
import { ROOT } from "./example.ts";

const PROGRAMS = 20;
const SECRETS_EACH = 50;
const GROUPS = [
  ISOLATION_GROUP,
  BASELINE_GROUP,
  { name: "crash", rules: [CRASHING], configurable: false },
];

interface Program {
  readonly secrets: readonly string[];
  readonly subjects: readonly Subject[];
}

/** Each place in turn, so that every program has every kind of property. */
const programs: readonly Program[] = Array.from({ length: PROGRAMS }, (_, program) => {
  const places = Object.values(PLACES);
  const planted = Array.from({ length: SECRETS_EACH }, (_, index) => {
    const number = program * SECRETS_EACH + index;
    const place = places[number % places.length];
    assert.ok(place);
    const secret = secretOf(number);
    return { secret, subjects: subjectsAt(place, secret, `planted-${number}`) };
  });
  return {
    secrets: planted.map(({ secret }) => secret),
    subjects: planted.flatMap(({ subjects }) => subjects),
  };
});

describe("a thousand secrets in twenty programs", () => {
  it("are a thousand, each another", () => {
    const secrets = programs.flatMap((program) => program.secrets);
    assert.equal(new Set(secrets).size, PROGRAMS * SECRETS_EACH);
  });

  it("stand in no message, whole or in part, in any spelling", () => {
    for (const { secrets, subjects } of programs) {
      const { text, urns } = messagesOf(subjects);
      assert.ok(urns.size > SECRETS_EACH * 0.9, "nearly each resource is spoken of");
      assert.deepEqual(foundIn(text, secrets), []);
    }
  });

  it("are all found when nothing is masked, so that the check above can fail", () => {
    for (const { secrets, subjects } of programs) {
      const { text } = messagesOf(subjects, showEverything);
      assert.deepEqual(foundIn(text, secrets), secrets);
    }
  });

  it("stand in no message about what is not known yet", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const secret = secretOf(0);
    const subject = { ...bucket(), props: { labels: { [secret]: unknown } } };
    assert.match(messagesOf([subject]).text, /Not known before the update.*labels/);
    assert.deepEqual(foundIn(messagesOf([subject]).text, [secret]), []);
    assert.deepEqual(foundIn(messagesOf([subject], showEverything).text, [secret]), [secret]);
  });
});

function messagesOf(subjects: readonly Subject[], show?: ShowPlace) {
  const judge = new Judge(GROUPS, new Contexts({ guards: ROOT }), undefined, show);
  const stacks = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const stack = subject.urn.split(":")[2] ?? "";
    stacks.set(stack, [...(stacks.get(stack) ?? []), subject]);
  }
  const violations = [...stacks.values()].flatMap((each) => [
    ...each.flatMap((subject) => judge.resource(subject)),
    ...judge.stack(each),
  ]);
  return {
    text: violations.map(({ rule, message }) => `${rule}: ${message}`).join("\n"),
    urns: new Set(violations.map(({ urn }) => urn)),
  };
}

/** A place without any masking: the path as it is, and what stands there. */
function showEverything(path: readonly (string | number)[], { props }: Subject): string {
  const value = path.reduce<unknown>(
    (at, step) => (at as Record<string | number, unknown> | undefined)?.[step],
    props,
  );
  return `${path.join(".")} = ${JSON.stringify(value)}`;
}

function bucket(): Subject {
  const type = "gcp:storage/bucket:Bucket";
  const urn = `urn:pulumi:staging::bulkhead::${type}::files`;
  return { urn, type, name: "files", props: {}, protect: false };
}
