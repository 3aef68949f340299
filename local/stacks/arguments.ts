import { resolve } from "node:path";

import { UserError } from "../../engine/errors.ts";

/** Flags of Pulumi whose value is a file of the user's, relative to where the user stands. */
const FILE_FLAGS = new Set([
  ...["--file", "--plan", "--save-plan", "--event-log", "--out"],
  ...["--policy-pack", "--policy-pack-config", "--logfile"],
]);

/** Flags that `pulumi` and `pulumi config` know without a value; before a verb any other has one. */
const SWITCHES = new Set([
  ...["--disable-integrity-checking", "--emoji", "-e", "--fully-qualify-stack-names", "-Q"],
  ...["--help", "-h", "--logflow", "--logtostderr", "--non-interactive", "--version"],
  ...["--json", "-j", "--open", "--show-secrets"],
]);

/** Letters of Pulumi's flags that always have a value, so that nothing after one is a flag. */
const SHORT_FLAG = /^-[^-=CsvmtXHF]*(?<letter>[CsvmtXHF])=?(?<value>.*)$/s;

/** `pulumi config <these>` change the stack's settings. */
const SETTERS = new Set([
  ...["set", "set-all", "remove", "rm", "delete", "remove-all", "rm-all", "delete-all"],
]);

/** `pulumi config <these>` change nothing; no verb lists the settings. */
const GETTERS = new Set<string | undefined>([undefined, "get"]);

/** Flags that lead out of the shadow project, and why none can be given. */
const REFUSED: readonly (readonly [flags: readonly string[], why: string])[] = [
  [["-C", "--cwd"], "-C and --cwd cannot be given: local mode works in its own folder."],
  [
    ["--config-file"],
    "--config-file cannot be given: local mode keeps its own copy of each stack file.\n" +
      "Name the stack instead, with --stack <stack>; its file is Pulumi.<stack>.yaml.",
  ],
];

const NO_SECRETS =
  "--secret cannot be given in local mode: a secret is encrypted by its environment's own key, " +
  "which is not here.\nLocal stacks have placeholders. For the real stack: " +
  `eval "$(npx bulkhead env <stack>)", then pulumi config set --secret`;

/** Where a user stands, and what the user's shell says. */
export interface Standpoint {
  /** Default: the process's working folder. */
  readonly cwd?: string;
  /** PULUMI_STACK of the user's environment, which is the default. */
  readonly selected?: string | undefined;
}

/**
 * Pulumi's arguments as a user gives them, for the shadow project: files are meant from where the user
 * stands, and a setting is written into the user's own stack file, as asked.
 *
 * @throws UserError for what cannot work in local mode, with exit code 2.
 */
export function terminalCommand(
  args: readonly string[],
  root: string,
  { cwd = process.cwd(), selected = process.env["PULUMI_STACK"] }: Standpoint = {},
): readonly string[] {
  const end = args.indexOf("--");
  const flags = (end < 0 ? args : args.slice(0, end)).map(flagOf);
  for (const [names, why] of REFUSED) {
    if (flags.some(({ name }) => names.includes(name))) throw new UserError(why, 2);
  }
  const absolute = args.map((argument, index) => {
    const { name = "", value } = flags[index] ?? {};
    if (FILE_FLAGS.has(flags[index - 1]?.name ?? "") && flags[index - 1]?.value === undefined) {
      return pathsFrom(cwd, argument);
    }
    return FILE_FLAGS.has(name) && value !== undefined
      ? `${name}=${pathsFrom(cwd, value)}`
      : argument;
  });
  const [noun, verb] = wordsOf(args);
  if (noun !== "config" || GETTERS.has(verb)) return absolute;
  if (verb === undefined || !SETTERS.has(verb)) {
    throw new UserError(
      `pulumi config ${verb ?? ""} cannot be run in local mode: it would change a copy, not your ` +
        "stack file.\nWhat can be run: config, config get, config set, config rm.",
      2,
    );
  }
  if (flags.some(({ name }) => name === "--secret")) throw new UserError(NO_SECRETS, 2);
  const stack = stackOf(args, flags) ?? selected;
  if (stack === undefined || stack === "") {
    throw new UserError("Say which stack's file is meant, with --stack <stack>.", 2);
  }
  return [`--config-file=${resolve(root, `Pulumi.${stack}.yaml`)}`, ...absolute];
}

/** An argument as a flag; its name is empty when it is none. */
interface Flag {
  readonly name: string;
  /** `undefined` when it is the next argument, or there is none. */
  readonly value: string | undefined;
}

/** The parts of `--name=value`, and of `-nvalue` even behind letters of flags without values. */
function flagOf(argument: string): Flag {
  if (argument.startsWith("--")) {
    const equals = argument.indexOf("=");
    if (equals < 0) return { name: argument, value: undefined };
    return { name: argument.slice(0, equals), value: argument.slice(equals + 1) };
  }
  const { letter, value } = SHORT_FLAG.exec(argument)?.groups ?? {};
  if (letter === undefined) return { name: "", value: undefined };
  return { name: `-${letter}`, value: value === "" ? undefined : value };
}

/** The words that are no flags and no values of flags, found as Pulumi finds its verbs. */
function wordsOf(args: readonly string[]): readonly string[] {
  const words: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? "";
    if (argument === "--") break;
    if (!argument.startsWith("-")) words.push(argument);
    else if (/^(--[^=]+|-[^=])$/.test(argument) && !SWITCHES.has(argument)) index += 1;
  }
  return words;
}

/** The stack that is named, the last time it is. */
function stackOf(args: readonly string[], flags: readonly Flag[]): string | undefined {
  const index = flags.findLastIndex(({ name }) => name === "-s" || name === "--stack");
  return index < 0 ? undefined : (flags[index]?.value ?? args[index + 1]);
}

/** Policy packs are given as a list; `-` is standard input. */
function pathsFrom(cwd: string, value: string): string {
  const paths = value.split(",");
  return paths.map((path) => (path === "-" ? path : resolve(cwd, path))).join(",");
}
