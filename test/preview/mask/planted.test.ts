import assert from "node:assert/strict";

import { render } from "../../../preview/comment/render.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import { masked } from "../../../preview/document/masked.ts";
import { planDocument, type PlanDocument } from "../../../preview/document/plan.ts";
import type { Masking } from "../../../preview/mask/masking.ts";
import { foundIn, hiddenIn, secretOf } from "../../policy/canaries.ts";
import { PLACES, plantedDocument, SPELLINGS } from "./planted.ts";

const PLANS = 10_000;
const STACKS = 20;

/** Shows everything: only with this can a test show that it would find what is not masked. */
const NOTHING_MASKED: Masking = {
  text: (text) => text,
  name: (name) => name,
  isSecret: () => false,
  isSecretPlace: () => false,
};

const places = Object.entries(PLACES);
const spellings = Object.entries(SPELLINGS);

/** Each place in each spelling in turn, each with a secret of its own. */
const planted = Array.from({ length: PLANS }, (_, number) => {
  const [place = "", plant] = places[number % places.length] ?? [];
  const [spelling = "", spell] =
    spellings[Math.floor(number / places.length) % spellings.length] ?? [];
  assert.ok(plant && spell);
  const secret = secretOf(number);
  return { secret, plant: () => plant(spell(secret)), what: `${place}, ${spelling}` };
});

/** Several to a document, as a document has several stacks. */
const documents = Array.from({ length: PLANS / STACKS }, (_, at) =>
  planted.slice(at * STACKS, (at + 1) * STACKS),
);

/**
 * What the search itself cannot read: a name's line breaks are shown as signs, and what is escaped in
 * JSON in JSON is deeper than it looks.
 */
const UNREADABLE = new Set([
  "a resource's name, in base64, over lines",
  "a name that others follow, in base64, over lines",
  "a guard's path, in base64, over lines",
  "the guards' revision, in base64, over lines",
  "a version, in base64, over lines",
  "JSON in JSON, in base64, over lines",
  "JSON in JSON, escaped throughout",
  "JSON in JSON, escaped in part",
]);

/** What is written of a document: itself, and the comment on it. */
function written(document: PlanDocument): readonly string[] {
  return [JSON.stringify(document, null, 1), render(document, { verdict: verdictOf(document) })];
}

/** Lines that a document has with nothing planted: to read them ten thousand times is no use. */
const USUAL = new Set(
  written(plantedDocument(places.map(([, plant]) => plant("x")))).flatMap((text) =>
    text.split("\n"),
  ),
);

function own(text: string): string {
  return text
    .split("\n")
    .filter((line) => !USUAL.has(line))
    .join("\n")
    .replace(DIGEST, "");
}

const DIGEST = /"[0-9a-f]{10}"|\b[0-9a-f]{64}\b/g;

/**
 * The secrets that a text of a document holds. The comment is made of the document alone, so that it is
 * read in every spelling now and then only.
 */
function found(text: string, secrets: readonly string[], number: number): ReadonlySet<string> {
  const plain = hiddenIn(text, secrets);
  const isRead = text.startsWith("{") || number % EVERY === 0;
  const rest = secrets.filter((secret) => !plain.includes(secret));
  return new Set([...plain, ...(isRead ? foundIn(own(text), rest) : [])]);
}

const EVERY = 5;

describe("ten thousand plans with secrets in them", () => {
  it("cover every place in every spelling", () => {
    assert.ok(PLANS >= places.length * spellings.length * 10);
  });

  it("show none, whole or in part, in document or comment, and mask nothing twice", () => {
    const shown: string[] = [];
    for (const [number, each] of documents.entries()) {
      const document = plantedDocument(each.map(({ plant }) => plant()));
      assert.deepEqual(masked(document), document);
      planDocument.parse(document);
      const secrets = each.map(({ secret }) => secret);
      for (const text of written(document)) {
        const all = found(text, secrets, number);
        shown.push(...each.flatMap(({ secret, what }) => (all.has(secret) ? what : [])));
      }
    }
    assert.deepEqual([...new Set(shown)], []);
  });

  it("are all found when nothing is masked, so that the test above can fail", () => {
    const missed: string[] = [];
    for (const [number, each] of documents.entries()) {
      const plants = each.map(({ plant }) => plant());
      const secrets = each.map(({ secret }) => secret);
      const texts = written(plantedDocument(plants, NOTHING_MASKED));
      for (const text of number % EVERY === 0 ? texts : texts.slice(0, 1)) {
        const all = found(text, secrets, number);
        missed.push(...each.flatMap(({ secret, what }) => (all.has(secret) ? [] : what)));
      }
    }
    const readable = missed.filter((what) => !UNREADABLE.has(what));
    assert.deepEqual([...new Set(readable)], []);
  });
});
