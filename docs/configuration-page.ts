import type { z } from "zod";

import { sandboxConfig, standingConfig } from "../environment/config.ts";
import { listFields } from "../environment/schema.ts";
import { table } from "./table.ts";

/** `docs/configuration.md`: every line of configuration and what it means. */
export function configurationPage(): string {
  return [
    "# Configuration",
    "Generated from `environment/config.ts` by `npm run docs`.",
    "## A standing environment: `Pulumi.<stack>.yaml`",
    fieldTable(standingConfig, "bulkhead:"),
    "## A developer's or a pull request's environment",
    "`Pulumi.pr-<number>.yaml` may be empty or missing: project, region, state and key are the sandbox's, the range is the block of its number in the first half of the pool. `Pulumi.dev-<name>.yaml` names `bulkhead:network.cidr`, a /20 of the second half that no other stack file claims; the error for a missing one gives the lines to write. Whatever is not needed above may stand in both.",
    "## The sandbox: `Pulumi.yaml`",
    fieldTable(sandboxConfig, "bulkhead:sandbox."),
    "",
  ].join("\n\n");
}

function fieldTable(schema: z.ZodType, prefix: string): string {
  return table(
    ["key", "meaning", "example", "needed"],
    listFields(schema).map(({ path, about, optional }) => [
      `\`${prefix}${path}\``,
      about.meaning,
      `\`${typeof about.example === "string" ? about.example : JSON.stringify(about.example)}\``,
      optional ? "" : "yes",
    ]),
  );
}
