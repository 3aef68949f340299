// Both packs for the engines of several stacks. Whoever starts this holds its input open as long as it
// is needed.
process.stdin.on("end", () => process.exit(0)).resume();
require("./main.cjs");
