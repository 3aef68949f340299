// First, so that nothing is made, read or called that it has not seen.
import "../policy/guard.ts";

import { after, Apis, BOOTSTRAP_APIS } from "../components/apis.ts";
import { Deployer } from "../components/deployer.ts";
import { Planner } from "../components/planner.ts";
import { environmentProvider } from "../components/provider.ts";
import { State } from "../components/state.ts";
import { loadIdentity } from "../environment/load.ts";

const environment = loadIdentity("..");

const providers = { gcp: environmentProvider(environment) };
const apis = new Apis("apis", { environment, apis: BOOTSTRAP_APIS }, { providers });
const opts = { providers, transformations: [after(apis)] };

const deployer = new Deployer("deployer", { environment }, opts);
const state = new State("state", { environment, deployer: deployer.member }, opts);
const { deployment } = environment.config;
const planner = deployment
  ? new Planner("planner", { environment, deployment }, { ...opts, dependsOn: state })
  : undefined;

/** What the deployment workflow and `pulumi stack init` need; nothing here is secret. */
export const deployerAccount = deployer.member;
export const identityProvider = deployer.identityProvider ?? "none: no bulkhead:deployment";
export const plannerAccount = planner?.member ?? "none: no bulkhead:deployment";
export const plannerIdentityProvider = planner?.identityProvider ?? "none: no bulkhead:deployment";
export const secretsProvider = state.secretsProvider;
