require("tsx/cjs");
require("../packs.ts").baseline();
