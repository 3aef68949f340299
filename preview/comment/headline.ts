import type { PlanDocument } from "../document/plan.ts";
import { code, heading, paragraph, type Inline } from "./markdown.ts";
import type { Verdict } from "./verdict.ts";
import { counted, runOf, short } from "./words.ts";

/** The verdict in one line, and in the next what was planned. */
export function headline(document: PlanDocument, verdict: Verdict): string {
  return `${heading(2, ...sentence(document, verdict))}\n\n${subject(document)}`;
}

function sentence({ stacks }: PlanDocument, { code: end, open }: Verdict): readonly Inline[] {
  const named = (outcome: string) =>
    list(stacks.filter((plan) => plan.outcome === outcome).map(({ stack }) => code(stack)));
  const has = (outcome: string) => stacks.some((plan) => plan.outcome === outcome);
  if (stacks.length === 0) return ["❌ No stack was planned"];
  if (end === 2) return ["❌ The configuration of ", named("invalid"), " is wrong"];
  if (end === 1) {
    return has("cancelled") && !has("failed")
      ? ["❌ Cancelled before ", named("cancelled"), " was planned"]
      : ["❌ ", named("failed"), " could not be planned"];
  }
  if (end === 3) return ["⛔ Policies refuse ", named("refused")];
  if (end === 4) {
    const owners = list([...new Set(open.map(({ stack }) => stack))].map(code));
    return ["🛑 ", counted(open.length, "danger"), " in ", owners, ": to be acknowledged"];
  }
  const changed = stacks.filter(({ operations }) => operations.length > 0);
  if (changed.length === 0) return ["✅ No changes"];
  return ["✅ Changes to ", list(changed.map(({ stack }) => code(stack)))];
}

function subject(document: PlanDocument): string {
  const { program, commit, madeAt, run, guards } = document;
  const { ref, commit: judged } = guards;
  const time = madeAt.replace(/:\d\d(?:\.\d+)?Z$/, " UTC").replace("T", " ");
  return paragraph(
    code(program),
    ...(commit === undefined ? [] : [" at ", code(short(commit))]),
    `, planned ${time}`,
    ...(run ? [` by ${runOf(document).text}`] : []),
    ...(ref === undefined
      ? [", judged by its own guards."]
      : [
          ", judged by the guards of ",
          code(ref),
          ...(judged ? [" (", code(short(judged)), ")"] : []),
          ".",
        ]),
  );
}

/** Where the whole plan is, and what it was made with. */
export function provenance(document: PlanDocument): string {
  const { url } = runOf(document);
  const versions = Object.entries(document.versions).map(([name, version]) => `${name} ${version}`);
  const where =
    url === undefined
      ? ""
      : `The whole plan is among the [artifacts of the run](${url}#artifacts). `;
  return `<sub>${where}${paragraph("Made with ", code(versions.join(", ")), ".")}</sub>`;
}

function list(items: readonly Inline[]): readonly Inline[] {
  return items.flatMap((each, at) => {
    if (at === 0) return [each];
    return [at === items.length - 1 ? " and " : ", ", each];
  });
}
