import { parseArgs } from "node:util";
import { start } from "./local-cloud.ts";

const USAGE = "Usage: node --import tsx local/server.ts --dir DIR [--idle SECONDS]";

/** Runs the local cloud until it is idle for long or told to stop. Exit code 2: wrong usage; 1: it cannot start. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { dir: { type: "string" }, idle: { type: "string" } } });
  const idle = Number(values.idle ?? 900);
  if (values.dir === undefined || !(idle > 0)) {
    console.error(USAGE);
    return 2;
  }
  const cloud = await start({ dir: values.dir, idle });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void cloud.stop());
  }
  await cloud.stopped;
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
