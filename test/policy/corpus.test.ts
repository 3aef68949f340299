import assert from "node:assert/strict";

import { check } from "../../local/provider/check.ts";
import {
  UNKNOWN as UNKNOWN_TO_PROVIDER,
  type Properties,
} from "../../local/provider/properties.ts";
import { ATTACKS } from "./corpus/attacks.ts";
import { UNKNOWN, type Case, type Make } from "./corpus/case.ts";
import { INNOCENTS } from "./corpus/innocents.ts";
import { judge, unfound } from "./corpus/judge.ts";
import { CELLS, MATRIX, type Cell } from "./corpus/matrix.ts";

const EVASIONS = [...MATRIX, ...ATTACKS];

describe("the corpus", () => {
  it("fills each cell of channel × spelling × identifier, or says why no program can", () => {
    const empty = CELLS.filter(
      ({ content }) => "impossible" in content && content.impossible.trim() === "",
    );
    assert.deepEqual(empty.map(nameOf), []);
    const size = (of: keyof Cell) => new Set(CELLS.map((cell) => cell[of])).size;
    assert.equal(CELLS.length, size("channel") * size("form") * size("identifier"));
  });

  for (const of of ["channel", "form", "identifier"] as const) {
    it(`has a case for every ${of}`, () => {
      const cases = CELLS.filter(({ content }) => !("impossible" in content));
      const without = CELLS.filter((cell) => !cases.some((each) => each[of] === cell[of]));
      assert.deepEqual([...new Set(without.map((cell) => cell[of]))], []);
    });
  }

  it("has 120 evasions and 80 innocents at least, each under a name of its own", () => {
    assert.ok(MATRIX.length >= 120, String(MATRIX.length));
    assert.ok(INNOCENTS.length >= 80, String(INNOCENTS.length));
    const names = [...EVASIONS, ...INNOCENTS].map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it("says nothing that the provider would not take", () => {
    const refused = [...EVASIONS, ...INNOCENTS]
      .filter(({ refusedByEngine }) => refusedByEngine === undefined)
      .flatMap((one) => failuresOf(one).map((failure) => `${one.name}: ${failure}`));
    assert.deepEqual(refused, []);
  });
});

describe("an evasion of the corpus", () => {
  for (const [kind, evasions] of Object.entries(byChannel())) {
    it(`is found by its rule, at its path and with its owner: ${kind}`, async () => {
      const missed: string[] = [];
      for (const one of evasions) {
        const rest = unfound(one, await judge(one));
        if (rest.length > 0) missed.push(`${one.name}: ${JSON.stringify(rest)}`);
      }
      assert.deepEqual(missed, []);
    });
  }
});

describe("an innocent of the corpus", () => {
  for (const one of INNOCENTS) {
    it(`is found by no rule: ${one.name}`, async () => {
      assert.deepEqual(await judge(one), []);
    });
  }
});

function nameOf({ channel, form, identifier }: Cell): string {
  return [channel, form, identifier].join(" / ");
}

/** The matrix by its channels, and what stands beside it. */
function byChannel(): Readonly<Record<string, typeof MATRIX>> {
  const channels = [...new Set(CELLS.map(({ channel }) => channel))];
  const cases = channels.map((channel) => [
    channel,
    MATRIX.filter(({ name }) => name.startsWith(`${channel} / `)),
  ]);
  return { ...(Object.fromEntries(cases) as Record<string, typeof MATRIX>), attacks: ATTACKS };
}

/** What the provider has against the resources of a case. */
function failuresOf({ act }: Case): readonly string[] {
  const made =
    act.does === "make all"
      ? act.all
      : act.does === "make" || act.does === "hand over"
        ? [act]
        : [];
  return made
    .filter(({ type }) => type.startsWith("gcp:"))
    .flatMap(({ type, props }: Pick<Make, "type" | "props">) => {
      const urn = `urn:pulumi:staging::bulkhead::${type}::case`;
      const provider = { project: "acme-shop-staging", region: "asia-southeast2" };
      const news = known(props) as Properties;
      return check({ type, urn, news, provider }).failures.map(({ reason }) => `${type} ${reason}`);
    });
}

function known(value: unknown): unknown {
  if (value === UNKNOWN) return UNKNOWN_TO_PROVIDER;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)]));
}
