import { ControlPlane } from "../../local/cloud/control-plane.ts";
import { Faults } from "../../local/cloud/faults.ts";
import type { Entry } from "../../local/cloud/records.ts";
import { Store } from "../../local/cloud/store.ts";
import { docker } from "../../local/provider/docker.ts";
import { gcp } from "../../local/provider/gcp.ts";
import { random } from "../../local/provider/random.ts";
import { serve, type Service } from "../../local/provider/service.ts";
import { installedProvider, startProvider, versionOf } from "./providers.ts";
import { relay, type Relay, type Relayed } from "./relay.ts";

/** Where the engine finds the providers by which it plans. */
export interface Offline {
  readonly gcp: number;
  readonly random: number;
  readonly docker: number;
  /** Which of them are the real ones. */
  readonly real: readonly string[];
  readonly close: () => Promise<void>;
}

/** What offline providers plan with. */
export interface OfflineOptions extends Pick<Relayed, "known" | "tell"> {
  /** Folder for the data of providers that are not the real ones. */
  readonly folder: string;
  /** Folder that is empty, for providers that look for credentials in their home. */
  readonly empty: string;
  /** Folder from which relative build contexts are found. */
  readonly root: string;
  /** Path of the real provider of a package, `undefined` for the local one. Default: as installed. */
  readonly find?: (name: string) => Promise<string | undefined>;
}

/**
 * Providers that plan and contact nothing: the real ones where they are installed, else the local
 * cloud's check and diff, over a cloud in which there is nothing.
 */
export async function startOffline(options: OfflineOptions): Promise<Offline> {
  const { folder, empty, root, find = installedProvider, known, tell } = options;
  const store = await Store.open<Entry>(folder);
  const cloud = new ControlPlane(store, new Faults(() => undefined));
  const local = {
    gcp: await serve(gcp(cloud, versionOf("gcp"))),
    random: await serve(random(versionOf("random"))),
    docker: await serve(docker(cloud, root, versionOf("docker"))),
  };
  const real: string[] = [];
  const open = async (name: string, service: Service): Promise<Relay> => {
    // The real one asks a Docker daemon before it plans anything.
    const program = name === "docker" ? undefined : await find(name);
    if (program !== undefined) real.push(name);
    const start: Relayed["start"] = (engine) =>
      program === undefined
        ? Promise.resolve({ port: service.port, stop: () => undefined })
        : startProvider(program, engine, empty);
    return relay({ name, start, known, tell });
  };
  const relays = {
    gcp: await open("gcp", local.gcp),
    random: await open("random", local.random),
    docker: await open("docker", local.docker),
  };
  return {
    ...{ gcp: relays.gcp.port, random: relays.random.port, docker: relays.docker.port },
    real,
    close: async () => {
      for (const each of [...Object.values(relays), ...Object.values(local)]) each.close();
      await store.close();
    },
  };
}
