import * as pulumi from "@pulumi/pulumi";

import { environmentOf, type Environment } from "./environment.ts";
import { InvalidConfigError, refuse } from "./problems.ts";

/** Values of third-party secrets by name; each is secret to the engine from the start. */
export type SecretValues = Readonly<Record<string, pulumi.Output<string>>>;

/** Configuration key that holds the values of third-party secrets. */
const SECRET_VALUES = "bulkhead:secretValues";

/**
 * The environment of the running stack and its secrets' values, from the engine's configuration.
 *
 * @throws pulumi.RunError listing every problem, so that the engine prints it without a stack trace.
 */
export function loadEnvironment(): { environment: Environment; secretValues: SecretValues } {
  const stack = pulumi.getStack();
  const config = pulumi.runtime.allConfig();
  try {
    const environment = environmentOf({
      folder: pulumi.runtime.getRootDirectory(),
      stack,
      config,
    });
    refusePlainText(stack, config);
    return { environment, secretValues: secretValues(config) };
  } catch (error) {
    if (error instanceof InvalidConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

function refusePlainText(stack: string, config: Record<string, string>): void {
  const secretKeys = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]") as string[];
  if (config[SECRET_VALUES] === undefined || secretKeys.includes(SECRET_VALUES)) return;
  const reason = "stands in the stack file in plain text";
  const cure = "Revoke the value, then set a new one with: pulumi config set --secret --path ...";
  refuse(stack, [{ path: SECRET_VALUES, value: undefined, reason, cure }]);
}

function secretValues(config: Record<string, string>): SecretValues {
  const values = JSON.parse(config[SECRET_VALUES] ?? "{}") as Record<string, string>;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, pulumi.secret(value)]),
  );
}
