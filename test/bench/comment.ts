import Table from "cli-table3";

import { render } from "../../preview/comment/render.ts";
import { verdictOf } from "../../preview/comment/verdict.ts";
import type { PlanDocument } from "../../preview/document/plan.ts";
import { manyOperations } from "../preview/many.ts";
import { median } from "./timing.ts";

/** Operations of the largest plan that a comment is made for. */
const MANY = 5_000;

/** Times the making of a plan document and of the comment on it. */
export function benchComment(rounds: number): string {
  const times: { readonly plan: number; readonly comment: number }[] = [];
  let characters = 0;
  for (let round = 0; round < rounds; round++) {
    const [document, plan] = timed(() => manyOperations(MANY));
    const [text, comment] = timed(() => commentOn(document));
    times.push({ plan, comment });
    characters = text.length;
  }
  const head = [`${MANY} operations`, "seconds"];
  const table = new Table({ head, style: { head: [], border: [] } });
  const column = (pick: (time: (typeof times)[number]) => number) =>
    median(times.map(pick)).toFixed(2);
  table.push(["plan document, from events", column(({ plan }) => plan)]);
  table.push([`comment of ${characters} characters`, column(({ comment }) => comment)]);
  return `${table.toString()}\nMedians of ${rounds} rounds.`;
}

function commentOn(document: PlanDocument): string {
  return render(document, { verdict: verdictOf(document) });
}

function timed<T>(run: () => T): readonly [T, number] {
  const started = performance.now();
  return [run(), (performance.now() - started) / 1000];
}
