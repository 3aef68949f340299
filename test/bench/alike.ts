import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "../../engine/engine.ts";
import { operate } from "../../engine/update.ts";
import type { PlanDocument } from "../../preview/document/plan.ts";
import { STACKS, type Lab } from "./lab.ts";
import type { Timed } from "./timing.ts";

/** A rule of each pack that the planted bucket breaks. */
const BROKEN = ["foreign-reference", "bucket-public-access-prevention"];

/** What a preview came to: how many resources it saw, and which of the planted rules it found broken. */
interface Seen {
  readonly resources: number;
  readonly broken: readonly string[];
}

/**
 * Makes sure that what is timed does the same work: the same resources everywhere and nothing to do, and
 * both packs in force.
 *
 * @param ours `bulkhead preview` of all stacks.
 */
export async function checkAlike(lab: Lab, ours: Timed): Promise<void> {
  const all = await seenBy(lab, ours);
  for (const [index, stack] of STACKS.entries()) {
    const [here = NOTHING, plain, template] = [
      all[index],
      await preview(lab.ours, stack),
      await preview(lab.template, stack),
    ];
    assert.ok(here.resources > 50, `${stack}: ${here.resources} resources`);
    assert.deepEqual([plain, template], [here, here], stack);
    assert.deepEqual(here.broken, [], stack);
  }
  await lab.whilePlanted(async () => {
    const stack = "staging";
    const [first = NOTHING] = await seenBy(lab, { ...ours, command: [...ours.command, stack] });
    const seen = [first, await preview(lab.ours, stack), await preview(lab.template, stack)];
    for (const { broken } of seen) assert.deepEqual(broken, BROKEN);
  });
}

const NOTHING: Seen = { resources: 0, broken: [] };

async function preview(engine: Engine, stack: string): Promise<Seen> {
  const { resources, changes, violations, errors } = await operate(engine, "preview", stack);
  const broken = brokenOf(violations.map((text) => text.split(": ")[0] ?? ""));
  if (broken.length === 0) {
    assert.deepEqual(errors, [], stack);
    assert.equal(changes["same"], resources, `${stack} is as it was`);
  }
  return { resources, broken };
}

/** What `bulkhead preview` saw of each stack, from the document that it writes. */
async function seenBy(lab: Lab, { command: [file = "", ...args], cwd, env }: Timed) {
  const json = join(lab.folders.data, "plan.json");
  spawnSync(file, [...args, "--json", json], { cwd, env });
  const { stacks } = JSON.parse(await readFile(json, "utf8")) as PlanDocument;
  return stacks.map(({ stack, unchanged, operations, violations, errors }): Seen => {
    const broken = brokenOf(violations.map(({ rule }) => rule));
    if (broken.length === 0) assert.deepEqual([errors, operations], [[], []], stack);
    return { resources: unchanged + operations.length, broken };
  });
}

function brokenOf(rules: readonly string[]): readonly string[] {
  return BROKEN.filter((rule) => rules.includes(rule));
}
