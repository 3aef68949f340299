import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";

import { planText } from "../../cli/plan-text.ts";
import { summary } from "../../cli/summary.ts";
import { ROOT } from "../../engine/folders.ts";
import { environmentOf } from "../../environment/environment.ts";
import { verdictOf } from "../../preview/comment/verdict.ts";
import type { StackPlan } from "../../preview/document/plan.ts";
import { documentOf, plan, policySays, warns } from "../preview/planned.ts";

/** Clears the screen, names the window, turns the direction, and speaks to the runner of a job. */
const HOSTILE = [
  "ok\u001b[2J\u001b]0;owned\u0007\u202eback\u009b31m",
  "::add-mask::prod",
  " \t::stop-commands::never",
  "first ##[add-mask]prod",
].join("\n");

describe("what a terminal or a job's log is told of a hostile text", () => {
  const textOf = (each: StackPlan) => {
    const document = documentOf([each]);
    return stripVTControlCharacters(planText(document, verdictOf(document)));
  };
  const steps = ["create", "delete", "update"].map((op) => ({
    ...{ op, type: "gcp:storage/bucket:Bucket", name: `${op} ${HOSTILE}` },
    ...{ old: { [HOSTILE]: "x" }, new: { "::error::y": HOSTILE } },
  }));

  const places: Readonly<Record<string, () => string>> = {
    "an operation": () => textOf(plan({ steps })),
    "an error": () => textOf(plan({ ok: false, errors: [HOSTILE, "::error::x"] })),
    "a warning": () => textOf(plan({ events: [warns(HOSTILE)] })),
    "a violation": () => textOf(plan({ ok: false, events: [policySays(HOSTILE, HOSTILE)] })),
    "a note": () =>
      textOf(
        plan({ events: [policySays("x", HOSTILE, { resource: HOSTILE, level: "advisory" })] }),
      ),
    "the end of an update": () =>
      summary([
        {
          environment: environmentOf({ folder: ROOT, stack: "dev" }),
          result: {
            ...{ stack: "dev", ok: true, seconds: 1, resources: 0, changes: {} },
            outputs: { url: HOSTILE },
            ...{ errors: [HOSTILE], warnings: [HOSTILE], violations: [], advice: [HOSTILE] },
          },
        },
      ]),
  };
  for (const [what, said] of Object.entries(places)) {
    it(`holds no escape sequence and no command, in ${what}`, () => {
      const text = said();
      assert.match(text, /ok\\u(?:\{1b\}|001b)\[2J/);
      // eslint-disable-next-line no-control-regex -- that is what is looked for
      assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|##\[/);
      assert.doesNotMatch(text, /^\s*::/m);
    });
  }

  it("keeps the lines of an error, and what only looks like a command", () => {
    const text = textOf(plan({ ok: false, errors: ["a\r\n\tb::c\n\nurn:pulumi::d"] }));
    assert.match(text, /\n {2}a\n {6}b::c\n {2}\n {2}urn:pulumi::d/);
  });
});
