import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { planText } from "../../../cli/plan-text.ts";
import { render } from "../../../preview/comment/render.ts";
import { verdictOf } from "../../../preview/comment/verdict.ts";
import { masked } from "../../../preview/document/masked.ts";
import { planDocument, type PlanDocument } from "../../../preview/document/plan.ts";
import { summarize } from "../../../preview/summary.ts";
import type { Masking } from "../../../preview/mask/masking.ts";
import {
  base64Of,
  foundIn,
  hiddenIn,
  madeUpOf,
  passwordOf,
  secretOf,
} from "../../policy/canaries.ts";
import {
  NAMED_PLACES,
  NAMED_SPELLINGS,
  PLACES,
  plantedDocument,
  SPELLINGS,
  type Planted,
} from "./planted.ts";

const PLANS = 10_000;
const STACKS = 20;

/** Shows everything: only with this can a test show that it would find what is not masked. */
const NOTHING_MASKED: Masking = {
  text: (text) => text,
  name: (name) => name,
  isSecret: () => false,
  isSecretPlace: () => false,
};

/** What is planted: a place, a spelling, and a secret, of which each has one of its own. */
interface Case {
  readonly place: readonly [string, (text: string) => Planted];
  readonly spelling: readonly [string, (text: string) => string];
  readonly secretOf: (number: number) => string;
}

const places = Object.entries(PLACES);
const spellings = Object.entries(SPELLINGS);
const namedSpellings = Object.entries(NAMED_SPELLINGS);
const namedPlaces = Object.entries(NAMED_PLACES);

/** What nothing says of what it is: keys of services, and passwords that are long enough. */
const unnamed = (number: number): string => {
  if (number % 2 === 0) return secretOf(number);
  return number % 4 === 1
    ? passwordOf(number, 24 + (number % 9))
    : base64Of(number, 24 + (number % 9));
};

/** What is named is hidden however short it is and whatever it looks like. */
const named = (number: number): string => {
  if (number % 3 === 0) return madeUpOf(number);
  return number % 3 === 1 ? plain(passwordOf(number, 12 + (number % 21))) : base64Of(number, 12);
};

/** Signs that end what they stand in, as in a shell, have to be quoted there. */
function plain(password: string): string {
  return password.replace(/[&%]/g, "x");
}

/** Every place in every spelling, in turn; the named ones again and again, since they are fewer. */
const CASES: readonly Case[] = [
  ...pairs(places, spellings, unnamed),
  ...pairs(places, namedSpellings, named),
  ...pairs(namedPlaces, [["as it is", (text) => text]], named),
];

function pairs(
  all: readonly Case["place"][],
  spelled: readonly Case["spelling"][],
  draw: Case["secretOf"],
): readonly Case[] {
  return spelled.flatMap((spelling) => all.map((place) => ({ place, spelling, secretOf: draw })));
}

const planted = Array.from({ length: PLANS }, (_, number) => {
  const found = CASES[number % CASES.length];
  assert.ok(found);
  const [[place, plant], [spelling, spell]] = [found.place, found.spelling];
  // Each time another kind of secret, also where the number of kinds divides that of cases.
  const secret = found.secretOf(number + Math.floor(number / CASES.length));
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

/** What is written of a document: itself, for reading, and the comment on it. */
function written(document: PlanDocument): readonly string[] {
  return [JSON.stringify(document, null, 1), render(document, { verdict: verdictOf(document) })];
}

/** The same and all else: what a terminal shows, the file of the artifact, the job's summary. */
async function everything(document: PlanDocument): Promise<Readonly<Record<string, string>>> {
  const verdict = verdictOf(document);
  const [json = "", comment = ""] = written(document);
  const folder = await mkdtemp(join(tmpdir(), "planted-"));
  try {
    const file = join(folder, "summary.md");
    await summarize(document, verdict, { GITHUB_STEP_SUMMARY: file });
    const [summary, terminal] = [await readFile(file, "utf8"), planText(document, verdict)];
    return { json, comment, summary, terminal, artifact: `${JSON.stringify(document)}\n` };
  } finally {
    await rm(folder, { recursive: true });
  }
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
 * The secrets that a text of a document holds. All else is made of the document alone, so that it is
 * read in every spelling now and then only.
 */
function found(text: string, secrets: readonly string[], isRead: boolean): ReadonlySet<string> {
  const plain = hiddenIn(text, secrets);
  const rest = secrets.filter((secret) => !plain.includes(secret));
  return new Set([...plain, ...(isRead ? foundIn(own(text), rest) : [])]);
}

const EVERY = 5;
const SOME = 25;

describe("ten thousand plans with secrets in them", () => {
  it("cover every place in every spelling", () => {
    assert.ok(PLANS >= CASES.length * 8);
  });

  it("show none, whole or in part, anywhere, and mask nothing twice", async () => {
    const shown: Record<string, string[]> = {};
    for (const [number, each] of documents.entries()) {
      const document = plantedDocument(each.map(({ plant }) => plant()));
      assert.deepEqual(masked(document), document);
      planDocument.parse(document);
      const secrets = each.map(({ secret }) => secret);
      for (const [where, text] of Object.entries(await everything(document))) {
        const all = found(text, secrets, where === "json" || number % EVERY === 0);
        const here = each.flatMap(({ secret, what }) => (all.has(secret) ? what : []));
        shown[where] = [...new Set([...(shown[where] ?? []), ...here])];
      }
    }
    const none = { json: [], comment: [], summary: [], terminal: [], artifact: [] };
    assert.deepEqual(shown, none);
  });

  it("are found in summary and artifact too when nothing is masked", async () => {
    const missed: string[] = [];
    for (const each of documents.filter((_, number) => number % SOME === 0)) {
      const plants = each.map(({ plant }) => plant());
      const { summary = "", artifact = "" } = await everything(
        plantedDocument(plants, NOTHING_MASKED),
      );
      for (const text of [summary, artifact]) {
        const all = found(
          text,
          each.map(({ secret }) => secret),
          true,
        );
        missed.push(...each.flatMap(({ secret, what }) => (all.has(secret) ? [] : what)));
      }
    }
    assert.deepEqual(
      missed.filter((what) => !UNREADABLE.has(what)),
      [],
    );
  });

  it("are all found when nothing is masked, so that the test above can fail", () => {
    const missed: string[] = [];
    for (const [number, each] of documents.entries()) {
      const plants = each.map(({ plant }) => plant());
      const secrets = each.map(({ secret }) => secret);
      const texts = written(plantedDocument(plants, NOTHING_MASKED));
      for (const text of number % EVERY === 0 ? texts : texts.slice(0, 1)) {
        const all = found(text, secrets, text.startsWith("{") || number % EVERY === 0);
        missed.push(...each.flatMap(({ secret, what }) => (all.has(secret) ? [] : what)));
      }
    }
    const readable = missed.filter((what) => !UNREADABLE.has(what));
    assert.deepEqual([...new Set(readable)], []);
  });
});
