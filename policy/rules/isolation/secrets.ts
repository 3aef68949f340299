import type { Finding, Rule, Subject } from "../../rule.ts";
import { isUnknown } from "../../values.ts";

const USER = "gcp:sql/user:User";

/** One password that opens two doors. */
export const ONE_PASSWORD: Rule = {
  id: "one-password",
  forbids: "One password for two database users.",
  why: "Whoever learns the one has the other, and neither can be changed alone.",
  cure: "Generate a password for each, or let workloads sign in by IAM without any.",
  checkStack: function* (subjects: readonly Subject[]): Generator<Finding & { urn: string }> {
    const holders = new Map<string, string>();
    for (const { urn, type, name, props } of subjects) {
      const password = props["password"];
      if (type !== USER || typeof password !== "string" || password === "") continue;
      if (isUnknown(password)) continue;
      const other = holders.get(password);
      holders.set(password, name);
      if (other !== undefined) {
        yield { urn, path: ["password"], reason: `is also the password of ${other}` };
      }
    }
  },
  fails: {
    type: USER,
    props: { name: "app", password: "hunter2" },
    beside: [{ type: USER, name: "migrate", props: { name: "migrate", password: "hunter2" } }],
  },
  passes: {
    type: USER,
    props: { name: "app", password: "hunter2" },
    beside: [{ type: USER, name: "migrate", props: { name: "migrate", password: "hunter3" } }],
  },
};
