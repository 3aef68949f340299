import type { Environment } from "./environment.ts";

/**
 * A text of one environment in which what is its own, its name, numbers and addresses, is replaced by
 * what it is, so that the texts of two environments compare: `staging-main` and `prod-main` are both
 * `<stack>-main`.
 */
export function neutral({
  stack,
  project,
  projectNumber,
  addresses,
}: Pick<Environment, "stack" | "project" | "projectNumber" | "addresses">): (
  text: string,
) => string {
  const [services = "", length = ""] = addresses.services.split("/");
  const own = [
    [project, "<project>"],
    [projectNumber, "<number>"],
    [addresses.workloads, "<workloads>"],
    [`${services}/${length}`, "<services>"],
    [services, "<services-address>"],
  ] as const;
  const word = new RegExp(`\\b${stack}\\b`, "g");
  return (text) =>
    own
      .reduce((replaced, [value, name]) => replaced.replaceAll(value, name), text)
      .replace(word, "<stack>");
}
