import { dirname, join, sep } from "node:path";

import { UserError } from "../../engine/errors.ts";
import { withFolders } from "../../engine/search-path.ts";
import type { Address } from "../address.ts";
import type { LocalFolders } from "./folders.ts";
import { passphraseFile } from "./vault.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What a local run takes over from the user's environment: enough for programs to start and to write
 * text, and nothing that names or opens an account.
 */
const PASSED_ON = [
  ...["PATH", "USER", "LOGNAME", "TMPDIR", "TZ", "PULUMI_STACK"],
  ...["LANG", "LC_ALL", "LC_CTYPE", "TERM", "COLORTERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR"],
];

/** Which running providers the engine attaches to, instead of starting its own. */
const PROVIDERS = "PULUMI_DEBUG_PROVIDERS";

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
function noCredentials({ empty }: LocalFolders): Record<string, string> {
  return {
    CLOUDSDK_CONFIG: join(empty, "gcloud"),
    GOOGLE_APPLICATION_CREDENTIALS: join(empty, "none-in-local-mode.json"),
    // The discard port of this machine: nothing answers as a metadata server.
    GCE_METADATA_HOST: "127.0.0.1:9",
  };
}

type Ports = Pick<Address, "gcp" | "random" | "docker">;

/** What makes the engine work against the local cloud, and only against it. */
export function localVariables(folders: LocalFolders, cloud: Ports): Record<string, string> {
  const { gcp, random, docker } = cloud;
  return {
    PULUMI_HOME: folders.engine,
    PULUMI_BACKEND_URL: `file://${folders.state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(folders),
    [PROVIDERS]: `gcp:${gcp},random:${random},docker:${docker}`,
    // No plugin but those attached can be found: none on PATH, none downloaded.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...noCredentials(folders),
  };
}

/**
 * The names that `env --local` has set in a shell, or would: all but those in which the shell has a
 * value of its own. Where the providers are is nobody's own: whatever it says, it is not the real cloud.
 */
export function localNames(
  folders: LocalFolders,
  user: Variables = process.env,
): readonly string[] {
  const local = localVariables(folders, { gcp: 0, random: 0, docker: 0 });
  return Object.keys(local).filter(
    (name) => name === PROVIDERS || user[name] === undefined || user[name] === local[name],
  );
}

/** The user's environment as it was before `env --local`. */
export function ownEnvironment(folders: LocalFolders, user = process.env): NodeJS.ProcessEnv {
  const names = new Set(localNames(folders, user));
  return Object.fromEntries(Object.entries(user).filter(([name]) => !names.has(name)));
}

/**
 * Refuses to work on the real cloud in a shell that still has what `env --local` set: simulated
 * resources would be written into a real stack's state.
 *
 * @throws UserError with exit code 2, naming the variable and what takes it away.
 */
export function refuseLocalSettings(folders: LocalFolders, user: Variables = process.env): void {
  const isLocal = (value: string) =>
    value.includes(folders.data) || value.split(sep).includes(".bulkhead");
  const name = [PROVIDERS, "PULUMI_HOME", "PULUMI_BACKEND_URL"].find((each) => {
    const value = user[each] ?? "";
    return value !== "" && (each === PROVIDERS || isLocal(value));
  });
  if (name === undefined) return;
  throw new UserError(
    `${name} is set to ${user[name] ?? ""}, which leads to a local cloud, not to the real one.\n` +
      `Run: unset ${[...new Set([name, ...localNames(folders, user)])].join(" ")}\n` +
      "Or say that the local cloud is meant, with --local.",
    2,
  );
}

/**
 * The whole environment of a process in local mode: an allow-list, so that it fails closed. No
 * credential of the user's is in it, nor a home folder that holds one.
 */
export function localEnvironment(
  folders: LocalFolders,
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
