import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { writeWhole } from "../engine/files.ts";
import { type Address, addressPath } from "./address.ts";
import { ControlPlane } from "./cloud/control-plane.ts";
import { Faults } from "./cloud/faults.ts";
import type { Entry } from "./cloud/records.ts";
import { sealing } from "./cloud/sealing.ts";
import { Store } from "./cloud/store.ts";
import { serveControl } from "./control.ts";
import { own } from "./owner.ts";
import { docker } from "./provider/docker.ts";
import { gcp } from "./provider/gcp.ts";
import { random } from "./provider/random.ts";
import { serve } from "./provider/service.ts";

/** A local cloud that nobody has used for so long stops by itself. */
export const IDLE_SECONDS = 900;

/** How a local cloud is started. */
export interface Options {
  /** Data folder, made when absent; one process owns it. */
  readonly dir: string;
  /** Seconds without a connection or a control request after which it stops by itself; default `IDLE_SECONDS`. */
  readonly idle?: number;
}

/** A local cloud in this process. */
export interface LocalCloud {
  readonly address: Address;
  /** Ends it; its data stays. Calling it again changes nothing. */
  readonly stop: () => Promise<void>;
  /** Settles when it has ended, by whatever cause. */
  readonly stopped: Promise<void>;
}

/**
 * Starts the local cloud: the control plane, the providers and the control interface.
 * @throws when another process owns the folder, or the folder cannot be written
 */
export async function start(options: Options): Promise<LocalCloud> {
  const { dir, idle = IDLE_SECONDS } = options;
  const release = await own(dir);
  try {
    const store = await Store.open<Entry>(dir, { codec: await sealing(dir) });
    const faults = new Faults(() => process.kill(process.pid, "SIGKILL"));
    const cloud = new ControlPlane(store, faults);
    const services = {
      gcp: await serve(gcp(cloud, versionOf("gcp"))),
      random: await serve(random(versionOf("random"))),
      docker: await serve(docker(cloud, process.cwd(), versionOf("docker"))),
    };
    let lastUsed = Date.now();
    const used = () => {
      lastUsed = Date.now();
    };
    const token = randomBytes(32).toString("hex");
    const control = await serveControl({ cloud, faults, token, used, stop: () => void stop() });
    const address: Address = {
      pid: process.pid,
      gcp: services.gcp.port,
      random: services.random.port,
      docker: services.docker.port,
      control: control.port,
      token,
    };
    const timer = setInterval(() => {
      if (Object.values(services).some((service) => service.connections() > 0)) used();
      if (Date.now() - lastUsed > idle * 1000) void stop();
    }, 500);
    let end: () => void;
    const stopped = new Promise<void>((resolve) => (end = resolve));
    let stopping: Promise<void> | undefined;
    const stop = () =>
      (stopping ??= (async () => {
        clearInterval(timer);
        await rm(addressPath(dir), { force: true });
        for (const service of [control, ...Object.values(services)]) service.close();
        await store.close();
        await release();
        end();
      })());
    await writeWhole(addressPath(dir), JSON.stringify(address));
    return { address, stop, stopped };
  } catch (error) {
    await release();
    throw error;
  }
}

/** The installed SDK's version; the engine warns when a provider answers another. */
function versionOf(name: string): string {
  const path = createRequire(import.meta.url).resolve(`@pulumi/${name}/package.json`);
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
