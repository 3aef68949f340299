import type { ListedSecret } from "../secrets/list.ts";
import type { Verification } from "../secrets/verify.ts";
import { showName } from "../policy/values.ts";
import { tableOf } from "./table.ts";

const COLUMNS = { stack: 14, key: 19, shape: 22, set: 6, ledger: 13 };

/** The table of secrets, one a line, without any value. */
export function secretsTable(secrets: readonly ListedSecret[]): string {
  const table = tableOf(COLUMNS);
  for (const { stack, key, shape, isSet, ledger } of secrets) {
    const shown = shape === undefined ? "not declared" : showShape(shape);
    table.push([stack, showName(key), shown, isSet ? "yes" : "no", ledger]);
  }
  return table.toString();
}

/** A shape as it may be shown: what it fixes could be a value that was pasted for it. */
function showShape(shape: string): string {
  return shape
    .split(/(\{\d+\})/)
    .map((part, at) => (at % 2 === 1 || part === "" ? part : showName(part)))
    .join("");
}

/** What was found, each with its cure; one line when all is fine. */
export function verdict({ problems, shared, values, compared }: Verification): string {
  const lines = [
    ...problems.map(({ stack, key = "", reason, cure }) =>
      said(`${stack} ${key}`.trim(), reason, cure),
    ),
    ...shared.map((group) => {
      const names = group.map(({ stack, key }) => `${stack} ${key}`).join(", ");
      return said(names, "one value in different environments", SHARED);
    }),
  ];
  if (lines.length > 0) return lines.join("\n");
  return (
    `Stack files and ledger agree: ${values} values, none in two environments. ` +
    `Decrypted and compared with their fingerprints: ${compared}.`
  );
}

const SHARED = "Have one issued for each environment, set them, and revoke this one.";

function said(what: string, reason: string, cure: string): string {
  return `${what}: ${reason.replaceAll("\n", "\n  ")}\n  ${cure}`;
}
