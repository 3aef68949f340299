import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import Table from "cli-table3";

import { ROOT } from "../../engine/folders.ts";
import { Scratch } from "../e2e/scratch.ts";
import { median, time, type Timing } from "./timing.ts";

/** Resources of the generated stack. */
const MANY = 2000;

/** Policy packs by the name of the column; the first is what the others are compared with. */
type Packs = Readonly<Record<string, string>>;

/** Something that is previewed with each of the packs. */
interface Program {
  readonly name: string;
  readonly stacks: readonly string[];
  /** Text of the program; default: the project's own. */
  readonly text?: string;
}

const PROGRAMS: readonly Program[] = [
  { name: "the sample stacks, each", stacks: ["dev", "staging", "prod"] },
  { name: `${MANY} resources`, stacks: ["staging"], text: manyResources() },
];

/** Times previews with both packs, and with both in one process, against two empty packs. */
export async function* benchPacks(rounds: number): AsyncGenerator<string> {
  for (const program of PROGRAMS) yield await bench(program, rounds);
}

async function bench({ name, stacks, text }: Program, rounds: number): Promise<string> {
  const scratch = await Scratch.make();
  try {
    await scratch.link();
    if (text !== undefined) await scratch.program(text);
    const packs = await packsIn(scratch.folders.root);
    for (const stack of stacks) await scratch.pulumi("stack", "init", stack, "--no-select");
    const timings = await rounded(scratch, { packs, stacks, rounds });
    return report(name, timings, rounds);
  } finally {
    await scratch.remove();
  }
}

/** Every pack once a round, so that a slow minute of the machine falls on all of them. */
async function rounded(
  scratch: Scratch,
  { packs, stacks, rounds }: { packs: Packs; stacks: readonly string[]; rounds: number },
): Promise<ReadonlyMap<string, readonly Timing[]>> {
  const timings = new Map<string, Timing[]>(Object.keys(packs).map((pack) => [pack, []]));
  for (let round = 0; round < rounds; round++) {
    for (const stack of stacks) {
      for (const [name, folders] of Object.entries(packs)) {
        timings.get(name)?.push(await preview(scratch, stack, folders));
      }
    }
  }
  return timings;
}

async function preview(scratch: Scratch, stack: string, packs: string): Promise<Timing> {
  const engine = await scratch.engine();
  const { file, args, cwd, env } = engine.command(["preview", "--stack", stack]);
  return time({
    command: [file, ...args, "--non-interactive", "--suppress-outputs"],
    cwd: cwd ?? scratch.folders.root,
    env: {
      ...env,
      PULUMI_OPTION_POLICY_PACK: packs,
      BULKHEAD_GUARDS: scratch.folders.root,
    },
  });
}

async function packsIn(root: string): Promise<Packs> {
  const empty = ["empty-one", "empty-two"].map((name) => join(root, name));
  for (const folder of empty) {
    await mkdir(folder);
    const name = folder.slice(root.length + 1);
    await writeFile(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    await writeFile(join(folder, "package.json"), `{ "name": "${name}", "version": "0.1.0" }`);
    const pack = `new (require("@pulumi/policy").PolicyPack)("${name}", { policies: [] });\n`;
    await writeFile(join(folder, "index.js"), pack);
  }
  const policy = (name: string) => join(ROOT, "policy", name);
  return {
    "two empty packs": empty.join(","),
    "both packs": [policy("isolation"), policy("baseline")].join(","),
    "policy/all": policy("all"),
  };
}

/** Half buckets and half firewall rules, each with the properties that such a one has. */
function manyResources(): string {
  return `import "${ROOT}/policy/guard.ts";
import * as gcp from "@pulumi/gcp";
const project = "acme-shop-staging", location = "asia-southeast2";
const labels = { environment: "staging", kind: "staging", "managed-by": "bulkhead" };
const provider = new gcp.Provider("google", { project, region: location, defaultLabels: labels });
for (let i = 0; i < ${MANY / 2}; i++) {
  new gcp.storage.Bucket("bucket-" + i, {
    name: \`\${project}-staging-files-\${i}\`, location, labels: { ...labels, part: "files-" + i },
    uniformBucketLevelAccess: true, publicAccessPrevention: "enforced", forceDestroy: false,
    versioning: { enabled: true }, softDeletePolicy: { retentionDurationSeconds: 604800 },
    lifecycleRules: [{ action: { type: "Delete" }, condition: { numNewerVersions: 3 } }],
  }, { provider, protect: true });
  new gcp.compute.Firewall("firewall-" + i, {
    name: "staging-allow-" + i, network: "staging-network", direction: "INGRESS", priority: 1000,
    allows: [{ protocol: "tcp", ports: ["443", String(8000 + i)] }],
    sourceRanges: [\`10.20.\${i % 16}.0/24\`], targetTags: ["web-" + i],
    description: "Lets the web tier reach service " + i,
    logConfig: { metadata: "INCLUDE_ALL_METADATA" },
  }, { provider });
}
`;
}

function report(name: string, timings: ReadonlyMap<string, readonly Timing[]>, rounds: number) {
  const head = [name, "wall s", "more s", "ratio", "CPU s", "more s", "ratio"];
  const table = new Table({ head, style: { head: [], border: [] } });
  const [base = []] = timings.values();
  for (const [pack, times] of timings) {
    const cells = (["wall", "cpu"] as const).flatMap((key) => {
      const own = median(times.map((timing) => timing[key]));
      // Pairs of one round: what slowed the machine down slowed both.
      const more = median(times.map((timing, index) => timing[key] - (base[index]?.[key] ?? NaN)));
      const ratio = median(times.map((timing, index) => timing[key] / (base[index]?.[key] ?? NaN)));
      return [own.toFixed(2), more.toFixed(2), ratio.toFixed(2)];
    });
    table.push([pack, ...cells]);
  }
  return `${table.toString()}\nMedians of ${rounds} rounds, differences and ratios by pairs.`;
}
