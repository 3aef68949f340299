import { readFile } from "node:fs/promises";

import { UserError } from "../engine/errors.ts";
import { systemCode } from "../engine/files.ts";
import { ROOT } from "../engine/folders.ts";
import { checkedEnvironments } from "../engine/stacks.ts";
import { verdictOf } from "../preview/comment/verdict.ts";
import { makeDocument } from "../preview/document/document.ts";
import { originOf } from "../preview/origin.ts";
import { savePlan, withPlan } from "../preview/saved/save.ts";
import { write, type WriteOption } from "./comment.ts";
import { open, say, type CloudOption } from "./context.ts";
import { progress } from "./progress.ts";
import { onStacks, type StacksOption } from "./stacks.ts";
import { versions } from "./versions.ts";

/** Where the plan goes, and where what it says is written. */
export interface SaveOption extends CloudOption, WriteOption {
  readonly out: string;
}

/** Which plan was approved. */
export interface ApplyOption extends StacksOption {
  readonly digest: string;
}

/** `bulkhead plan save <stack>`: the last line of standard error is the digest of the file. */
export async function save(stack: string, option: SaveOption): Promise<number> {
  const [environment] = checkedEnvironments(ROOT, [stack]);
  if (!environment) return 2;
  const engine = await open(option);
  await engine.prepare(stack, say);
  const { watch, close } = progress("preview", [stack], process.stderr);
  const to = { file: option.out, report: say, watch };
  const { plan, digest } = await savePlan(engine, environment, to).finally(close);
  const document = makeDocument({
    origin: await originOf(ROOT, await versions()),
    guards: { changed: [] },
    stacks: [plan],
    root: ROOT,
  });
  const verdict = verdictOf(document);
  await write(document, verdict, option);
  say(digest === undefined ? NOT_SAVED : `Saved. Its digest is:\n${digest}`);
  return verdict.code;
}

const NOT_SAVED =
  "No plan was saved: it is not whole, policies refuse it, or it takes away what is protected.";

/** `bulkhead plan apply <stack> <file>`: no more and no less than what was approved. */
export async function apply(stack: string, file: string, option: ApplyOption): Promise<number> {
  checkedEnvironments(ROOT, [stack]);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UserError(`${file} cannot be read (${systemCode(error) ?? "unknown"}).`, 2);
  });
  const engine = await open(option);
  await engine.prepare(stack, say);
  return withPlan(engine, stack, { text, digest: option.digest }, (bound) =>
    onStacks("up", [stack], option, () => Promise.resolve(bound)),
  );
}
