import { openLocal, openReal, type Engine } from "../local/engine/engine.ts";
import { foldersOf } from "../local/engine/folders.ts";

/** Which cloud a verb works on. */
export interface CloudOption {
  readonly local: boolean;
}

/** The engine for a verb; what it has to say goes to standard error. */
export function open({ local }: CloudOption): Promise<Engine> {
  return local ? openLocal(foldersOf(), say) : openReal(foldersOf(), say);
}

/** Says a line to the user, beside what the verb prints. */
export function say(line: string): void {
  console.error(line);
}
