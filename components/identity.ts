import * as pulumi from "@pulumi/pulumi";
import { IAMAuditConfig } from "@pulumi/gcp/projects/iamauditConfig.js";
import { IAMMember } from "@pulumi/gcp/projects/iammember.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";

import { isEphemeral } from "../environment/kinds.ts";
import { nameOf } from "../environment/names.ts";
import type { ComponentArgs, Scope } from "./scope.ts";

/** Service accounts by workload; a component that gives one a right takes it from here. */
export type Accounts<W extends string = string> = Readonly<Record<W, Account>>;

export interface IdentityArgs<W extends string> extends ComponentArgs {
  /** The workloads that run here and what each is, by name; each gets a service account. */
  readonly workloads: Readonly<Record<W, string>>;
}

/**
 * Who acts in the environment: one service account a workload, without any right of its own (what a
 * workload may touch is said by the component that owns it), the groups of people with the roles
 * that the profile allows them, and audit logs where the data is real.
 */
export class Identity<W extends string> extends pulumi.ComponentResource {
  /** The workloads' service accounts. */
  readonly accounts: Accounts<W>;

  constructor(
    name: string,
    { environment, workloads }: IdentityArgs<W>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("bulkhead:components:Identity", name, {}, opts);
    const scope = { environment, name, parent: this };

    this.accounts = createAccounts(scope, workloads);
    // The sandbox's people are its own: one environment that goes must not take their roles along.
    if (!isEphemeral(environment.kind)) createAccess(scope);
    if (environment.profile.people.auditLogs) createAuditLogs(scope);

    this.registerOutputs({ accounts: this.accounts });
  }
}

function createAccounts<W extends string>(
  { environment, name, parent }: Scope,
  workloads: Readonly<Record<W, string>>,
): Accounts<W> {
  const create = (workload: string, displayName: string) =>
    new Account(
      `${name}-${workload}`,
      {
        project: environment.project,
        accountId: nameOf(environment, "serviceAccount", workload),
        displayName,
      },
      { parent },
    );
  const accounts = Object.entries<string>(workloads).map(([workload, what]) => [
    workload,
    create(workload, what),
  ]);
  return Object.fromEntries(accounts) as Accounts<W>;
}

/** The access matrix: each group of the configuration gets the roles of its row in the profile. */
function createAccess({ environment, name, parent }: Scope): void {
  const { config, profile, project } = environment;
  for (const row of ["operators", "developers"] as const) {
    for (const group of config.access[row]) {
      for (const role of profile.people[row]) {
        new IAMMember(
          `${name}-${row}-${group.split("@")[0] ?? group}-${role.replace("roles/", "")}`,
          { project, role, member: `group:${group}` },
          { parent },
        );
      }
    }
  }
}

function createAuditLogs({ environment, name, parent }: Scope): void {
  new IAMAuditConfig(
    `${name}-audit-logs`,
    {
      project: environment.project,
      service: "allServices",
      auditLogConfigs: ["ADMIN_READ", "DATA_READ", "DATA_WRITE"].map((logType) => ({ logType })),
    },
    { parent },
  );
}
