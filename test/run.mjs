// `npm test`: the set-up, then every check, then every test. Ends with `N passed, N failed`.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { register } from "tsx/esm/api";

register();
const { installCli } = await import("../engine/install.ts");
const { UserError } = await import("../engine/errors.ts");

const ROOT = join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);

/** Tests of every day; those in `test/long` run for minutes and have a command of their own. */
const TESTS = "test/{*.test.ts,!(long)/**/*.test.ts}";

/** Checks that need no test runner; they share the two cores. */
const CHECKS = [
  { name: "format", command: [bin("prettier"), "--check", "--log-level=warn", "."] },
  { name: "lint", command: [bin("eslint"), "."] },
  { name: "types", command: [bin("typescript", "tsc"), "--noEmit"] },
];

try {
  await installCli((line) => {
    console.log(line);
  });
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exit(error.exitCode);
}
const checks = await Promise.all(CHECKS.map(check));
const tests = await mocha();
const passed = checks.filter(Boolean).length + tests.passed;
const failed = checks.filter((ok) => !ok).length + tests.failed;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** @param {{ name: string, command: string[] }} step */
async function check({ name, command }) {
  const started = Date.now();
  const { code, output } = await run(command, ["ignore", "pipe", "pipe"]);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output);
  return code === 0;
}

/** The runner's own counts; a run that ends without them, or ends badly without a failure, failed. */
async function mocha() {
  const { code, output } = await run([bin("mocha"), TESTS], ["ignore", "pipe", "inherit"], true);
  const count = (/** @type {string} */ word) =>
    Number(new RegExp(`^\\s+(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);
  const [passed, failed] = [count("passing"), count("failing")];
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

/**
 * @param {string[]} command
 * @param {import("node:child_process").StdioOptions} stdio
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(command, stdio, live = false) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: ROOT, stdio });
    let output = "";
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      if (live) process.stdout.write(chunk);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("close", (code) => {
      resolve({ code, output });
    });
  });
}

/**
 * A development tool's own entry, which is started without npm in between.
 *
 * @param {string} name
 */
function bin(name, command = name) {
  const manifest = require.resolve(`${name}/package.json`);
  /** @type {unknown} */
  const read = require(manifest);
  const { bin: entries } = /** @type {{ bin: string | Record<string, string> }} */ (read);
  return join(dirname(manifest), typeof entries === "string" ? entries : (entries[command] ?? ""));
}
