import assert from "node:assert/strict";

import type { DiffResult } from "../../../local/provider/diff.ts";
import type { Properties } from "../../../local/provider/properties.ts";
import { parsePath } from "../../../preview/document/paths.ts";
import { Random } from "../../conformance/random.ts";
import type { Path } from "../../conformance/sites.ts";
import { secretOf } from "../../policy/canaries.ts";
import {
  asInPullRequest,
  deployed,
  drawChange,
  inPlanBase,
  planned,
  type Change,
} from "./generated.ts";

const CHANGES = 300;

describe("a plan against a plan base", () => {
  it(`is that against the state but for secret values, over ${CHANGES} changes`, async () => {
    const random = new Random(7);
    let [secrets, exact] = [0, 0];
    const next = () => secretOf(secrets++);
    const kinds = new Map<string, number>();
    for (let tried = 0; tried < CHANGES;) {
      const change = drawChange(random, next);
      // What the provider refuses to make is never deployed.
      const state = change && (await deployed(change.type, change.olds).catch(() => undefined));
      if (!state) continue;
      tried++;
      const other = (text: string) => `placeholder ${text.length} ${tried}`;
      const wanted = asInPullRequest(change.news, other) as Properties;
      const truth = attempt(() => planned(state, change.news, false));
      const plan = attempt(() => planned(inPlanBase(state), wanted, true));
      const seen = JSON.stringify({ tried, change, state }, null, 1);
      if (!change.differs) exact++;
      if (change.differs) assertButForSecrets(change, { plan, truth, seen });
      else assert.deepEqual(plan, truth, seen);
      const outcome = typeof truth === "string" ? "refused" : !truth.changes ? "same" : "changes";
      kinds.set(outcome, (kinds.get(outcome) ?? 0) + 1);
    }
    const [same = 0, changes = 0] = ["same", "changes"].map((each) => kinds.get(each) ?? 0);
    assert.ok(Math.min(same, changes, exact) > CHANGES / 5, String([...kinds, exact]));
  });
});

function attempt(plan: () => DiffResult): DiffResult | string {
  try {
    return plan();
  } catch (error) {
    return String(error);
  }
}

/**
 * Where a secret differs, the provider may tell of what else would not count, and says where in a set
 * something is by what is in it: whatever the plan base's plan tells must be in the true one, and
 * what is in the true one and stands beside no secret must be told.
 */
function assertButForSecrets(
  { secrets }: Change,
  { plan, truth, seen }: { plan: Said; truth: Said; seen: string },
): void {
  const [told, all] = [propertiesIn(plan), propertiesIn(truth)];
  const secret = new Set(secrets.map(property));
  assert.deepEqual(
    told.filter((each) => !all.includes(each)),
    [],
    seen,
  );
  const beside = all.filter((each) => !secret.has(each));
  assert.ok(typeof truth === "string" || truth.changes, seen);
  if (typeof plan !== "string" && plan.changes) {
    assert.deepEqual(
      beside.filter((each) => !told.includes(each)),
      [],
      seen,
    );
  }
}

type Said = DiffResult | string;

function propertiesIn(said: Said): readonly string[] {
  if (typeof said === "string") return [said];
  return Object.keys(said.detailed).map((path) => property(parsePath(path)));
}

/** A property down to the first list. */
function property(path: Path): string {
  const index = path.findIndex((step) => typeof step === "number");
  return (index < 0 ? path : path.slice(0, index)).join(".");
}
