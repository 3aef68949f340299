import { all, byType, is, isNot, known, must, present, when } from "../../checks.ts";
import type { Check, Condition } from "../../checks.ts";
import type { Rule } from "../../rule.ts";

const POLICY = "gcp:dns/policy:Policy";
const ZONE = "gcp:dns/managedZone:ManagedZone";
const NETWORK = "gcp:compute/network:Network";

const STRICT = all(
  must("minTlsVersion", isNot("TLS_1_0", "TLS_1_1"), "accepts old TLS", { absent: "TLS_1_0" }),
  must("profile", isNot("COMPATIBLE"), "accepts weak ciphers", { absent: "COMPATIBLE" }),
);
/** Google's own default for a proxy is TLS 1.0. */
const NAMED = must("sslPolicy", present, "names no policy, and accepts old TLS");
const TLS: Readonly<Record<string, Check>> = {
  "gcp:compute/sSLPolicy:SSLPolicy": STRICT,
  "gcp:compute/regionSslPolicy:RegionSslPolicy": STRICT,
  "gcp:compute/targetHttpsProxy:TargetHttpsProxy": NAMED,
  "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy": NAMED,
  "gcp:compute/targetSSLProxy:TargetSSLProxy": NAMED,
};

const isPublicZone: Condition = (subject) => known(subject, "visibility", "public") === "public";

/** DNS, and the TLS that the public meets. */
export const NAMES_AND_TLS: readonly Rule[] = [
  {
    id: "dns-logging",
    forbids: "A network whose look-ups are not logged.",
    why: "Data can leave in the names that a workload looks up, and nothing shows it.",
    cure: "Add a gcp.dns.Policy for the network with enableLogging true.",
    control: "CIS Google Cloud 4.0 2.12",
    types: [POLICY],
    check: must("enableLogging", is(true), "leaves look-ups unlogged"),
    checkStack: (subjects) =>
      subjects.some(({ type }) => type === POLICY)
        ? []
        : subjects
            .filter(({ type }) => type === NETWORK)
            .map(({ urn }) => ({ path: [], urn, reason: "has no DNS policy that logs look-ups" })),
    fails: { props: { networks: [] } },
    passes: { props: { enableLogging: true } },
  },
  {
    id: "dns-dnssec",
    forbids: "A public zone without DNSSEC, or with keys of SHA-1.",
    why: "A forged answer leads customers to somebody else's server.",
    cure: "Set dnssecConfig.state to on, and leave defaultKeySpecs out.",
    control: "CIS Google Cloud 4.0 3.3 to 3.5",
    types: [ZONE],
    check: when(
      isPublicZone,
      all(
        must("dnssecConfig.state", is("on"), "leaves answers unsigned"),
        must("dnssecConfig.defaultKeySpecs.algorithm", isNot("rsasha1"), "signs with SHA-1"),
      ),
    ),
    fails: { props: { dnsName: "shop.acme.example." } },
    passes: { props: { dnsName: "shop.acme.example.", dnssecConfig: { state: "on" } } },
  },
  {
    id: "load-balancer-tls",
    forbids: "A load balancer that accepts less than TLS 1.2, or weak ciphers.",
    why: "Old versions can be broken by whoever sits between a customer and the service.",
    cure: "Name an SSL policy with minTlsVersion TLS_1_2 and profile MODERN or RESTRICTED.",
    control: "CIS Google Cloud 4.0 3.9",
    types: Object.keys(TLS),
    check: byType(TLS),
    fails: { props: { minTlsVersion: "TLS_1_0" } },
    passes: { props: { minTlsVersion: "TLS_1_2", profile: "MODERN" } },
  },
];
