import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * What of a `package.json` matters here.
 *
 * @typedef {object} Manifest
 * @property {string} [name]
 * @property {string} [version]
 * @property {Record<string, string>} [dependencies]
 * @property {{resource?: boolean, name?: string, version?: string, server?: string}} [pulumi]
 */

/** @type {(text: string) => Manifest} */
const parseManifest = JSON.parse;

/**
 * The provider plugins that a program's direct dependencies are the SDKs of.
 *
 * @param {string} folder The program's folder.
 * @returns {{name: string, version: string, server: string}[]}
 */
export function requiredPlugins(folder) {
  return dependencies(folder).flatMap(({ name = "", version = "", pulumi }) =>
    pulumi?.resource === true
      ? [
          {
            name: pulumi.name ?? name.replace(/^@pulumi\//, ""),
            version: pulumi.version ?? version,
            server: pulumi.server ?? "",
          },
        ]
      : [],
  );
}

/**
 * @param {string} folder
 * @returns {Manifest[]}
 */
function dependencies(folder) {
  const require = createRequire(join(folder, "index.js"));
  return Object.keys(nearest(folder).dependencies ?? {}).flatMap((name) => {
    const folders = require.resolve.paths(name) ?? [];
    const found = folders.map((at) => read(join(at, name))).find((manifest) => manifest);
    return found ? [found] : [];
  });
}

/**
 * @param {string} folder
 * @returns {Manifest}
 */
function nearest(folder) {
  const manifest = read(folder);
  if (manifest) return manifest;
  return dirname(folder) === folder ? {} : nearest(dirname(folder));
}

/**
 * @param {string} folder
 * @returns {Manifest | undefined}
 */
function read(folder) {
  try {
    return parseManifest(readFileSync(join(folder, "package.json"), "utf8"));
  } catch {
    return undefined;
  }
}
