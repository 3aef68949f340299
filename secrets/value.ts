import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import { UserError } from "../engine/errors.ts";

/** Where a value comes from: a terminal, or what is piped in. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Most that a secret of the configuration may have, in bytes. */
const MOST = 65_536;

/**
 * Reads a secret's value from standard input, without showing it: asked for on a terminal, else all
 * that is piped in. One line break at its end is not part of it.
 *
 * @param ask Shows the question on a terminal.
 * @throws UserError with exit code 2 for nothing, for more than 64 KiB and for what is no UTF-8.
 */
export async function readValue(input: Input, ask: () => void): Promise<string> {
  const value = input.isTTY === true ? await readHidden(input, ask) : await readAll(input);
  if (value !== "") return value;
  throw new UserError("There is no value: pipe it in, or run this on a terminal to be asked.", 2);
}

async function readAll(input: Input): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    // A line break may come on top.
    if (length > MOST + 2) throw new UserError("The value is larger than 64 KiB.", 2);
    parts.push(bytes);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
    return text.replace(/\r?\n$/, "");
  } catch {
    throw new UserError("The value is no text in UTF-8.", 2);
  }
}

/** Reads a line without echo; readline knows how it is edited and pasted. */
function readHidden(input: Input, ask: () => void): Promise<string> {
  ask();
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("SIGINT", () => {
      reject(new UserError("Nothing was set."));
      lines.close();
    });
    lines.once("close", () => {
      resolve("");
    });
  });
}
