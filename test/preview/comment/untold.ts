import { verdictOf } from "../../../preview/comment/verdict.ts";
import type { PlanDocument } from "../../../preview/document/plan.ts";

/** The dangers that a comment does not name, each in a list of its stack's dangers or by its URN. */
export function untold(document: PlanDocument, text: string): readonly string[] {
  const spans = new Set(
    text.split("\n").flatMap((line) => {
      const [stack, ...others] = line.startsWith("- `") ? (line.match(/`[^`]+`/g) ?? []) : [];
      return stack === undefined ? [] : [stack, ...others.map((each) => `${stack} ${each}`)];
    }),
  );
  return verdictOf(document).open.flatMap(({ stack, operation: { name, urn } }) => {
    const cut = [
      `${name.slice(0, 32)}…${name.slice(-12)}`,
      `${name.slice(0, 64)}…${name.slice(-24)}`,
    ];
    const forms = [name, urn, ...cut].map((form) => `\`${stack}\` \`${form}\``);
    return [...forms, `\`${urn}\``].some((form) => spans.has(form)) ? [] : [urn];
  });
}
