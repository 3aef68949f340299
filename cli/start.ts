import type { Engine } from "../engine/engine.ts";
import { ROOT } from "../engine/folders.ts";
import { standingStacks } from "../engine/stacks.ts";
import { tryAccidents } from "../local/accidents/accidents.ts";
import { accidents } from "./accidents.ts";
import { open } from "./context.ts";
import { onStacks } from "./stacks.ts";

/** `bulkhead start`: every standing environment, on the local cloud, and what it is kept from. */
export async function start(): Promise<number> {
  // The accidents go on where the stacks have begun: what opening does is done once.
  let opened: Promise<Engine> | undefined;
  const opener = () => (opened ??= open({ local: true }));
  const code = await onStacks("up", [], { local: true }, opener);
  const stacks = standingStacks(ROOT);
  const isSample = ["dev", "staging", "prod"].every((stack) => stacks.includes(stack));
  if (code !== 0 || !isSample) return code;
  const endings = await tryAccidents(await opener());
  console.log(accidents(endings));
  return endings.every(({ violations }) => violations.length > 0) ? 0 : 1;
}
