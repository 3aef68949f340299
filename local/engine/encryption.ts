import { createCipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

/** Encrypts values the way Pulumi's passphrase secrets provider does, for one stack file. */
export interface Encryption {
  /** What stands as `encryptionsalt` in the stack file. */
  readonly salt: string;
  /** A value as it stands after `secure:` in the stack file. */
  encrypt(value: string): string;
}

/** Source: Pulumi's `sdk/go/common/resource/config/crypt.go`, format v1. */
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;

const deriveKey = promisify(pbkdf2);

/**
 * Pulumi's own encryption without starting Pulumi: placeholders of secrets are written into many
 * stack files at once, and each process would cost a second.
 */
export async function passphraseEncryption(passphrase: string): Promise<Encryption> {
  const salt = randomBytes(SALT_BYTES);
  const key = await deriveKey(passphrase, salt, ITERATIONS, KEY_BYTES, "sha256");
  const encrypt = (value: string): string => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const sealed = [cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()];
    return `v1:${nonce.toString("base64")}:${Buffer.concat(sealed).toString("base64")}`;
  };
  return { salt: `v1:${salt.toString("base64")}:${encrypt("pulumi")}`, encrypt };
}
