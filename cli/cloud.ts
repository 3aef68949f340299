import { UserError } from "../engine/errors.ts";
import { LocalCloudClient } from "../local/client.ts";
import { FAULT_KINDS } from "../local/cloud/faults.ts";
import { resourceTypes } from "../local/facts/facts.ts";
import { findCloud, resetCloud } from "../local/stacks/cloud.ts";
import { localFoldersOf } from "../local/stacks/folders.ts";

type Action = (client: LocalCloudClient, args: readonly string[]) => Promise<string>;

async function reset(): Promise<string> {
  await resetCloud(localFoldersOf());
  return "The local cloud is empty, and its stacks are forgotten. Next: npm start";
}

/** What can be done when the local cloud does not run. */
const WITHOUT_CLOUD: Readonly<Record<string, () => Promise<string>>> = {
  status: () => Promise.resolve("It does not run. npm start starts it."),
  reset,
};

const ACTIONS: Readonly<Record<string, Action>> = {
  status: async (client) => `It runs, with ${(await client.resources()).length} resources.`,
  list: async (client, [type]) => {
    if (type !== undefined) await requireType(client, type);
    const resources = await client.resources(type === undefined ? {} : { type });
    return resources.map((resource) => `${resource.type}  ${resource.id}`).join("\n");
  },
  delete: async (client, [type, id]) => {
    if (type === undefined || id === undefined) throw usage("cloud delete TYPE ID");
    if (await client.remove(type, id)) return `Deleted ${id}.`;
    throw new UserError(`There is no ${type} ${id}. See: npx bulkhead cloud list`);
  },
  reset,
  fault: async (client, [kind, type]) => {
    const known = FAULT_KINDS.find((fault) => fault === kind);
    if (kind === "none") await client.clearFaults();
    else if (known) await client.declareFault({ kind: known, ...(type !== undefined && { type }) });
    else throw usage(`cloud fault ${FAULT_KINDS.join("|")}|none [TYPE]`);
    return kind === "none" ? "No fault is declared." : "The next call that fits meets the fault.";
  },
  stop: async (client) => {
    await client.stop();
    return "Stopped; its data stays.";
  },
};

/** `bulkhead cloud <action>`: the local cloud by hand. */
export async function cloud(name: string, args: readonly string[]): Promise<number> {
  const action = ACTIONS[name];
  if (!action) throw usage(`cloud ${Object.keys(ACTIONS).join("|")}`);
  const { cloud: folder } = localFoldersOf();
  if (!(await findCloud(folder))) {
    const without = WITHOUT_CLOUD[name];
    if (without) return tell(await without());
    throw new UserError("The local cloud does not run. Start it with: npm start");
  }
  return tell(await action(await LocalCloudClient.open(folder), args));
}

/** @throws UserError with exit code 2 for a type that Google's provider does not have */
async function requireType(client: LocalCloudClient, type: string): Promise<void> {
  if (resourceTypes().includes(type)) return;
  const present = new Set((await client.resources()).map((resource) => resource.type));
  const known = present.size === 0 ? "nothing yet; npm start fills it" : [...present].join("\n  ");
  throw new UserError(`There is no resource type ${type}. In the cloud are:\n  ${known}`, 2);
}

function tell(text: string): 0 {
  if (text !== "") console.log(text);
  return 0;
}

function usage(text: string): UserError {
  return new UserError(`Usage: npx bulkhead ${text}`, 2);
}
