import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import fc from "fast-check";
import { parse, stringify } from "yaml";

import {
  localFoldersOf,
  makeLocalFolders,
  type LocalFolders,
} from "../../../local/stacks/folders.ts";
import { placeholder } from "../../../local/stacks/placeholder.ts";
import { localProject, localStack, refreshProject, textOf } from "../../../local/stacks/project.ts";

/** Shows what would be sealed, so that a test can look at it. */
const open = (value: string) => Promise.resolve(`sealed(${value})`);

const name = fc.stringMatching(/^[a-z][a-z0-9-]{1,12}$/);
const letters = fc.stringMatching(/^[A-Za-z_.-]{0,8}$/);
const shape = fc
  .tuple(letters, fc.integer({ min: 8, max: 64 }), letters)
  .map(([before, length, after]) => ({ before, length, after }));

describe("a placeholder", () => {
  it("has the declared shape", () => {
    fc.assert(
      fc.property(name, name, shape, (stack, secret, { before, length, after }) => {
        const value = placeholder(stack, secret, `${before}{${length}}${after}`);
        assert.equal(value.length, before.length + length + after.length);
        assert.ok(value.startsWith(before) && value.endsWith(after));
        assert.match(value.slice(before.length, before.length + length), /^[A-Za-z0-9]+$/);
      }),
    );
  });

  it("is the same each time, and another for any other stack or secret", () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 3, maxLength: 3 }), ([a, b, c]) => {
        const values = [
          [a, b],
          [c, b],
          [a, c],
        ].map(([stack = "", secret = ""]) => placeholder(stack, secret, "sk_{24}"));
        assert.equal(new Set(values).size, 3);
        assert.equal(placeholder(a ?? "", b ?? "", "sk_{24}"), values[0]);
      }),
    );
  });

  it("fills every part of a shape on its own", () => {
    const [first, second] = placeholder("dev", "mail", "{22}.{22}").split(".");
    assert.notEqual(first, second);
  });
});

describe("a stack file for local mode", () => {
  const CIPHERTEXT = "v1:canary:cipher";
  const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean());
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      plain,
      fc.constant({ secure: CIPHERTEXT }),
      fc.array(tie("node"), { maxLength: 3 }),
      fc.dictionary(name, tie("node"), { maxKeys: 3 }),
    ),
  })).node;

  it("holds no encrypted value of the user's, at any depth", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, tree), async (config) => {
        const local = await localStack("dev", { config }, open);
        assert.ok(!JSON.stringify(local).includes(CIPHERTEXT));
      }),
    );
  });

  it("keeps every value that is not encrypted", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, plain, { noNullPrototype: true }), async (config) => {
        assert.deepEqual(await localStack("dev", { config }, open), { config });
      }),
    );
  });

  it("holds nothing of the real key", async () => {
    const file = {
      secretsprovider: "gcpkms://key",
      encryptedkey: "canary",
      encryptionsalt: "canary",
      config: {},
    };
    assert.deepEqual(await localStack("dev", file, open), { config: {} });
  });

  it("has a sealed placeholder of the declared shape for each secret, set or not", async () => {
    const config = {
      "bulkhead:secrets": { "payment-key": { shape: "sk_{24}" }, mail: { shape: "SG.{22}" } },
      "bulkhead:secretValues": { "payment-key": { secure: CIPHERTEXT } },
    };
    const local = (await localStack("dev", { config }, open)) as {
      config: Record<string, unknown>;
    };
    const values = local.config["bulkhead:secretValues"] as Record<string, { secure: string }>;
    assert.match(values["payment-key"]?.secure ?? "", /^sealed\(sk_[A-Za-z0-9]{24}\)$/);
    assert.match(values["mail"]?.secure ?? "", /^sealed\(SG\.[A-Za-z0-9]{22}\)$/);
  });

  it("leaves a secret in plain text where it is, for the program to refuse", async () => {
    const config = {
      "bulkhead:secrets": { mail: { shape: "SG.{22}" } },
      "bulkhead:secretValues": { mail: "in plain text" },
    };
    assert.deepEqual(await localStack("dev", { config }, open), { config });
  });
});

