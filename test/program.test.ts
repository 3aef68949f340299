import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import ts from "typescript";

const ROOT = new URL("..", import.meta.url).pathname;

/** What each room may import of the others; a room that is not listed may be imported by none. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  environment: [],
  components: ["environment"],
  policy: ["environment"],
  program: ["components", "environment", "policy"],
  docs: ["environment", "policy", "preview"],
  engine: ["environment"],
  secrets: ["environment", "policy", "engine"],
  local: ["environment", "components", "policy", "engine"],
  preview: ["environment", "components", "policy", "engine", "local"],
  proof: ["environment", "components", "policy", "engine", "local"],
  release: ["environment", "components", "policy", "engine", "local"],
  cli: [
    ...["environment", "components", "policy", "engine", "local", "secrets"],
    ...["preview", "proof", "release"],
  ],
};

/** Packages of the rooms that only describe: none of them reaches files, processes or the network. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  environment: ["node:crypto", "@pulumi/pulumi", "fastest-levenshtein", "netmask", "zod"],
  components: ["@pulumi/pulumi", "@pulumi/gcp", "@pulumi/random", "@pulumi/docker"],
  program: ["@pulumi/pulumi"],
};

/** The one file that reads the stack files. */
const CATALOGUE = "environment/catalogue.ts";
const CATALOGUE_PACKAGES = ["node:fs", "node:path", "yaml"];

interface Source {
  /** Path from the project's folder. */
  readonly file: string;
  readonly room: string;
  readonly text: string;
  /** Everything imported, types included. */
  readonly imports: readonly string[];
}

const sources = [
  ...["index.ts", "bootstrap/index.ts"].map((file) => source(file, "program")),
  ...Object.keys(MAY_IMPORT).flatMap((room) => files(room).map((file) => source(file, room))),
];
const describing = sources.filter(({ room }) => room in PACKAGES);

describe("the program", () => {
  it("is seen by these rules, and so is what it imports", () => {
    const seen = new Set(describing.map(({ room }) => room));
    assert.deepEqual([...seen].sort(), ["components", "environment", "program"]);
    assert.ok(describing.flatMap(({ imports }) => imports).length > 50);
  });

  it("has rooms that import each other one way only", () => {
    const astray = sources.flatMap(({ file, room, imports }) =>
      imports
        .filter((path) => path.startsWith("."))
        .map((path) => roomOf(relative(ROOT, join(ROOT, dirname(file), path))))
        .filter((other) => other !== room && !MAY_IMPORT[room]?.includes(other))
        .map((other) => `${file} imports ${other}/`),
    );
    assert.deepEqual(astray, []);
  });

  it("imports nothing that reaches files, processes or the network, but for the catalogue", () => {
    const astray = describing.flatMap(({ file, room, imports }) => {
      const allowed = [
        ...(PACKAGES[room] ?? []),
        ...(file === CATALOGUE ? CATALOGUE_PACKAGES : []),
      ];
      return imports
        .filter((path) => !path.startsWith(".") && !allowed.includes(packageOf(path)))
        .map((path) => `${file} imports ${path}`);
    });
    assert.deepEqual(astray, []);
  });

  it("loads nothing at run time and calls nothing outside", () => {
    const REACHES = /\b(fetch|WebSocket|XMLHttpRequest|eval|require)\(|\bimport\(|\bautomation\b/;
    assert.deepEqual(
      describing.filter(({ text }) => REACHES.test(text)).map(({ file }) => file),
      [],
    );
  });

  it("uses of its process the environment variables alone", () => {
    const uses = describing.flatMap(({ file, text }) =>
      [...text.matchAll(/\bprocess\.(?!env\b)\w+/g)].map(([use]) => `${file}: ${use}`),
    );
    assert.deepEqual(uses, []);
  });

  it("assumes no region: only the examples in the field list name one", () => {
    const REGION =
      /\b(africa|asia|australia|europe|me|northamerica|southamerica|us)-(north|south|east|west|central)[a-z]*\d\b/i;
    const naming = describing.filter(({ text }) => REGION.test(text)).map(({ file }) => file);
    assert.deepEqual(naming, ["environment/fields.ts"]);
    const { text = "" } = describing.find(({ file }) => file === "environment/fields.ts") ?? {};
    const assuming = text
      .split("\n")
      .filter((line) => REGION.test(line) && !/^\s*(example|cure): /.test(line));
    assert.deepEqual(assuming, []);
  });

  it("imports one module of the Google provider at a time: the whole costs a second each run", () => {
    const whole = describing.filter(({ imports }) => imports.includes("@pulumi/gcp"));
    assert.deepEqual(whole, []);
  });
});

function files(room: string): string[] {
  if (!existsSync(ROOT + room)) return [];
  return readdirSync(ROOT + room, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|mjs)$/.test(file) && !file.includes("node_modules"))
    .map((file) => `${room}/${file}`);
}

function source(file: string, room: string): Source {
  const text = readFileSync(ROOT + file, "utf8");
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return { file, room, text, imports };
}

function roomOf(path: string): string {
  return path.includes("/") ? (path.split("/")[0] ?? "") : "program";
}

/** The package of an import, without the path inside it: `@pulumi/gcp` of `@pulumi/gcp/sql/user.js`. */
function packageOf(path: string): string {
  const [scope = "", name = ""] = path.split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}
