import { uncomparedIn } from "../document/not-compared.ts";
import type { PlanDocument, StackPlan } from "../document/plan.ts";
import { code, heading, paragraph, type Inline } from "./markdown.ts";
import type { Verdict } from "./verdict.ts";
import { counted, listed, runOf, short } from "./words.ts";

/** The verdict in one line, and in the next what was planned. */
export function headline(document: PlanDocument, verdict: Verdict): string {
  const [first, ...more] = sentences(document, verdict);
  const beside = more.length === 0 ? [] : [paragraph(...more.flatMap(separated))];
  return [heading(2, first ?? ""), ...beside, subject(document)].join("\n\n");
}

/** What decides, and then what else is to be known. */
function sentences(
  { stacks }: PlanDocument,
  { open, acknowledged, hidden }: Verdict,
): readonly Inline[] {
  const those = (is: (plan: StackPlan) => boolean) =>
    stacks.filter(is).map(({ stack }) => code(stack));
  const with_ = (outcome: StackPlan["outcome"]) => those((plan) => plan.outcome === outcome);
  const owners = [...new Set(open.map(({ stack }) => stack))].map((stack) => code(stack));
  const changed = those((plan) => plan.operations.length > 0);
  const tooMany =
    hidden.length === 0 ? "" : `, ${hidden.length.toLocaleString("en")} of them not shown`;
  const said = (icon: string, stacks: readonly Inline[], ...text: readonly Inline[]) =>
    stacks.length === 0 ? [] : [[`${icon} `, ...text]];
  const [invalid, failed, cancelled, refused] = [
    with_("invalid"),
    with_("failed"),
    with_("cancelled"),
    with_("refused"),
  ];
  const bad: readonly Inline[] = [
    ...said("❌", invalid, "The configuration of ", listed(invalid), " is wrong"),
    ...said("❌", failed, listed(failed), " could not be planned"),
    ...said("❌", cancelled, "Cancelled before ", listed(cancelled), " was planned"),
    ...said("⛔", refused, "Policies refuse ", listed(refused)),
    ...said("🛑", owners, counted(open.length, "danger"), " to data in ", listed(owners), tooMany),
  ];
  if (bad.length > 0) return bad;
  if (stacks.length === 0) return ["❌ No stack was planned"];
  const uncompared = stacks.reduce((sum, plan) => sum + uncomparedIn(plan), 0);
  const beside = uncompared === 0 ? "" : `, ${counted(uncompared, "value")} not compared`;
  if (changed.length === 0) return [`✅ No changes${beside}`];
  const meant =
    acknowledged.length === 0
      ? ""
      : `, with ${counted(acknowledged.length, "danger")} acknowledged`;
  return [["✅ Changes to ", listed(changed), meant, beside]];
}

function separated(each: Inline, at: number): readonly Inline[] {
  return at === 0 ? [each] : [" · ", each];
}

function subject(document: PlanDocument): string {
  const { program, commit, madeAt, guards } = document;
  const { ref, commit: judged } = guards;
  const by: readonly Inline[] =
    ref === undefined
      ? ["judged by the guards of the working tree."]
      : ["judged by the guards of ", revision(ref, judged), "."];
  return paragraph(
    code(program),
    ...(commit === undefined ? [] : [" at ", code(short(commit))]),
    `, planned ${time(madeAt)} by ${runOf(document).text}, `,
    ...by,
  );
}

/** A revision by its name and its commit, which a workflow may have given as its name. */
function revision(ref: string, commit: string | undefined): readonly Inline[] {
  if (commit === undefined) return [code(ref)];
  return ref === commit ? [code(short(commit))] : [code(ref), " (", code(short(commit)), ")"];
}

/** To the minute, as people write it. */
function time(madeAt: string): string {
  return `${madeAt.slice(0, 16).replace("T", " ")} UTC`;
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
