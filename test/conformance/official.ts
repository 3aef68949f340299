import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { ProviderSettings } from "../../local/provider/check.ts";
import type { Real } from "./compare.ts";
import { Oracle } from "./oracle.ts";

/** Folder of the project. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Versions of the real providers, as the official folder holds them. */
const VERSIONS = { gcp: "9.35.0", random: "4.21.1" } as const;

/** Folder with the material of the real toolchain. Default: `../shared/official`. */
export const OFFICIAL = resolve(ROOT, process.env["BULKHEAD_OFFICIAL"] ?? "../shared/official");

/** Where the material's `unpack.sh` lays the toolchain out. */
export const TOOLCHAIN = join(homedir(), ".cache/bulkhead-official");

/** Path of a real provider's program. */
export function officialProvider(name: keyof typeof VERSIONS): string {
  const folder = `plugins/resource-${name}-v${VERSIONS[name]}`;
  return join(TOOLCHAIN, folder, `pulumi-resource-${name}`);
}

/** Lays the real toolchain out, which takes a while once; false where its folder is absent. */
export function unpackOfficial(): boolean {
  const script = join(OFFICIAL, "unpack.sh");
  if (!existsSync(script)) return false;
  execFileSync("bash", [script, TOOLCHAIN], { stdio: ["ignore", "ignore", "inherit"] });
  return true;
}

/** Environment in which the real provider never calls Google. */
export const OFFLINE = {
  GOOGLE_OAUTH_ACCESS_TOKEN: "none",
  PULUMI_GCP_SKIP_REGION_VALIDATION: "true",
} as const;

/** Starts the real Google provider, offline, with the given settings. */
export async function startReal(binary: string, settings: ProviderSettings): Promise<Real> {
  const oracle = await Oracle.start(binary, OFFLINE);
  const { project, region, zone, defaultLabels } = settings;
  const checked = await oracle.checkConfig(
    Object.fromEntries(
      Object.entries({ project, region, zone, defaultLabels }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    "urn:pulumi:dev::acme::pulumi:providers:gcp::main",
  );
  await oracle.configure(checked.inputs);
  return { oracle, settings };
}
