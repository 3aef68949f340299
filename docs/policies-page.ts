import { stringify } from "yaml";

import { standingConfig } from "../environment/config.ts";
import { about } from "../environment/schema.ts";
import { GUARD_EXAMPLES_START, GUARD_RULES } from "../policy/reads.ts";
import { DECODINGS, DEPTH } from "../policy/spellings.ts";
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
  "An allowance is an exception for one rule and one resource, by its URN or the end of its URN from the type on. It says why and who answers for it, is shown in every preview, and expires by itself, after a year at most: from the day after `expires` the rule blocks again. The isolation of prod accepts none, and in another environment none opens what is prod's, or for a standing one what is the sandbox's. `guard-missing`, `secrets-ledger` and the guard's own rules have no exceptions. Where a pull request is judged by its base branch, levels and allowances of the base branch count.",
  sample("allowances"),
  "## Which spellings are read",
  "A name of another environment is found in any property at any depth, where it stands as a whole: `product-images` names nothing of prod. Resource paths, self links, URLs, e-mail addresses, connection names, bucket URLs, image paths, host names and what Google puts around a project's id are names as they stand. Texts are read as they are, in lower case, and",
  [...DECODINGS.map(({ means }) => `- ${means},`), `- one in another, ${DEPTH} deep.`].join("\n"),
  "Addresses are found as ranges, with masks, from one to another, as a number or in parts of other bases in a URL, in IPv6 that holds them (mapped, NAT64, 6to4), and in names of `in-addr.arpa`, `nip.io` and `sslip.io`.",
  "What only its reader puts together is not found: two halves in two properties, a name that a script builds, an alias in DNS, a short link, other encryption or compression. An address of mail at an environment's domain names no host of it, and is let pass where no port or path follows.",
  "## What the rules leave to others",
  [
    "- Rights are Google's to enforce: whoever deploys has none outside the environment's project, which is what stops a reference that nobody could read.",
    "- A network, a snapshot or a topic of a project that no stack file names is found by its resource path; the id of a project alone is found in properties that are called after one.",
    "- `own-project` knows the types and properties that are above projects. A tag's value says a number and not an organisation, so that it must be of a key that the same stack makes.",
    "- `one-password` compares the users of one stack, and `secret-shape` knows the shapes with at least three characters of their own.",
    "- Environments of the sandbox share its project: its quota, its enabled APIs and what is set for a project as a whole are in common.",
  ].join("\n"),
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
