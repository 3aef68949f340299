/**
 * A run of the workflow that planned; of two runs the newer one tells the truth. All runs that
 * speak on one topic are of one workflow: each workflow counts for itself.
 */
export interface Run {
  /** `github.run_number`: counts a workflow's runs from 1, and stays when a run is repeated. */
  readonly number: number;
  /** `github.run_attempt`: counts the repetitions of a run from 1. */
  readonly attempt: number;
}

/** Above 0 when the first is newer, below 0 when the second is, 0 when they are one. */
export function compareRuns(one: Run, other: Run): number {
  return one.number - other.number || one.attempt - other.attempt;
}

/**
 * What a comment or an issue is about, as words without spaces. Equal topics mean the same thing.
 */
export type Topic = readonly (readonly [name: string, value: string])[];

/** The topic of the one comment on the previews of a program. */
export const previewOf = (program: string): Topic => [["program", program]];

/** The topic of the one issue on the drift of a program's stack. */
export const driftOf = (program: string, stack: string): Topic => [
  ["program", program],
  ["stack", stack],
];

/**
 * The first line of what we wrote: an HTML comment that GitHub does not show.
 *
 *     <!-- bulkhead:preview program=shop run=12.1 -->
 */
export function markerOf(kind: "preview" | "drift", topic: Topic, run: Run): string {
  return `${beginning(kind, topic)}${run.number}.${run.attempt} -->`;
}

/**
 * The run that wrote a text about exactly this topic, or undefined. The whole first line is
 * compared, so that the program `shop` is not taken for `shop-admin`, and a quoted marker is not
 * taken for one.
 */
export function runOf(kind: "preview" | "drift", topic: Topic, body: string): Run | undefined {
  const [line = ""] = body.split(/\r?\n/, 1);
  const start = beginning(kind, topic);
  if (!line.startsWith(start)) return undefined;
  const [, number, attempt] = /^(\d{1,15})\.(\d{1,15}) -->$/.exec(line.slice(start.length)) ?? [];
  return number && attempt ? { number: Number(number), attempt: Number(attempt) } : undefined;
}

function beginning(kind: string, topic: Topic): string {
  const words = topic.map(([name, value]) => `${name}=${encode(value)}`);
  return `<!-- bulkhead:${kind} ${words.join(" ")} run=`;
}

/** Percent-encoded but for what can neither end a word nor, as two dashes can, an HTML comment. */
function encode(value: string): string {
  const bytes = [...Buffer.from(value, "utf8")];
  const words = bytes.map((byte) => {
    const character = String.fromCharCode(byte);
    if (/[\w.-]/.test(character)) return character;
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return words.join("").replaceAll("--", "%2D%2D");
}
