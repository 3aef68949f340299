import { z } from "zod";

import { planDocument } from "../preview/document/plan.ts";

/** `docs/plan.schema.json`: the format of the plan document, for readers in any language. */
export function planSchema(): string {
  const schema = z.toJSONSchema(planDocument);
  return JSON.stringify({ title: "Bulkhead plan document", ...schema });
}
