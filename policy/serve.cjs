// CommonJS, as the engine's runner asks for it. While tsx is in force it reads every module that is
// asked for, which takes three times as long: what is JavaScript already is asked for without it.
require("@pulumi/policy");
const { register } = require("tsx/cjs/api");

/** JavaScript that the rules need. */
const PACKAGES = ["zod", "yaml", "netmask", "fastest-levenshtein"];

/** Puts a pack in force, by the name of what `packs.ts` makes for it. */
exports.serve = (name, judge) => {
  const { servePack } = withTypeScript(() => require("./pack.ts"));
  servePack(name, () => {
    for (const each of PACKAGES) require(each);
    return withTypeScript(() => require("./packs.ts")[judge]());
  });
};

function withTypeScript(work) {
  const unregister = register();
  try {
    return work();
  } finally {
    unregister();
  }
}
