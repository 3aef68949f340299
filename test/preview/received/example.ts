import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../../engine/folders.ts";
import { planDocument, type PlanDocument, type StackPlan } from "../../../preview/document/plan.ts";

/** A plan of the three sample stacks, fresh for each that asks: the one that the guide shows. */
export function example(): PlanDocument {
  const text = readFileSync(join(ROOT, "docs", "preview-example.json"), "utf8");
  return planDocument.parse(JSON.parse(text));
}

/** What one job delivers: the document of one stack. */
export function exampleOf(stack: string): PlanDocument {
  const document = example();
  return { ...document, stacks: document.stacks.filter((plan) => plan.stack === stack) };
}

/** A document with another plan of its first stack. */
export function withPlan(change: Partial<StackPlan>): PlanDocument {
  const document = example();
  const [first, ...others] = document.stacks;
  return first ? { ...document, stacks: [{ ...first, ...change }, ...others] } : document;
}
