import Table from "cli-table3";

/** An empty table with these columns, each with its width; with their borders 80 in all. */
export function tableOf(columns: Readonly<Record<string, number>>): Table.Table {
  return new Table({
    head: Object.keys(columns),
    colWidths: Object.values(columns),
    wordWrap: true,
    wrapOnWordBoundary: false,
    style: { head: [], border: [] },
  });
}
