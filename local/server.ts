import { parseArgs } from "node:util";
import { IDLE_SECONDS, start } from "./local-cloud.ts";

const USAGE = "Usage: node --import tsx local/server.ts --dir DIR [--idle SECONDS]";

/** Runs the local cloud until it is idle for long or told to stop. Exit code 2: wrong usage; 1: it cannot start. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { dir: { type: "string" }, idle: { type: "string" } } });
  const idle = Number(values.idle ?? IDLE_SECONDS);
  if (values.dir === undefined || !(idle > 0)) {
    console.error(USAGE);
    return 2;
  }
  const told = new Promise<unknown>((resolve) => {
    process.once("SIGTERM", resolve).once("SIGINT", resolve);
  });
  const cloud = await start({ dir: values.dir, idle });
  await Promise.race([told, cloud.stopped]);
  await cloud.stop();
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
