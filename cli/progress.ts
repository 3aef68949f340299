import type { Watch } from "../engine/fleet.ts";
import type { Operation } from "../engine/update.ts";
import { inLine } from "./terminal.ts";

/** What is shown while stacks are worked on. */
export interface Progress {
  readonly watch: Watch;
  /** Takes the live lines away. */
  readonly close: () => void;
}

interface Line {
  done: number;
  now: string;
}

const REDRAW_MS = 100;

/** A terminal that does not know its width says 0. */
const COLUMNS = 80;

const PLAIN_EVERY_MS = 5_000;

/**
 * A live line a stack on a terminal; elsewhere plain lines, at the start and the end of each stack
 * and every few seconds between.
 */
export function progress(
  operation: Operation,
  stacks: readonly string[],
  output: NodeJS.WriteStream,
): Progress {
  const lines = new Map<string, Line>(stacks.map((stack) => [stack, { done: 0, now: "waits" }]));
  const live = output.isTTY;
  const show = live ? drawer(lines, output) : teller(lines, output);
  const timer = setInterval(show, live ? REDRAW_MS : PLAIN_EVERY_MS);
  const watch: Watch = (stack, event) => {
    const line = lines.get(stack);
    if (!line) return;
    if (typeof event === "string") {
      line.now = event;
      if (!live) output.write(`${stack}: ${operation} ${event}\n`);
      return;
    }
    if (event.resOutputsEvent) line.done += 1;
    const step = event.resourcePreEvent?.metadata;
    if (step && step.op !== "same")
      line.now = inLine(`${step.op} ${step.urn.split("::").at(-1) ?? ""}`);
  };
  const close = () => {
    clearInterval(timer);
    if (live) output.write(`\u001b[${stacks.length}A\u001b[J`);
  };
  if (live) output.write("\n".repeat(stacks.length));
  return { watch, close };
}

function drawer(lines: ReadonlyMap<string, Line>, output: NodeJS.WriteStream): () => void {
  return () => {
    const text = [...lines].map(([stack, { done, now }]) =>
      `${stack.padEnd(12)} ${String(done).padStart(4)} resources  ${now}`.slice(
        0,
        output.columns || COLUMNS,
      ),
    );
    output.write(`\u001b[${text.length}A\u001b[J${text.join("\n")}\n`);
  };
}

function teller(lines: ReadonlyMap<string, Line>, output: NodeJS.WriteStream): () => void {
  return () => {
    const counts = [...lines].map(([stack, { done }]) => `${stack} ${done}`);
    output.write(`resources so far: ${counts.join(", ")}\n`);
  };
}
