import * as pulumi from "@pulumi/pulumi";

import { environmentOf, preparedBy, type Environment } from "./environment.ts";
import { InvalidConfigError, refuse } from "./problems.ts";

/** A third party's secret: secret to the engine from the start, and when to renew it. */
export interface ThirdPartySecret {
  readonly value: pulumi.Output<string>;
  /** Moment of the first rotation notice. */
  readonly rotateFrom?: string | undefined;
}

/** Configuration key that holds the values of third-party secrets. */
const SECRET_VALUES = "bulkhead:secretValues";

/**
 * The environment of the running stack and its third-party secrets by name, from the engine's
 * configuration.
 *
 * @throws pulumi.RunError listing every problem, so that the engine prints it without a stack trace.
 */
export function loadEnvironment(): {
  environment: Environment;
  thirdParty: Readonly<Record<string, ThirdPartySecret>>;
} {
  return reportingProblems(() => {
    const config = pulumi.runtime.allConfig();
    const folder = pulumi.runtime.getRootDirectory();
    const environment = environmentOf({ folder, stack: pulumi.getStack(), config });
    refusePlainText(environment.stack, config);
    return { environment, thirdParty: thirdParty(environment, config) };
  });
}

/**
 * The environment, or the sandbox, that the running stack prepares, by the files alone and without
 * any secret.
 *
 * @param folder Folder of the stack files, from the running program's project folder.
 * @throws pulumi.RunError listing every problem.
 */
export function loadIdentity(folder: string): Environment {
  const root = `${pulumi.runtime.getRootDirectory()}/${folder}`;
  return reportingProblems(() => preparedBy({ folder: root, stack: pulumi.getStack() }));
}

function reportingProblems<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

function refusePlainText(stack: string, config: Record<string, string>): void {
  const secretKeys = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as string[];
  if (config[SECRET_VALUES] === undefined || secretKeys.includes(SECRET_VALUES)) return;
  const reason = "stands in the stack file in plain text";
  const cure = "Revoke the value, then set a new one with: npx bulkhead secrets set";
  refuse(stack, [{ path: SECRET_VALUES, value: undefined, reason, cure }]);
}

function thirdParty({ config: { secrets } }: Environment, config: Record<string, string>) {
  const values = JSON.parse(config[SECRET_VALUES] ?? "{}") as Record<string, string>;
  return Object.fromEntries(
    Object.entries(secrets).map(([name, { rotateFrom }]) => [
      name,
      // Presence was checked; an empty value here would be refused by the provider, not generated.
      { value: pulumi.secret(values[name] ?? ""), rotateFrom },
    ]),
  );
}
