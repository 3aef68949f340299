require("tsx/cjs");
require("../packs.ts").all();
