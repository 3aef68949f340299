import { cp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ROOT } from "../../../engine/folders.ts";
import { elsewhere, type Engine } from "../../../engine/engine.ts";
import { run, type Finished } from "../../../engine/processes.ts";
import { operate, type Result } from "../../../engine/update.ts";
import { Scratch } from "../../e2e/scratch.ts";
import type { Case, Evasion, Stack } from "./case.ts";
import { contextOf, unfound, WORLD, type Said } from "./judge.ts";

/** The corpus's project in the real engine, with a local cloud of its own. */
export class Theatre {
  readonly #scratch: Scratch;

  private constructor(scratch: Scratch) {
    this.#scratch = scratch;
  }

  static async open(): Promise<Theatre> {
    const scratch = await Scratch.make();
    const { root } = scratch.folders;
    const files = await readdir(WORLD);
    await Promise.all(files.map((file) => cp(join(WORLD, file), join(root, file))));
    await scratch.link();
    await writeFile(join(root, "package.json"), '{"type":"module"}');
    return new Theatre(scratch);
  }

  /**
   * Previews a program that does what the cases say, with the packs and the guard in force.
   *
   * @param imports Files of the program beside the cases.
   */
  async preview(
    stack: Stack,
    cases: readonly Case[],
    imports: readonly string[] = [],
  ): Promise<Result> {
    const engine = await this.#write(stack, cases, imports);
    return previewIn(engine, stack);
  }

  /** The same as whoever types the command has it. */
  async plainPreview(stack: Stack, cases: readonly Case[]): Promise<Finished> {
    const engine = await this.#write(stack, cases);
    await engine.prepare(stack, () => undefined);
    return run(isolated(engine).command(["preview", "--stack", stack, "--non-interactive"]));
  }

  close(): Promise<void> {
    return this.#scratch.remove();
  }

  async #write(stack: Stack, cases: readonly Case[], imports: readonly string[] = []) {
    const isUnguarded = cases.some(({ act }) => act.does === "make all" && act.unguarded);
    const { project } = contextOf(stack).environment;
    const lines = [
      ...(isUnguarded ? [] : [join(ROOT, "policy", "guard.ts")]).map(importing),
      ...imports.map(importing),
      `import { stage } from "${join(import.meta.dirname, "stage.ts")}";`,
      `stage(${JSON.stringify({ project, cases })});\n`,
    ];
    await writeFile(join(this.#scratch.folders.root, "program.ts"), lines.join("\n"));
    return this.#scratch.engine();
  }
}

function importing(file: string): string {
  return `import "${file}";`;
}

async function previewIn(engine: Engine, stack: Stack): Promise<Result> {
  await engine.prepare(stack, () => undefined);
  return operate(isolated(engine), "preview", stack);
}

/** With the isolation pack alone, since no case is hardened. */
function isolated(engine: Engine): Engine {
  const env = { PULUMI_OPTION_POLICY_PACK: join(ROOT, "policy", "isolation") };
  return elsewhere(engine, { env });
}

/** What a preview says of the case at a position, as `judge` would say it. */
export function saidOf({ violations }: Result, index: number): readonly Said[] {
  return violations.flatMap((line) => {
    const [, rule = "", name = "", message = ""] =
      /^([\w-]+): (?:([\w-]+): )?(.*)$/s.exec(line) ?? [];
    const isOther = /^case-\d+/.test(name) && !new RegExp(`^case-${index}(-|$)`).test(name);
    return isOther ? [] : [{ rule, message }];
  });
}

/** Which of those that must find a case did not say so in a preview. */
export function unfoundIn(result: Result, one: Evasion, index: number) {
  return unfound(one, saidOf(result, index));
}
