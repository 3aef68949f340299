import assert from "node:assert/strict";

import { recover } from "../../engine/recover.ts";
import { Scratch } from "./scratch.ts";

const STACK = "staging";

/**
 * Lets the local cloud die when it has made a resource of a type and before it can say so; then
 * recovers, goes on, and checks that the resource is there once and that the stack knows it.
 */
export async function loseAnswer(type: string): Promise<void> {
  const scratch = await Scratch.make();
  try {
    await scratch.engine();
    await (await scratch.cloud()).declareFault({ kind: "crash", operation: "create", type });
    const [cutOff] = await scratch.run("up", STACK);
    assert.equal(cutOff?.ok, false, "nothing of this type was made");

    const { found, refresh } = await recover(await scratch.engine(), STACK, () => undefined);
    assert.deepEqual(refresh.errors, []);
    assert.ok(
      found.some((urn) => urn.includes(`$${type}::`)),
      found.join(", "),
    );

    const [result] = await scratch.run("up", STACK);
    assert.deepEqual(result?.errors, []);
    assert.equal(result.changes["replace"], undefined);
    const known = await scratch.typesOf(STACK);
    const made = await (await scratch.cloud()).resources({ type });
    assert.equal(made.length, known.filter((each) => each === type).length);
  } finally {
    await scratch.remove();
  }
}
