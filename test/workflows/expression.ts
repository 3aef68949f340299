import { runInNewContext } from "node:vm";

/** What GitHub knows when it evaluates an expression. */
export type Context = Readonly<Record<string, unknown>>;

/**
 * A text in which each `${{ }}` is evaluated as GitHub does: what is not there is null, and `&&` and
 * `||` give one of their sides. "Evaluate expressions in workflows and actions" of the GitHub docs.
 */
export function filledIn(text: string, context: Context): string {
  return text.replace(/\$\{\{([^]*?)\}\}/g, (_, expression: string) => {
    const value = evaluated(expression, context);
    return typeof value === "string" || typeof value === "number" ? `${value}` : "";
  });
}

/** What an expression, as `if` has one, comes to. */
export function evaluated(expression: string, context: Context): unknown {
  const script = expression.replace(/'[^']*'|\bgithub(?:\.\w+)+/g, (part) =>
    part.startsWith("'") ? JSON.stringify(part.slice(1, -1)) : `at("${part}")`,
  );
  return runInNewContext(script, {
    at: (path: string) => valueAt(context, path.split(".").slice(1)),
    // Case does not count, and null is no text.
    contains: (text: unknown, part: string) =>
      typeof text === "string" && text.toLowerCase().includes(part.toLowerCase()),
    format: (text: string, ...values: readonly unknown[]) =>
      text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
  });
}

function valueAt(context: unknown, path: readonly string[]): unknown {
  const found = path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null ? (at as Record<string, unknown>)[step] : undefined,
    context,
  );
  return found ?? null;
}