describe("a file of the shadow project", () => {
  const READERS = [{ version: "1.1" }, { version: "1.2" }] as const;

  it("says every scalar as it was meant, by whatever version of YAML it is read", () => {
    const special = fc.constantFrom(
      ...["2027-02-01T00:00:00Z", "2027-02-01", "yes", "0o14", "014", "1_000", "1:30", "0x1f"],
      ...["null", "~", "1e3", ".inf", "<<", "=", "a: b", "# c", "two\nlines ", ""],
    );
    const text = fc.oneof(special, fc.string({ unit: "grapheme", maxLength: 200 }));
    const scalar = fc.oneof(text, fc.boolean(), fc.integer(), fc.constant(null));
    const config = fc.dictionary(text, fc.oneof(scalar, fc.array(scalar)), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(config, (document) => {
        for (const reader of READERS) assert.deepEqual(parse(textOf(document), reader), document);
      }),
    );
  });

  it("quotes what only one version takes for text", () => {
    assert.equal(textOf({ end: "2027-02-01T00:00:00Z" }), '"end": "2027-02-01T00:00:00Z"\n');
  });
});

describe("Pulumi.yaml for local mode", () => {
  const places = { root: "/repo", project: "/repo/.bulkhead/project", host: undefined };

  it("points back to the program, wherever it is", () => {
    fc.assert(
      fc.property(fc.constantFrom("index.ts", "src/index.ts", "../shared/index.ts"), (main) => {
        const local = localProject({ main }, places);
        assert.equal(resolve(places.project, String(local["main"])), resolve(places.root, main));
      }),
    );
  });

  it("points back to the folder when no program is named", () => {
    assert.equal(resolve(places.project, String(localProject({}, places)["main"])), "/repo");
  });

  it("names no backend and no plugin but our language host", () => {
    const project = { backend: { url: "gs://real" }, plugins: { providers: [{ name: "gcp" }] } };
    const local = localProject(project, { ...places, host: "/host" });
    assert.equal(local["backend"], undefined);
    assert.deepEqual(local["plugins"], { languages: [{ name: "nodejs", path: "/host" }] });
  });
});

describe("the shadow project", () => {
  let folders: LocalFolders;

  beforeEach(async () => {
    folders = localFoldersOf(await mkdtemp(join(tmpdir(), "bulkhead-test-")), "");
    await makeLocalFolders(folders);
    await write("Pulumi.yaml", { name: "trial", main: "index.ts" });
    await write("Pulumi.dev.yaml", {
      config: { "bulkhead:secrets": { mail: { shape: "SG.{22}" } } },
    });
  });

  afterEach(() => rm(folders.root, { recursive: true }));

  const write = (file: string, content: object) =>
    writeFile(join(folders.root, file), stringify(content));
  const shadow = (file: string) => readFile(join(folders.project, file), "utf8");

  it("leaves the user's files as they are, to the byte", async () => {
    const before = await readFile(join(folders.root, "Pulumi.dev.yaml"), "utf8");
    await refreshProject(folders, undefined);
    assert.equal(await readFile(join(folders.root, "Pulumi.dev.yaml"), "utf8"), before);
  });

  it("keeps its salt and its sealed values from one command to the next", async () => {
    await refreshProject(folders, undefined);
    const first = await shadow("Pulumi.dev.yaml");
    await refreshProject(folders, undefined);
    assert.equal(await shadow("Pulumi.dev.yaml"), first);
  });

  it("follows what the user changes, adds and deletes", async () => {
    await refreshProject(folders, undefined);
    await write("Pulumi.qa.yaml", { config: { "trial:size": 3 } });
    await rm(join(folders.root, "Pulumi.dev.yaml"));
    await refreshProject(folders, undefined);
    const qa = parse(await shadow("Pulumi.qa.yaml")) as { config: unknown };
    assert.deepEqual(qa.config, { "trial:size": 3 });
    await assert.rejects(shadow("Pulumi.dev.yaml"), { code: "ENOENT" });
  });
});
