import { pulumi, type Engine } from "./engine.ts";
import type { Export, Resource } from "./pending.ts";

/** What a preview says of a step, as far as it is read here. */
interface Step {
  readonly op: string;
  readonly newState?: Planned;
}

interface Planned extends Resource {
  readonly parent?: string;
  readonly dependencies?: readonly string[];
}

interface Preview {
  readonly steps?: readonly Step[];
  readonly diagnostics?: readonly { readonly severity: string; readonly message: string }[];
}

/** What the next update would make, or why that is not known. */
export interface Plan {
  readonly creates: readonly Resource[];
  readonly errors: readonly string[];
}

const CREATES = new Set(["create", "create-replacement"]);

/** Stands where the engine does not show a secret. */
const MASK = "[secret]";

/**
 * What the next update of a stack would make and an earlier one may have made already: a create whose
 * answer was lost leaves no trace in the state, and each create of it after that meets its name taken.
 */
export async function planCreates(engine: Engine, stack: string, state: Export): Promise<Plan> {
  const args = ["preview", "--json", "--non-interactive", "--stack", stack];
  const { code, stdout, stderr } = await pulumi(engine, args, stack);
  const preview = parse(stdout);
  if (code === 0) return { creates: unheardOf(preview.steps ?? [], state), errors: [] };
  const said = (preview.diagnostics ?? []).filter(({ severity }) => severity === "error");
  const errors = said.map(({ message }) => message.trim());
  return { creates: [], errors: errors.length > 0 ? errors : [stderr.trim()] };
}

/**
 * The steps that make something whose parent and dependencies the state holds: the engine begins a
 * create when it has heard of all of them, so nothing else can have been made unheard of. Secret
 * inputs are left out; the update that follows sets them.
 */
export function unheardOf(steps: readonly Step[], state: Export): readonly Resource[] {
  const known = new Set((state.deployment.resources ?? []).map(({ urn }) => urn));
  return steps.flatMap(({ op, newState }) => {
    if (!CREATES.has(op) || !newState) return [];
    const { parent, dependencies = [], inputs = {} } = newState;
    const needed = [...dependencies, ...(parent === undefined ? [] : [parent])];
    if (!needed.every((urn) => known.has(urn))) return [];
    const shown = Object.entries(inputs).filter(([, value]) => !isMasked(value));
    return [{ ...newState, inputs: Object.fromEntries(shown) }];
  });
}

function isMasked(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === MASK;
  return Object.values(value).some(isMasked);
}

function parse(text: string): Preview {
  try {
    return JSON.parse(text) as Preview;
  } catch {
    return {};
  }
}
