import { join } from "node:path";

import { ROOT } from "./folders.ts";

/** What the engine must be told so that policies judge every preview and update. */
export interface PackVariables extends Readonly<Record<string, string>> {
  /** Folders of the packs, with commas between. */
  readonly PULUMI_OPTION_POLICY_PACK: string;
  /** The project's folder whose files decide: catalogue, allowances, levels, ledger. */
  readonly BULKHEAD_GUARDS: string;
}

/**
 * Both packs in one process, for whoever runs several stacks at once.
 *
 * @param code Folder of the revision whose packs they are. Default: this one's.
 */
export function packsInOne(root: string, code = ROOT): PackVariables {
  return {
    PULUMI_OPTION_POLICY_PACK: join(code, "policy", "all"),
    BULKHEAD_GUARDS: root,
  };
}

/** Each pack in a process of its own, for plain `pulumi`, whose output then names the pack. */
export function packs(root: string): PackVariables {
  const folders = ["isolation", "baseline"].map((name) => join(ROOT, "policy", name));
  return { PULUMI_OPTION_POLICY_PACK: folders.join(","), BULKHEAD_GUARDS: root };
}
