import { stringify } from "yaml";

import { standingConfig } from "../environment/config.ts";
import { about } from "../environment/schema.ts";
import { GUARD_EXAMPLES_START, GUARD_RULES } from "../policy/reads.ts";
import type { Example, Rule } from "../policy/rule.ts";
import { BASELINE } from "../policy/rules/baseline.ts";
import { ISOLATION } from "../policy/rules/isolation.ts";
import { table } from "./table.ts";

/** What every rule has, the guard's too. */
type Described = Pick<Rule, "id" | "forbids" | "why" | "cure" | "control" | "level">;

/** `docs/policies.md`: every rule, with an example that it finds and one that it has nothing against. */
export function policiesPage(): string {
  return [
    "# Policies",
    "Generated from `policy/rules/` and `policy/reads.ts` by `npm run docs`; every example runs as a test.",
    ...HOW_THEY_WEIGH,
    "## All rules",
    "### Isolation",
    contents(ISOLATION),
    "### The guard",
    contents(GUARD_RULES),
    ...(BASELINE.length > 0 ? ["### Baseline", contents(BASELINE)] : []),
    "## Rules of isolation",
    "The examples are resources of the sample stacks, of staging where no stack is named.",
    ...ISOLATION.flatMap(ruleSection),
    "## Rules of the guard",
    "The engine shows no policy what a program reads, calls or keeps secret. `policy/guard.ts` sees it where the program asks the engine, and refuses it before it is done. It runs inside the program: what it stops, and what only packs and rights stop, [is written down](decisions/2026-11-21-what-the-guard-stops.md). The examples are statements of a program of staging that begins with:",
    typescript(GUARD_EXAMPLES_START),
    ...GUARD_RULES.flatMap((rule) => [
      ...description(rule),
      ...["Refused:", typescript(rule.fails), "Fine:", typescript(rule.passes)],
    ]),
    ...(BASELINE.length > 0 ? ["## Rules of the baseline", ...BASELINE.flatMap(ruleSection)] : []),
    "",
  ].join("\n\n");
}

const HOW_THEY_WEIGH = [
  "Three things judge every preview and every update. The pack in `policy/isolation/` keeps environments apart. The pack in `policy/baseline/` hardens each of them. The guard in `policy/guard.ts` sees what the engine shows no policy. `policy/all/` is both packs in one process. With `PULUMI_OPTION_POLICY_PACK=policy/isolation,policy/baseline` a plain `pulumi preview` or `pulumi up` runs the packs too.",
  "What a preview cannot know yet is said as `not-yet-checked`, and is judged by the update before it makes anything. The content of files, which the engine shows nobody, is said as `not-looked-into`. A rule that fails to decide blocks, and a resource whose environment nobody knows is refused as `environment-unknown`.",
  "## Levels",
  "A rule is `mandatory` and blocks, where it does not say that it is `advisory`. For a rule of the baseline a stack's file may say otherwise: `advisory` is shown and does not block, `disabled` is not shown. Rules of isolation and of the guard have no other level.",
  sample("policies"),
  "## Allowances",
  "An allowance is an exception for one rule and one resource, by logical name or URN. It says why and who answers for it, is shown in every preview, and expires by itself: from the day after `expires` the rule blocks again. The isolation of prod accepts none, nor does the guard. Where a pull request is judged by its base branch, levels and allowances of the base branch count.",
  sample("allowances"),
];

/** A key of a stack's configuration as its file has it, from the example of its own description. */
function sample(key: string): string {
  const example = about(standingConfig, [key])?.example;
  return yaml({ config: { [`bulkhead:${key}`]: example } });
}

function contents(rules: readonly Described[]): string {
  return table(
    ["rule", "forbids"],
    rules.map(({ id, forbids }) => [`[\`${id}\`](#${id})`, prose(forbids)]),
  );
}

function ruleSection(rule: Rule): readonly string[] {
  return [
    ...description(rule),
    `Judges: ${rule.types?.map((type) => `\`${type}\``).join(", ") ?? JUDGES_ALL[stackOnly(rule)]}`,
    ...["Refused:", example(rule, rule.fails), "Fine:", example(rule, rule.passes)],
  ];
}

const JUDGES_ALL = {
  resources: "resources of every type.",
  stack: "the resources of a stack together.",
};

function stackOnly({ check, checkStack }: Rule): keyof typeof JUDGES_ALL {
  return checkStack && !check ? "stack" : "resources";
}

function description({ id, forbids, why, cure, control, level }: Described): readonly string[] {
  return [
    `### ${id}`,
    prose(forbids),
    [
      `- Why: ${prose(why)}`,
      `- Cure: ${prose(cure)}`,
      ...(level === undefined ? [] : [`- Level: \`${level}\``]),
      ...(control === undefined ? [] : [`- Control: ${prose(control)}`]),
    ].join("\n"),
  ];
}

function example(rule: Rule, { type, name, stack, protect, props, provider, beside }: Example) {
  return yaml({
    ...(stack !== undefined && { stack }),
    type: type ?? rule.types?.[0] ?? "gcp:storage/bucket:Bucket",
    ...(name !== undefined && { name }),
    ...(protect !== undefined && { protect }),
    properties: props,
    ...(provider && { provider }),
    ...(beside && {
      beside: beside.map((one) => ({ name: one.name, type: one.type, properties: one.props })),
    }),
  });
}

function yaml(content: object): string {
  return ["```yaml", stringify(content, { aliasDuplicateObjects: false }).trimEnd(), "```"].join(
    "\n",
  );
}

function typescript(text: string): string {
  return ["```typescript", text, "```"].join("\n");
}

/** Text as Markdown shows it, with what is code already in backticks left alone. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[<>*_[\]]/g, "\\$&")))
    .join("");
}
