import { serve } from "./host.mjs";
import { stopAll } from "./programs.mjs";

function end() {
  stopAll();
  process.exit(0);
}

process.on("SIGINT", end);
process.on("SIGTERM", end);
// The engine holds our input open as long as it lives, also when it cannot say goodbye.
process.stdin.on("end", end).resume();

// It gives its address last, after any flags, and reads the port from the first line.
const port = await serve(process.argv.at(-1) ?? "");
process.stdout.write(`${port}\n`);
