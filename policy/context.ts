import { fileURLToPath } from "node:url";

import { readFiles, type ProjectFiles } from "../environment/catalogue.ts";
import type { Claims } from "../environment/claims.ts";
import {
  catalogueOf,
  environmentOf,
  preparedBy,
  type Catalogue,
  type Environment,
} from "../environment/environment.ts";
import { judgeLedger, type LedgerVerdict } from "./ledger-file.ts";
import { ownershipOf, SANDBOX } from "./ownership.ts";
import { References } from "./references.ts";
import type { Context } from "./rule.ts";
import { shapesIn } from "./shapes.ts";

/** Where the files lie by which is judged. */
export interface Folders {
  /** The project's folder whose files decide: catalogue, allowances, levels, access matrix. */
  readonly guards: string;
  /** The project's folder that is judged, where it is another. */
  readonly head?: string | undefined;
}

/**
 * The folders of this run. The project's own decides by which is judged, unless `BULKHEAD_GUARDS`
 * names another; `BULKHEAD_HEAD` names the folder that is judged where it is not the same.
 */
export function foldersInForce(): Folders {
  const own = fileURLToPath(new URL("..", import.meta.url));
  const { BULKHEAD_GUARDS: guards = own, BULKHEAD_HEAD: head } = process.env;
  return { guards, head };
}

/** Makes the context of each stack once. */
export class Contexts {
  readonly #folders: Folders;
  readonly #known = new Map<string, Context>();
  readonly #files = new Map<string, ProjectFiles>();
  #catalogues: readonly Catalogue[] | undefined;
  #ledger: LedgerVerdict | undefined;
  #groups: Context["groups"] | undefined;
  #shapes: Context["shapes"] | undefined;

  constructor(folders: Folders) {
    this.#folders = folders;
  }

  /**
   * @throws InvalidConfigError when a stack file cannot be read, or the stack belongs to no
   *   environment: nobody can tell then what is foreign.
   */
  of(stack: string): Context {
    const known = this.#known.get(stack);
    if (known) return known;
    const { guards, head = guards } = this.#folders;
    this.#catalogues ??= [...new Set([guards, head])].map((each) => catalogueOf(this.#read(each)));
    const judged = this.#environment(head, stack);
    const environment = guards === head ? judged : this.#judgedBy(guards, judged);
    const ownership = ownershipOf(claimsOf(environment), this.#catalogues);
    const references = new References(ownership);
    this.#groups ??= groupsIn(this.#read(guards));
    this.#shapes ??= [...new Set([guards, head])].flatMap((each) => shapesIn(this.#read(each)));
    this.#ledger ??= judgeLedger(head, guards, this.#read(head).stacks);
    const context = {
      ...{ environment, ownership, references },
      ...{ ledger: this.#ledger, groups: this.#groups, shapes: this.#shapes },
    };
    this.#known.set(stack, context);
    return context;
  }

  /** The files of a folder, read once: nobody changes them while they are judged by. */
  #read(folder: string): ProjectFiles {
    const files = this.#files.get(folder) ?? readFiles(folder);
    this.#files.set(folder, files);
    return files;
  }

  #environment(folder: string, stack: string): Environment {
    const source = { folder, stack, files: this.#read(folder) };
    return stack === SANDBOX ? preparedBy(source) : environmentOf(source);
  }

  /**
   * An environment with the exceptions, levels and access matrix of the guards' own files; a stack
   * that they do not know yet has none.
   */
  #judgedBy(guards: string, environment: Environment): Environment {
    const { stack, config } = environment;
    const isKnown = this.#read(guards).stacks.some((file) => file.stack === stack);
    const { allowances, policies, access } = isKnown
      ? this.#environment(guards, stack).config
      : { allowances: [], policies: {}, access: { operators: [], developers: [] } };
    return { ...environment, config: { ...config, allowances, policies, access } };
  }
}

function claimsOf({ addresses, config, ...environment }: Environment): Claims {
  const { stack, kind, project, projectNumber, region, state, kmsKey } = environment;
  const own = { stack, kind, project, projectNumber, region, state, kmsKey, cidr: addresses.all };
  return config.domain === undefined ? own : { ...own, domain: config.domain };
}

/** The groups that each stack's access matrix names. */
function groupsIn({ stacks }: ProjectFiles): Context["groups"] {
  return new Map(
    stacks.map(({ stack, config }) => {
      const access = JSON.parse(config["bulkhead:access"] ?? "{}") as Record<string, string[]>;
      return [
        stack,
        new Set(
          Object.values(access)
            .flat()
            .map((each) => each.toLowerCase()),
        ),
      ];
    }),
  );
}
