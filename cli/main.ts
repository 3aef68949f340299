import { Command, Option } from "commander";

import { interruption } from "../engine/processes.ts";
import type { CommentOption } from "./comment.ts";
import type { CloudOption } from "./context.ts";
import type { DriftOption } from "./drift.ts";
import { end, ending } from "./ending.ts";
import type { EnvOption } from "./env.ts";
import type { ListOption } from "./list.ts";
import type { ApplyOption, SaveOption } from "./plan.ts";
import type { ExportOption } from "./plan-base.ts";
import type { PreviewOption } from "./preview.ts";
import type { SetOption, VerifyOption } from "./secrets.ts";
import type { StacksOption } from "./stacks.ts";

/** Exit code of a command that Ctrl-C ended, as shells know it. */
const INTERRUPTED = 130;

const program = new Command("bulkhead")
  .description("Isolated environments on Google Cloud, and the local cloud to try them on.")
  .enablePositionalOptions()
  .option("--verbose", "show the stack trace of an error")
  .exitOverride()
  .configureOutput({
    outputError: (text, write) => {
      write(text.replace(/^error: /, ""));
    },
  });

const local = () =>
  new Option("--local", "work on the local cloud (or set BULKHEAD_CLOUD=local)").default(
    process.env["BULKHEAD_CLOUD"] === "local",
  );

const yes = () =>
  new Option("-y, --yes", "on the real cloud, show what will be done and do not ask");

program
  .command("start")
  .description("bring every standing environment up on the local cloud")
  .action(ending(async () => (await import("./start.ts")).start()));
program
  .command("preview")
  .description("plan stacks, and judge the plans by every policy")
  .argument("[stacks...]", "stacks; on the local cloud by default all standing ones")
  .addOption(local())
  .option("--plan-base <dir>", "plan against the plan bases in a folder, and contact nothing")
  .option("--base <ref>", "plan against what this git revision would have deployed")
  .option("--guards <ref>", "judge by the guards of this git revision, such as origin/main")
  .option("--json <file>", "write the plan document, as docs/plan.schema.json describes it")
  .option("--markdown <file>", "write the comment for a pull request")
  .option(
    "--comment",
    "publish the comment, in a job that plans trusted code; else publish.yml does",
  )
  .action(
    ending(async (stacks: string[], option: PreviewOption) =>
      (await import("./preview.ts")).preview(stacks, option),
    ),
  );
program
  .command("comment")
  .description("join plan documents, which anybody may have written, and comment on them")
  .argument("[plans...]", "files that `bulkhead preview --json` has written")
  .option("--all", "a standing stack without a plan has failed")
  .option("--commit <sha>", "the commit that was to be planned")
  .option("--json <file>", "write the joined document")
  .option("--markdown <file>", "write the comment for a pull request")
  .option("--summary", "show it in the summary of this workflow's job")
  .option("--publish", "publish what a run delivered to its pull request, as publish.yml does")
  .option("--advisory", "end with 0 once it is published: the verdict is the commit's status")
  .action(
    ending(async (plans: string[], option: CommentOption) =>
      (await import("./comment.ts")).comment(plans, option),
    ),
  );
program
  .command("list")
  .description("list the standing stacks")
  .option("--json", "as a JSON array, for the matrix of a workflow")
  .action(ending(async (option: ListOption) => (await import("./list.ts")).list(option)));
const planBase = program
  .command("plan-base")
  .description("what is deployed, without its secrets, for pull requests to be planned against");
planBase
  .command("export")
  .description("store the plan base of a stack; to be run after each deployment")
  .argument("<stack>", "stack")
  .requiredOption("--out <dir>", "folder of plan bases")
  .addOption(local())
  .action(
    ending(async (stack: string, option: ExportOption) =>
      (await import("./plan-base.ts")).exportOne(stack, option),
    ),
  );
planBase
  .command("fetch")
  .description("fetch what the stacks' last deployments stored, in a workflow")
  .argument("<dir>", "folder of plan bases")
  .action(ending(async (dir: string) => (await import("./plan-base.ts")).fetchAll(dir)));
program
  .command("up")
  .description("bring stacks up")
  .argument("[stacks...]", "stacks; on the local cloud by default all standing ones")
  .addOption(local())
  .addOption(yes())
  .action(
    ending(async (stacks: string[], option: StacksOption) =>
      (await import("./up.ts")).up(stacks, option),
    ),
  );
