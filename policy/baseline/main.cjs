require("tsx/cjs");
// Loaded when needed: nothing waits for the rules while the engine starts.
require("../pack.ts").servePack("bulkhead-baseline", () => require("../packs.ts").baseline());
