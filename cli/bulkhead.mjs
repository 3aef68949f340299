#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";

import { register } from "tsx/esm/api";

// As in engine/lean.mjs: most commands are done before code compiled for speed would pay.
setFlagsFromString("--interrupt-budget=1000000");
register();
await import("./main.ts");
