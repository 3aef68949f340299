import type { Engine } from "../engine/engine.ts";
import { openReal } from "../engine/real.ts";
import { localFoldersOf } from "../local/stacks/folders.ts";
import { openLocal } from "../local/stacks/open.ts";
import { refuseLocalSettings } from "../local/stacks/run-environment.ts";
import { inLines } from "./terminal.ts";

/** Which cloud a verb works on. */
export interface CloudOption {
  readonly local: boolean;
}

/** The engine for a verb; what it has to say goes to standard error. */
export async function open({ local }: CloudOption): Promise<Engine> {
  const folders = localFoldersOf();
  if (local) return openLocal(folders, say);
  refuseLocalSettings(folders);
  return openReal(folders, say);
}

/** Says a line to the user, beside what the verb prints. */
export function say(line: string): void {
  console.error(inLines(line));
}
