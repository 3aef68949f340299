import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeWhole } from "../../engine/files.ts";
import { type Json, type Path, isObject, replaceAt } from "./json.ts";
import type { Entry } from "./records.ts";
import type { Codec } from "./store.ts";

const SEALED = "$sealed";

/**
 * Keeps secrets out of the journal's plain text. A read must answer a secret's payload, after a restart and
 * on import too, so a digest would not do: every value that the caller calls secret is written as AES-256-GCM
 * under a key that is made once per folder, readable by its owner only. This guards a journal that is copied
 * or shown by itself; who can read the whole folder can read the secrets, as with any local state.
 * The nonce is derived from the value, so that rewriting the journal does not change it.
 * @param folder the data folder
 * @throws when the key of a journal is lost
 */
export async function sealing(folder: string): Promise<Codec<Entry>> {
  const key = await folderKey(join(folder, "key"));
  return {
    encode: (entry) => {
      if (typeof entry !== "object") return entry;
      const hide = (properties: Json, path: Path) =>
        replaceAt(properties, path, (value) => seal(key, value));
      return { ...entry, properties: entry.secrets.reduce<Json>(hide, entry.properties) };
    },
    revive: (_, value) => unseal(key, value),
  };
}

async function folderKey(path: string): Promise<Buffer> {
  const known = await readFile(path).catch(() => undefined);
  if (known?.length === 32) return known;
  const journal = await stat(join(dirname(path), "journal.jsonl")).catch(() => undefined);
  if (journal && journal.size > 0) {
    throw new Error(
      `${path}: the key that opens the journal is ${known ? "damaged" : "missing"}. Put it back, or begin anew: npx bulkhead cloud reset`,
    );
  }
  const made = randomBytes(32);
  await writeWhole(path, made);
  return made;
}

function seal(key: Buffer, value: Json): Json {
  const text = JSON.stringify(value);
  const nonce = createHmac("sha256", key).update(text).digest().subarray(0, 12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return { [SEALED]: Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64") };
}

/** Also what lies sealed within: a value can be secret, and hold a part that is called secret too. */
function unseal(key: Buffer, value: Json): Json {
  if (!isObject(value) || typeof value[SEALED] !== "string") return value;
  const bytes = Buffer.from(value[SEALED], "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
  return JSON.parse(text, (_, inner: Json) => unseal(key, inner)) as Json;
}
