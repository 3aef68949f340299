import type { ProjectFiles } from "../environment/catalogue.ts";

/** What a declared secret looks like, so that one is known wherever it stands. */
export interface Shape {
  /** Its name in `bulkhead:secrets`. */
  readonly key: string;
  readonly pattern: RegExp;
}

/** A shape with less of its own than this is that of many texts which are no secret. */
const LEAST_FIXED = 3;

/** The shapes that any stack of a project declares, each once. */
export function shapesIn({ stacks }: ProjectFiles): readonly Shape[] {
  const found = new Map<string, Shape>();
  for (const { config } of stacks) {
    const declared = JSON.parse(config["bulkhead:secrets"] ?? "{}") as Record<string, Declared>;
    for (const [key, entry] of Object.entries(declared)) {
      const shape = typeof entry?.shape === "string" ? entry.shape : "";
      const fixed = shape.replace(/\{\d+\}/g, "");
      if (fixed.length < LEAST_FIXED || found.has(shape)) continue;
      found.set(shape, { key, pattern: patternOf(shape) });
    }
  }
  return [...found.values()];
}

type Declared = { readonly shape?: unknown } | null | undefined;

/** The shape as a whole word: a longer one is something else. */
function patternOf(shape: string): RegExp {
  const parts = shape
    .split(/(\{\d+\})/)
    .map((part, index) => (index % 2 === 1 ? `[A-Za-z0-9_-]${part}` : literally(part)));
  return new RegExp(`(?<![A-Za-z0-9_-])${parts.join("")}(?![A-Za-z0-9_-])`);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
