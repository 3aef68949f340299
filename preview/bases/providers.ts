import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, constants } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

import { UserError } from "../../engine/errors.ts";
import type { Upstream } from "./relay.ts";

const require = createRequire(import.meta.url);

/** Version of an SDK, which its provider must have. */
export function versionOf(name: string): string {
  const { version } = require(`@pulumi/${name}/package.json`) as { readonly version: string };
  return version;
}

/**
 * The program of a real provider where it is installed in the SDK's version: by Pulumi, in the folder
 * of its plugins, or on the search path. `undefined` where it is not.
 */
export async function installedProvider(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  const program = `pulumi-resource-${name}`;
  const home = env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const places = [
    join(home, "plugins", `resource-${name}-v${versionOf(name)}`, program),
    ...(env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, program)),
  ];
  for (const place of places) {
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return undefined;
}

/** The discard port of this machine: nothing answers there. */
const NOWHERE = "127.0.0.1:9";

/**
 * What a real provider sees of the world: no account, no home folder with one in it, and a proxy that
 * is not there for whatever it would ask all the same.
 */
function offline(empty: string): NodeJS.ProcessEnv {
  const proxy = `http://${NOWHERE}`;
  return {
    PATH: process.env["PATH"],
    HOME: empty,
    CLOUDSDK_CONFIG: join(empty, "gcloud"),
    GOOGLE_OAUTH_ACCESS_TOKEN: "none",
    GCE_METADATA_HOST: NOWHERE,
    PULUMI_GCP_SKIP_REGION_VALIDATION: "true",
    ...{ HTTP_PROXY: proxy, HTTPS_PROXY: proxy, http_proxy: proxy, https_proxy: proxy },
    ...{ NO_PROXY: "127.0.0.1,localhost", no_proxy: "127.0.0.1,localhost" },
  };
}

/**
 * Starts a real provider that can reach nothing.
 *
 * @param program Its path.
 * @param engine Address of the engine that it logs to.
 * @param empty An empty folder, which it takes for its home.
 * @throws UserError when it ends before it serves.
 */
export async function startProvider(
  program: string,
  engine: string,
  empty: string,
): Promise<Upstream> {
  const child = spawn(program, [engine], {
    env: offline(empty),
    cwd: empty,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "exit").then(() => undefined);
  const line = once(createInterface({ input: child.stdout }), "line").then(
    ([text]) => text as string,
  );
  const said = await Promise.race([line, ended]).catch(() => undefined);
  if (said === undefined) {
    throw new UserError(
      `${program} ended before it could plan: install that provider again, or take it away, and ` +
        "the local one plans in its place.",
    );
  }
  return { port: Number(said), stop: () => void child.kill("SIGKILL") };
}
