/** Seconds of CPU that something takes, whatever else the machine does meanwhile. */
export function cpuOf(run: () => unknown): number {
  const started = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000_000;
}
