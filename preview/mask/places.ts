import type { Path } from "../../policy/values.ts";

/**
 * Whether what stands at a place is not shown, whatever it is and whoever does not call it secret: a
 * property whose name says so, and what a workload is given as plain text, which is where keys end up
 * that should have been in Secret Manager.
 *
 * @param value What stands there; a switch is no secret, nor is the name of one.
 */
export function isSecretPlace(type: string, path: Path, value: unknown): boolean {
  if (typeof value === "boolean" || value === null || value === undefined) return false;
  if (isWorkloadText(type, path)) return true;
  const names = path.filter((step) => typeof step === "string");
  const last = names.at(-1) ?? "";
  const above = names.slice(0, -1);
  if (above.some((name) => HOLDS_SECRETS.test(name))) return true;
  if (ITSELF.test(last) && saysSecret(above.at(-1) ?? "")) return !isReference(type, last, value);
  return saysSecret(last) && !isReference(type, last, value);
}

/** Maps and lists of secrets: `passwords`, `credentials`, `authTokens`. */
const HOLDS_SECRETS = /(?:^|[a-z_-])(?:passwords?|credentials?|tokens?|passphrases?)$/i;

/** What a property is called that is all there is to a map of a secret: `authenticationKey.key`. */
const ITSELF = /^(?:key|value|data|text|plaintext|secret)$/i;

/** Names of the variables of a workload, of a build, a workflow and a request. */
const VARIABLES =
  /^(?:environmentVariables|buildEnvironmentVariables|envVariables|envVars?|userEnvVars|env|headers|substitutions)$/;

/** What a workload is started with: text, or a list of it. */
const STARTED_WITH = /^(?:args|commands?)$/;

function isWorkloadText(type: string, path: Path): boolean {
  const [holder, step, last] = [path.at(-3), path.at(-2), path.at(-1)];
  if (last === "value" && typeof step === "number" && /^envs?$/.test(String(holder))) return true;
  if (typeof step === "string" && VARIABLES.test(step)) return true;
  if (STARTED_WITH.test(String(typeof last === "number" ? step : last))) return true;
  if (last === "value" && path.includes("headerOverrides")) return true;
  if (/^gcp:cloudscheduler\/job:/.test(type) && (last === "body" || last === "data")) return true;
  if (!/^gcp:compute\/(?:region)?instance/i.test(type)) return false;
  return last === "metadataStartupScript" || path.includes("metadata");
}

/** What makes a name that of a secret, by the words it is made of. */
const SECRET_WORD =
  /^(?:secrets?|passwords?|passwd|passphrase|passcode|pwd|credentials?|tokens?|apikey|pin|otp|jwt)$/;

/** The same where the name ends with it: `dbPass`, and not `passThrough`. */
const LAST_WORD = /^(?:pass|pw|auth)$/;

/** What makes a key one that is kept secret: not `sortKey`, not `kmsKey`. */
const SECRET_KEY =
  /^(?:api|private|access|shared|signing|auth|authentication|client|account|session|hmac|raw|ssh|connection)$/;

/** What the name of something beside a secret ends with. */
const ABOUT_IT =
  /^(?:id|ids|name|names|ref|refs|version|versions|ttl|time|period|type|count|enabled|policy|manager|url|uri|endpoint|labels|project|algorithm|length|generation|interval|duration|expiration|status|mode)$/;

function saysSecret(name: string): boolean {
  const words = name
    .split(/(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== "");
  if (ABOUT_IT.test(words.at(-1) ?? "")) return false;
  return words.some(
    (word, at) =>
      SECRET_WORD.test(word) ||
      (at === words.length - 1 && LAST_WORD.test(word)) ||
      (/^(?:keys?|string)$/.test(word) && SECRET_KEY.test(words[at - 1] ?? "")),
  );
}

/** A resource's path is no secret, nor is the short name by which Google's services take one. */
function isReference(type: string, name: string, value: unknown): boolean {
  if (typeof value !== "string") return false;
  if (/^(?:projects|organizations|folders)\/[\w.:@/-]+$/.test(value)) return true;
  return name === "secret" && type.startsWith("gcp:") && /^[a-z][a-z0-9-]{0,62}$/.test(value);
}
