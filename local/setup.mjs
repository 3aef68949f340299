// Runs straight after a clone, before any package is there: Node's own modules only.
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** What `npm start` and `npm test` go on with once packages are there. */
const TARGETS = { start: "../cli/bulkhead.mjs", test: "../test/run.mjs" };

/** Node's versions that everything here was tried with. */
const OLDEST_NODE = [20, 19];

const target = process.argv[2];
if (target !== "start" && target !== "test") {
  fail(`There is no set-up for ${target ?? "nothing"}: use npm start or npm test.`, 2);
}
checkNode();
await installPackages();
await import(TARGETS[target]);

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(
    `This is Node ${process.versions.node}, and Bulkhead needs ${OLDEST_NODE.join(".")} or newer: install it from https://nodejs.org.`,
    2,
  );
}

/** `npm ci` writes its mark last, so that an install that was cut off is done again. */
async function installPackages() {
  const mark = join(ROOT, "node_modules", ".package-lock.json");
  const lock = join(ROOT, "package-lock.json");
  if (existsSync(mark) && statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log("Installing packages, once...");
  const started = Date.now();
  const code = await exitCode(
    spawn("npm", ["ci", "--loglevel=error"], { cwd: ROOT, stdio: "inherit" }),
  );
  if (code !== 0) fail("npm ci failed: see above; mend that and run this again.", 1);
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number | null>}
 */
function exitCode(child) {
  return new Promise((resolve) => {
    child.once("close", resolve).once("error", () => {
      resolve(null);
    });
  });
}

/**
 * @param {string} message
 * @param {number} code
 * @returns {never}
 */
function fail(message, code) {
  console.error(message);
  process.exit(code);
}