program
  .command("down")
  .alias("destroy")
  .description("destroy what stacks have")
  .argument("[stacks...]", "stacks; on the local cloud by default all standing ones")
  .addOption(local())
  .addOption(yes())
  .action(
    ending(async (stacks: string[], option: StacksOption) =>
      (await import("./down.ts")).down(stacks, option),
    ),
  );
program
  .command("pulumi")
  .description("run any Pulumi command against the local cloud")
  .argument("[arguments...]", "as for pulumi itself")
  .helpOption(false)
  .allowUnknownOption()
  .passThroughOptions()
  .action(ending(async (args: string[]) => (await import("./pulumi.ts")).pulumi(args)));
program
  .command("env")
  .description("print what a shell must set to work on a stack with plain pulumi")
  .argument("<stack>", "stack")
  .option("--github", "write it as $GITHUB_ENV wants it")
  .addOption(local())
  .action(
    ending(async (stack: string, option: EnvOption) =>
      (await import("./env.ts")).env(stack, option),
    ),
  );
program
  .command("recover")
  .description("find out what an update that was cut off has made")
  .argument("<stack>", "stack")
  .addOption(local())
  .action(
    ending(async (stack: string, option: CloudOption) =>
      (await import("./recover.ts")).recover(stack, option),
    ),
  );
program
  .command("drift")
  .description("find out how what exists differs from what was deployed; nothing is changed")
  .argument("<stack>", "stack")
  .option("--issue", "open, update or close the issue that tells of it, in a workflow")
  .addOption(local())
  .action(
    ending(async (stack: string, option: DriftOption) =>
      (await import("./drift.ts")).drift(stack, option),
    ),
  );
const plan = program
  .command("plan")
  .description("save the plan of a stack to be approved, and apply exactly that");
plan
  .command("save")
  .description("plan a stack and save the plan; nothing is changed")
  .argument("<stack>", "stack")
  .requiredOption(
    "--out <file>",
    "file of the plan; it holds ciphertext, so keep it with the state",
  )
  .option("--json <file>", "write the plan document")
  .option("--markdown <file>", "write what is shown to whoever approves")
  .option("--summary", "show it in the summary of this workflow's job")
  .addOption(local())
  .action(
    ending(async (stack: string, option: SaveOption) =>
      (await import("./plan.ts")).save(stack, option),
    ),
  );
plan
  .command("apply")
  .description("update a stack by a saved plan, of this commit and this state and no other")
  .argument("<stack>", "stack")
  .argument("<file>", "file of the plan")
  .requiredOption("--digest <sha256>", "the digest that was approved")
  .addOption(local())
  .addOption(yes())
  .action(
    ending(async (stack: string, file: string, option: ApplyOption) =>
      (await import("./plan.ts")).apply(stack, file, option),
    ),
  );
const secrets = program
  .command("secrets")
  .description("third-party secrets of real stacks, and the ledger that keeps them apart");
secrets
  .command("set")
  .description("encrypt a value, read from standard input, and enter it in the ledger")
  .usage("<stack> <key> [--low-entropy]")
  .option("--low-entropy", "a value that can be guessed, as a PIN: it is never fingerprinted")
  // Known here so that it is answered, and not taken for a value.
  .addOption(local().hideHelp())
  // Whatever is too much could be the value: it is refused without being repeated.
  .argument("[names...]")
  .allowUnknownOption()
  .action(
    ending(async (names: string[], option: SetOption) =>
      (await import("./secrets.ts")).set(names, option),
    ),
  );
secrets
  .command("list")
  .description("show which secrets there are, without their values")
  .argument("[stacks...]", "stacks; by default all")
  .action(ending(async (stacks: string[]) => (await import("./secrets.ts")).list(stacks)));
secrets
  .command("verify")
  .description("compare stack files with the ledger, and environments with one another")
  .argument("[stacks...]", "stacks; by default all")
  .option("--decrypt", "decrypt the values too, and compare each with its fingerprint")
  .action(
    ending(async (stacks: string[], option: VerifyOption) =>
      (await import("./secrets.ts")).verify(stacks, option),
    ),
  );
program
  .command("cloud")
  .description("look at the local cloud, or change it by hand")
  .argument("[action]", "status, list, delete, reset, fault or stop", "status")
  .argument("[arguments...]", "list: [TYPE]; delete: TYPE ID; fault: KIND [TYPE], or none")
  .action(
    ending(async (action: string, args: string[]) =>
      (await import("./cloud.ts")).cloud(action, args),
    ),
  );

await program.parseAsync().catch((error: unknown) => {
  end(error, program.opts<{ verbose?: boolean }>().verbose === true);
});
if (interruption()) process.exitCode = INTERRUPTED;
