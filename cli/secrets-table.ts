import Table from "cli-table3";

import type { ListedSecret } from "../secrets/list.ts";
import type { Verification } from "../secrets/verify.ts";

/** Widths of the columns; with their borders 80 in all. */
const WIDTHS = [14, 19, 22, 6, 13];
const HEAD = ["stack", "key", "shape", "set", "ledger"];

/** The table of secrets, one a line, without any value. */
export function secretsTable(secrets: readonly ListedSecret[]): string {
  const table = new Table({
    head: HEAD,
    colWidths: WIDTHS,
    wordWrap: true,
    wrapOnWordBoundary: false,
    style: { head: [], border: [] },
  });
  for (const { stack, key, shape, isSet, ledger } of secrets) {
    table.push([stack, key, shape ?? "not declared", isSet ? "yes" : "no", ledger]);
  }
  return table.toString();
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
