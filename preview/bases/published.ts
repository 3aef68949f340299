import { run } from "../../engine/processes.ts";

/** Files that say what a program gives to what it makes. */
const PROGRAM = ["ts", "mts", "cts", "js", "mjs", "cjs", "json", "yaml", "yml"];

/** Those that nobody writes. */
const MADE = ["package-lock.json"];

/** A text as these languages quote it. */
const QUOTED = /(["'`])((?:(?!\1)[^\\\n]){1,400})\1/g;

/**
 * The texts that the files of a commit quote: whoever reads a plan base has read them. Nothing of the
 * working tree counts, where whatever runs before the export may have put what it likes.
 *
 * @param commit `undefined` where it is not known: then nothing is.
 */
export async function publishedIn(
  root: string,
  commit: string | undefined,
): Promise<ReadonlySet<string>> {
  if (commit === undefined) return new Set();
  const files = [
    ...PROGRAM.map((ending) => `*.${ending}`),
    ...MADE.map((name) => `:(exclude,glob)**/${name}`),
  ];
  const args = ["grep", "-hI", "--no-color", "-e", "[\"'`]", commit, "--", ...files];
  const { code, stdout } = await run({ file: "git", args, cwd: root });
  if (code !== 0) return new Set();
  return new Set([...stdout.matchAll(QUOTED)].map(([, , text = ""]) => text));
}
