import type { Check } from "../../checks.ts";
import { FIREWALLS, flowsOf, isPublic, opens, widthOf, type Flow } from "../../flows.ts";
import type { Context, Finding, Rule } from "../../rule.ts";

/** SSH, RDP and WinRM; then what databases and caches listen on. */
const ADMIN_PORTS = [22, 3389, 5985, 5986];
const DATA_PORTS = [1433, 1521, 3306, 5432, 6378, 6379, 9042, 9200, 11211, 27017];
const MAIL_PORTS = [25, 465, 587, 2525];

/** Judges each flow by itself. */
function flows(judge: (flow: Flow, context: Context) => readonly Finding[]): Check {
  return (subject, context) => flowsOf(subject).flatMap((flow) => judge(flow, context));
}

/** Judges the far ends of the flows in one direction. */
function far(
  direction: Flow["direction"],
  isWrong: (range: string, flow: Flow, context: Context) => boolean,
  reason: string,
): Check {
  return flows((flow, context) =>
    flow.direction === direction
      ? flow.far
          .filter(({ range }) => isWrong(range, flow, context))
          .map(({ path }) => ({ path, reason }))
      : [],
  );
}

const tcp = (port: string) => ({ allows: [{ protocol: "tcp", ports: [port] }] });
const ingress = (range: string, port = "443") => ({
  props: { direction: "INGRESS", sourceRanges: [range], ...tcp(port) },
});
const egress = (range: string, port = "443") => ({
  props: { direction: "EGRESS", destinationRanges: [range], ...tcp(port) },
});

/** What comes in and what goes out. */
export const FIREWALL: readonly Rule[] = [
  {
    id: "firewall-open-ingress",
    forbids: "A firewall rule that lets anybody in.",
    why: "Whatever listens behind it is found by scanners within minutes.",
    cure: "List the sources that need it; the public comes in by a load balancer.",
    types: FIREWALLS,
    check: far("INGRESS", (range) => widthOf(range) === "anywhere", "lets anybody in"),
    fails: ingress("0.0.0.0/0"),
    passes: ingress("130.211.0.0/22"),
  },
  {
    id: "firewall-admin-ports",
    forbids: "SSH, remote desktop, database and cache ports that can be reached from the internet.",
    why: "Passwords are tried there day and night, and a fault in the server is used within hours.",
    cure: "Use identity-aware proxy (35.235.240.0/20) for people, private addresses for workloads.",
    control: "CIS Google Cloud 4.0 3.6 and 3.7",
    types: FIREWALLS,
    check: far(
      "INGRESS",
      (range, { services }) =>
        isPublic(range) &&
        services.some((service) => opens(service, [...ADMIN_PORTS, ...DATA_PORTS])),
      "lets the internet reach ports of administration or data",
    ),
    fails: ingress("203.0.113.0/24", "22"),
    passes: ingress("35.235.240.0/20", "22"),
  },
  {
    id: "firewall-targets",
    forbids: "A firewall rule that lets a wide range reach every instance of the network.",
    why: "It opens also what is added to the network later, by people who do not know of it.",
    cure: "Name targetServiceAccounts or targetTags, or narrow sourceRanges to a /16 or less.",
    types: FIREWALLS,
    check: far(
      "INGRESS",
      (range, { isTargeted }) => !isTargeted && widthOf(range) !== "narrow",
      "lets a wide range reach every instance",
    ),
    fails: ingress("10.0.0.0/8"),
    passes: ingress("10.20.0.0/20"),
  },
  {
    id: "firewall-named-ports",
    forbids: "A firewall rule that lets in every protocol or every port.",
    why: "It opens debuggers, metrics and whatever else happens to listen.",
    cure: "List the ports that are needed in allows.",
    level: "advisory",
    types: FIREWALLS,
    check: flows(({ direction, services }) =>
      services
        .filter(
          ({ protocol, ports }) => protocol === "all" || (hasPorts(protocol) && ports === "every"),
        )
        .filter(() => direction === "INGRESS")
        .map(({ path }) => ({ path, reason: "names no ports" })),
    ),
    fails: { props: { sourceRanges: ["10.20.0.0/20"], allows: [{ protocol: "tcp" }] } },
    passes: ingress("10.20.0.0/20"),
  },
  {
    id: "firewall-open-egress",
    forbids: "A firewall rule that lets everything out where the profile lists what may go out.",
    why: "A test run reaches real people and partners, and stolen data finds a way out.",
    cure: "List the endpoint in bulkhead:egress of the stack file.",
    types: FIREWALLS,
    check: far(
      "EGRESS",
      (range, _, { environment }) =>
        !environment.profile.network.openEgress && widthOf(range) === "anywhere",
      "lets traffic go anywhere",
    ),
    fails: egress("0.0.0.0/0"),
    passes: egress("203.0.113.16/28"),
  },
  {
    id: "firewall-mail-egress",
    forbids: "Mail ports that are open to the internet where mail goes to listed recipients only.",
    why: "Mail that does not pass the guard reaches real customers.",
    cure: "Send mail by way of the guard, and remove the port.",
    types: FIREWALLS,
    check: far(
      "EGRESS",
      (range, { services }, { environment }) =>
        environment.profile.reach.mail === "listed" &&
        isPublic(range) &&
        services.some((service) => opens(service, MAIL_PORTS)),
      "lets mail out past the guard",
    ),
    fails: egress("203.0.113.16/28", "587"),
    passes: egress("203.0.113.16/28"),
  },
];

function hasPorts(protocol: string): boolean {
  return ["tcp", "udp", "6", "17"].includes(protocol);
}
