require("tsx/cjs");
require("../packs.ts").isolation();
