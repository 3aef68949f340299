import { delimiter, dirname, join } from "node:path";

import type { Address } from "../address.ts";
import type { Folders } from "./folders.ts";
import { passphraseFile } from "./vault.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What a local run takes over from the user's environment: enough for programs to start and to write
 * text, and nothing that names or opens an account.
 */
const PASSED_ON = [
  ...["PATH", "USER", "LOGNAME", "TMPDIR", "TZ"],
  ...["LANG", "LC_ALL", "LC_CTYPE", "TERM", "COLORTERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR"],
];

/** What any process of local mode may see of the user's environment. */
export function passedOn(user: Variables = process.env): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = user[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Where Google's libraries look for credentials; each leads nowhere, so that they stop there. */
function noCredentials({ empty }: Folders): Record<string, string> {
  return {
    CLOUDSDK_CONFIG: join(empty, "gcloud"),
    GOOGLE_APPLICATION_CREDENTIALS: join(empty, "none-in-local-mode.json"),
    // The discard port of this machine: nothing answers as a metadata server.
    GCE_METADATA_HOST: "127.0.0.1:9",
  };
}

/** What makes the engine work against the local cloud, and only against it. */
export function localVariables(folders: Folders, cloud: Address): Record<string, string> {
  const { gcp, random, docker } = cloud;
  return {
    PULUMI_HOME: folders.engine,
    PULUMI_BACKEND_URL: `file://${folders.state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(folders),
    PULUMI_DEBUG_PROVIDERS: `gcp:${gcp},random:${random},docker:${docker}`,
    // No plugin but those attached can be found: none on PATH, none downloaded.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...noCredentials(folders),
  };
}

/**
 * The whole environment of a process in local mode: an allow-list, so that it fails closed. No
 * credential of the user's is in it, nor a home folder that holds one.
 */
export function localEnvironment(
  folders: Folders,
  cloud: Address,
  user: Variables = process.env,
): Record<string, string> {
  return {
    ...passedOn(user),
    ...localVariables(folders, cloud),
    HOME: folders.empty,
    PATH: withFolders([dirname(process.execPath)], user["PATH"]),
    // The flag that writes the engine's events is a debug flag.
    PULUMI_DEBUG_COMMANDS: "true",
  };
}

/** A search path with folders in front. */
export function withFolders(folders: readonly string[], path: string | undefined): string {
  return [...folders, ...(path === undefined || path === "" ? [] : [path])].join(delimiter);
}
