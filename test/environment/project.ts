import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { environmentOf, type Environment } from "../../environment/environment.ts";
import type { RawConfig } from "../../environment/parse.ts";
import { InvalidConfigError, type Problem } from "../../environment/problems.ts";
import { stringify } from "yaml";

/** Configuration of a stack by field, without the namespace. */
export type Fields = Readonly<Record<string, unknown>>;

/** What the sample sandbox claims. */
export const SANDBOX = {
  project: "acme-shop-sandbox",
  projectNumber: "100000000009",
  region: "asia-southeast2",
  pool: "10.128.0.0/9",
  state: "gs://acme-shop-sandbox-state",
  kmsKey:
    "projects/acme-shop-sandbox/locations/asia-southeast2/keyRings/bulkhead/cryptoKeys/pulumi",
};

/** Valid configuration of a standing stack; `number` keeps it apart from others. */
export function standing(stack: string, number: number): Fields {
  const project = `acme-shop-${stack}`;
  return {
    project,
    projectNumber: `10000000000${number}`,
    region: "asia-southeast2",
    network: { cidr: `10.${number}0.0.0/20` },
    state: `gs://${project}-state`,
    kmsKey: `projects/${project}/locations/asia-southeast2/keyRings/bulkhead/cryptoKeys/pulumi`,
  };
}

/** A project in a scratch folder, removed after the test that made it. */
export class ScratchProject {
  readonly folder = mkdtempSync(join(tmpdir(), "bulkhead-test-"));

  /** @param sandbox What Pulumi.yaml says of the sandbox; `null` for nothing. */
  constructor(sandbox: Fields | null = SANDBOX) {
    this.write("Pulumi.yaml", {
      name: "bulkhead",
      config: {
        "pulumi:disable-default-providers": { value: ["gcp"] },
        ...(sandbox !== null && { "bulkhead:sandbox": { value: sandbox } }),
      },
    });
  }

  /** Adds the file of a stack. */
  stack(stack: string, fields: Fields): this {
    return this.write(`Pulumi.${stack}.yaml`, { config: namespaced(fields) });
  }

  /** Writes a file as it is, or content as YAML. */
  write(file: string, content: unknown): this {
    const text = typeof content === "string" ? content : stringify(content);
    writeFileSync(join(this.folder, file), text);
    return this;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Configuration as the engine hands it out: full keys, scalars as they are, the rest as JSON. */
export function raw(fields: Fields): RawConfig {
  return Object.fromEntries(
    Object.entries(namespaced(fields)).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

function namespaced(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key.includes(":") ? key : `bulkhead:${key}`, value]),
  );
}

/** The error that a call throws for bad configuration; fails when it throws none. */
export function refusal(call: () => unknown): InvalidConfigError {
  try {
    call();
  } catch (error) {
    if (error instanceof InvalidConfigError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The environment of a stack with the configuration that the engine would hand out. */
export function running(project: ScratchProject, stack: string, fields: Fields): Environment {
  const own = { "pulumi:disable-default-providers": '["gcp"]', ...raw(fields) };
  return environmentOf({ folder: project.folder, stack, config: own });
}

/** Path and reason of each problem, one text each. */
export function said(problems: readonly Problem[]): string[] {
  return problems.map(({ path, reason }) => `${path} ${reason}`);
}
