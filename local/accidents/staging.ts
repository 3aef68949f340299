import "../../policy/guard.ts";

import { NetworkPeering } from "@pulumi/gcp/compute/networkPeering.js";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember.js";

import { environmentProvider } from "../../components/provider.ts";
import { loadEnvironment } from "../../environment/load.ts";
import { nameOf } from "../../environment/names.ts";
import { production } from "./production.ts";

const { environment } = loadEnvironment();
const prod = production();
const opts = { provider: environmentProvider(environment) };

const api = `${nameOf(environment, "serviceAccount", "api")}@${environment.project}`;
new SecretIamMember(
  "payment-key",
  {
    secretId: `projects/${prod.project}/secrets/${nameOf(prod, "secret", "payment-key")}`,
    role: "roles/secretmanager.secretAccessor",
    member: `serviceAccount:${api}.iam.gserviceaccount.com`,
  },
  opts,
);

const network = (of: typeof prod) =>
  `projects/${of.project}/global/networks/${nameOf(of, "compute", "network")}`;
new NetworkPeering("peering", { network: network(environment), peerNetwork: network(prod) }, opts);
