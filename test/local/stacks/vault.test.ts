import assert from "node:assert/strict";
import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { localFoldersOf, type LocalFolders } from "../../../local/stacks/folders.ts";
import { openVault, passphraseFile } from "../../../local/stacks/vault.ts";

describe("the vault of the local stacks", () => {
  let folders: LocalFolders;

  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), "bulkhead-test-"));
    folders = localFoldersOf(folder, folder);
  });

  afterEach(() => rm(folders.data, { recursive: true }));

  it("seals values so that Pulumi's passphrase provider opens them", async () => {
    const vault = await openVault(folders);
    const sealed = await vault.seal("sk_test_1");
    const passphrase = await readFile(passphraseFile(folders), "utf8");
    assert.equal(unseal(passphrase, vault.salt, sealed), "sk_test_1");
    assert.equal(
      unseal(passphrase, vault.salt, vault.salt.split(":").slice(2).join(":")),
      "pulumi",
    );
  });

  it("gives the same seal for the same value, also when it is opened again", async () => {
    const first = await openVault(folders);
    const sealed = await first.seal("a");
    await first.close();
    const second = await openVault(folders);
    assert.equal(await second.seal("a"), sealed);
    assert.equal(second.salt, first.salt);
  });

  it("is made anew where its seals are damaged, or were made with another passphrase", async () => {
    const spoil = [
      () => writeFile(join(folders.data, "sealed.json"), '{"salt":'),
      () => writeFile(join(folders.data, "sealed.json"), "{}"),
      () => rm(passphraseFile(folders)),
      () => writeFile(passphraseFile(folders), ""),
    ];
    for (const one of spoil) {
      const before = await openVault(folders);
      await before.seal("a");
      await before.close();
      await one();
      const vault = await openVault(folders);
      const passphrase = await readFile(passphraseFile(folders), "utf8");
      const proof = vault.salt.split(":").slice(2).join(":");
      assert.equal(unseal(passphrase, vault.salt, proof), "pulumi");
      assert.equal(unseal(passphrase, vault.salt, await vault.seal("a")), "a");
    }
  });

  it("is refused when the passphrase is gone and stacks need it", async () => {
    await mkdir(join(folders.state, ".pulumi", "stacks", "trial"), { recursive: true });
    await assert.rejects(
      openVault(folders),
      /passphrase is gone: .*\nPut it back .* begin anew: npx bulkhead cloud stop, delete /,
    );
  });

  it("keeps its passphrase and its seals from other users", async () => {
    const vault = await openVault(folders);
    await vault.close();
    for (const file of [passphraseFile(folders), join(folders.data, "sealed.json")]) {
      assert.equal((await stat(file)).mode & 0o077, 0);
    }
  });
});

function unseal(passphrase: string, saltLine: string, sealed: string): string {
  const salt = Buffer.from(saltLine.split(":")[1] ?? "", "base64");
  const key = pbkdf2Sync(passphrase, salt, 1_000_000, 32, "sha256");
  const [, nonce = "", text = ""] = sealed.split(":");
  const bytes = Buffer.from(text, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(-16));
  return decipher.update(bytes.subarray(0, -16), undefined, "utf8") + decipher.final("utf8");
}
