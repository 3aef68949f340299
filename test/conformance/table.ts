import { CLASSES, type Class } from "./cases.ts";

/** One type and class: how many cases were tried and in how many both providers agreed. */
export interface Cell {
  readonly type: string;
  readonly kind: Class;
  readonly cases: number;
  readonly agreed: number;
}

/** Prints agreement in per cent, a type a row; `-` where a class has no meaning for a type. */
export function printTable(cells: readonly Cell[]): void {
  const types = [...new Set(cells.map(({ type }) => type))];
  const width = Math.max(...types.map((type) => type.length));
  console.log(["".padEnd(width), ...CLASSES.map((kind) => kind.padStart(12))].join(""));
  for (const type of types) {
    const row = CLASSES.map((kind) => {
      const cell = cells.find((it) => it.type === type && it.kind === kind);
      return percent(cell).padStart(12);
    });
    console.log([type.padEnd(width), ...row].join(""));
  }
}

function percent(cell: Cell | undefined): string {
  if (cell === undefined || cell.cases === 0) return "-";
  const share = (100 * cell.agreed) / cell.cases;
  return `${share.toFixed(share === 100 ? 0 : 1)} (${cell.cases})`;
}
