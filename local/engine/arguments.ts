import { resolve } from "node:path";

import { UserError } from "./errors.ts";

/** Flags of Pulumi whose value is a file of the user's, relative to where the user stands. */
const FILE_FLAGS = new Set([
  ...["--file", "--plan", "--save-plan", "--event-log", "--out", "--config-file"],
  ...["--policy-pack", "--policy-pack-config", "--logfile"],
]);

/** `pulumi config <these>` change the stack's settings. */
const SETTERS = new Set(["set", "set-all", "rm", "rm-all"]);

/**
 * Pulumi's arguments as a user gives them, for the shadow project: files are meant from where the user
 * stands, and a setting is written into the user's own stack file, as asked.
 *
 * @throws UserError for what cannot work in local mode, with exit code 2.
 */
export function terminalCommand(
  args: readonly string[],
  root: string,
  cwd = process.cwd(),
): readonly string[] {
  const absolute = args.map((argument, index) => {
    const flag = args[index - 1];
    if (flag !== undefined && FILE_FLAGS.has(flag)) return pathsFrom(cwd, argument);
    const [name = "", value] = splitOnce(argument);
    return FILE_FLAGS.has(name) && value !== undefined
      ? `${name}=${pathsFrom(cwd, value)}`
      : argument;
  });
  if (args.some((argument) => /^(-C|--cwd)(=|$)/.test(argument))) {
    throw new UserError("-C and --cwd cannot be given: local mode works in its own folder.", 2);
  }
  return args[0] === "config" && SETTERS.has(args[1] ?? "") ? setter(absolute, root) : absolute;
}

function setter(args: readonly string[], root: string): readonly string[] {
  if (args.some((argument) => /^--secret(=|$)/.test(argument))) {
    throw new UserError(
      "--secret cannot be given in local mode: a secret is encrypted by its environment's own key, which is not here.\n" +
        "Local stacks have placeholders. For the real stack: " +
        `eval "$(npx bulkhead env <stack>)", then pulumi config set --secret`,
      2,
    );
  }
  const stack = valueOf(args, ["-s", "--stack"]);
  if (stack === undefined) {
    throw new UserError("Say which stack's file is meant, with --stack <stack>.", 2);
  }
  return [...args, "--config-file", resolve(root, `Pulumi.${stack}.yaml`)];
}

function valueOf(args: readonly string[], flags: readonly string[]): string | undefined {
  for (const [index, argument] of args.entries()) {
    const [name = "", value] = splitOnce(argument);
    if (flags.includes(name)) return value ?? args[index + 1];
  }
  return undefined;
}

function splitOnce(argument: string): readonly string[] {
  const equals = argument.indexOf("=");
  return equals < 0 ? [argument] : [argument.slice(0, equals), argument.slice(equals + 1)];
}

/** Policy packs are given as a list; `-` is standard input. */
function pathsFrom(cwd: string, value: string): string {
  const paths = value.split(",");
  return paths.map((path) => (path === "-" ? path : resolve(cwd, path))).join(",");
}
