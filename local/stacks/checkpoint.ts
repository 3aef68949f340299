import { dirname, join } from "node:path";

import { UserError } from "../../engine/errors.ts";
import { namesIn, readIfThere, writeWhole } from "../../engine/files.ts";
import { startAnew } from "./folders.ts";
import type { StackPlace } from "./locks.ts";

/** A good copy of a stack's state that the engine has made. */
interface Copy {
  readonly file: string;
  readonly text: string;
  /** When the engine wrote it; ISO 8601, empty for a stack that has never been updated. */
  readonly time: string;
}

/**
 * Where a stack's state file is damaged, as a full disk or a lost machine leaves it, puts the newest
 * good copy in its place: the engine loads nothing else, and has no cure of its own.
 *
 * @returns The copy that was taken; `undefined` when the file was good, or there is none.
 * @throws UserError when there is no good copy.
 */
export async function mendCheckpoint(place: StackPlace): Promise<Copy | undefined> {
  const { state, project, stack } = place;
  const file = join(state, ".pulumi", "stacks", project, `${stack}.json`);
  const text = await readIfThere(file);
  if (text === undefined || timeOf(text) !== undefined) return undefined;

  const copies = (await Promise.all((await copiesOf(place)).map(read))).flat();
  const [newest] = copies.sort((one, other) => (one.time < other.time ? 1 : -1));
  if (!newest) {
    throw new UserError(
      `${stack}: its state file ${file} is damaged, and there is no good copy of it.\n` +
        `Put one back if you have one. ${startAnew(dirname(state))}`,
    );
  }
  await writeWhole(file, newest.text);
  return newest;
}

/** The engine copies a state before it writes the next one, and at the end of each update. */
async function copiesOf({ state, project, stack }: StackPlace): Promise<readonly string[]> {
  const base = join(state, ".pulumi");
  const folders = ["history", "backups"].map((name) => join(base, name, project, stack));
  const names = await Promise.all(
    folders.map(async (folder) => (await namesIn(folder)).map((name) => join(folder, name))),
  );
  const ofAnUpdate = names.flat().filter((name) => /(?<!\.history)\.json$/.test(name));
  return [join(base, "stacks", project, `${stack}.json.bak`), ...ofAnUpdate];
}

async function read(file: string): Promise<readonly Copy[]> {
  const text = (await readIfThere(file)) ?? "";
  const time = timeOf(text);
  return time === undefined ? [] : [{ file, text, time }];
}

/** When a state was written; `undefined` when the text is no whole state. */
function timeOf(text: string): string | undefined {
  try {
    const { checkpoint } = JSON.parse(text) as {
      checkpoint: { latest?: { manifest?: { time?: string } } | null };
    };
    return checkpoint.latest?.manifest?.time ?? "";
  } catch {
    return undefined;
  }
}
