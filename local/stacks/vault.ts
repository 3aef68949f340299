import { createCipheriv, createHash, pbkdf2, randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { UserError } from "../../engine/errors.ts";
import { namesIn, readIfThere, writeOnce, writeWhole } from "../../engine/files.ts";
import { startAnew, type LocalFolders } from "./folders.ts";

/**
 * Encrypts values as Pulumi's passphrase secrets provider does, without starting Pulumi: placeholders
 * of secrets go into many stack files at once, and each process would cost a second.
 */
export interface Vault {
  /** What stands as `encryptionsalt` in every local stack file. */
  readonly salt: string;
  /** A value as it stands after `secure:`; the same value is sealed once and kept. */
  readonly seal: (value: string) => Promise<string>;
  /** Keeps what has been sealed. */
  readonly close: () => Promise<void>;
}

/** Source of format and numbers: Pulumi's `sdk/go/common/resource/config/crypt.go`, version 1. */
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;

const deriveKey = promisify(pbkdf2);

/** The file with the passphrase of the local stacks; made at first use, for its owner alone. */
export function passphraseFile({ data }: LocalFolders): string {
  return join(data, "passphrase");
}

/** What has been sealed before; the word that proves the passphrase is among it. */
interface Kept {
  /** Base64. */
  readonly salt: string;
  readonly sealed: Record<string, string>;
}

/**
 * Opens the vault of the local stacks. Deriving its key takes a fifth of a second, so it is derived
 * only for a value that has not been sealed before.
 *
 * @throws UserError when the passphrase is lost that opens what the stacks hold.
 */
export async function openVault(folders: LocalFolders): Promise<Vault> {
  const file = join(folders.data, "sealed.json");
  const passphrase = await passphraseOf(folders);
  const kept = keptIn(await readIfThere(file));
  const salt = kept ? Buffer.from(kept.salt, "base64") : randomBytes(SALT_BYTES);

  let key: Promise<Buffer> | undefined;
  const encrypt = async (value: string) => {
    key ??= deriveKey(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
    return sealWith(await key, value);
  };
  const sealed = { ...kept?.sealed };
  const seal = async (value: string) => {
    const name = createHash("sha256").update(passphrase).update(value).digest("hex");
    return (sealed[name] ??= await encrypt(value));
  };
  const line = `v1:${salt.toString("base64")}:${await seal("pulumi")}`;
  const close = async () => {
    if (key)
      await writeWhole(
        file,
        JSON.stringify({ salt: salt.toString("base64"), sealed } satisfies Kept),
      );
  };
  return { salt: line, seal, close };
}

async function passphraseOf(folders: LocalFolders): Promise<string> {
  const file = passphraseFile(folders);
  const present = await readIfThere(file);
  if (present !== undefined && present !== "") return present;
  if ((await namesIn(join(folders.state, ".pulumi", "stacks"))).length > 0) {
    throw new UserError(
      `${file} is gone: it is the passphrase of every secret in the state of the local stacks.\n` +
        `Put it back if you have a copy. ${startAnew(folders.data)}`,
    );
  }
  if (present === "") await rm(file);
  return writeOnce(file, randomBytes(32).toString("hex"));
}

/** A file that is damaged is made anew: whatever it holds can be sealed again. */
function keptIn(text: string | undefined): Kept | undefined {
  try {
    const kept = JSON.parse(text ?? "") as Kept;
    return Buffer.from(kept.salt, "base64").length === SALT_BYTES ? kept : undefined;
  } catch {
    return undefined;
  }
}

function sealWith(key: Buffer, value: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const parts = [cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()];
  return `v1:${nonce.toString("base64")}:${Buffer.concat(parts).toString("base64")}`;
}
