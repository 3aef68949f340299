/** Who owns a path, by one line of a CODEOWNERS file. */
export interface OwnersLine {
  /** From 1. */
  readonly line: number;
  /** "@user", "@organisation/team" or an address; empty where the line takes ownership away. */
  readonly owners: readonly string[];
}

/**
 * The line that decides about a path: the last one whose pattern matches. The rules are GitHub's,
 * "About code owners": patterns of gitignore without `!` and `[ ]`, and a line that is not valid
 * counts for nothing.
 *
 * @param path - from the root of the repository, with slashes.
 */
export function ownersLine(text: string, path: string): OwnersLine | undefined {
  const lines = text.split(/\r?\n/).map((line, index) => read(line, index + 1));
  const found = lines.findLast((line) => line?.pattern.test(path));
  return found && { line: found.line, owners: found.owners };
}

function read(text: string, line: number): (OwnersLine & { pattern: RegExp }) | undefined {
  const [pattern, ...rest] = text.match(/(?:\\.|[^\s\\])+/g) ?? [];
  if (pattern === undefined || pattern.startsWith("#")) return undefined;
  if (/^!|[[\]]|^\\#/.test(pattern)) return undefined;
  const comment = rest.findIndex((word) => word.startsWith("#"));
  const owners = comment < 0 ? rest : rest.slice(0, comment);
  return owners.every(isOwner) ? { line, owners, pattern: expression(pattern) } : undefined;
}

function isOwner(word: string): boolean {
  return /^@[\w-]+(\/[\w.-]+)?$/.test(word) || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(word);
}

/** A pattern as an expression over whole paths. */
function expression(pattern: string): RegExp {
  const plain = pattern.replace(/\\(.)/g, "$1");
  const segments = plain.replace(/^\/|\/$/g, "").split("/");
  // A slash at the start or in the middle ties a pattern to the root.
  const rooted = plain.startsWith("/") || segments.length > 1;
  const words = segments.map((segment, index) => {
    const last = index === segments.length - 1;
    if (segment === "**") return last ? ".*" : "(?:.*/)?";
    const word = segment.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\*+/g, "[^/]*");
    return word.replaceAll("?", "[^/]") + (last ? "" : "/");
  });
  return new RegExp(`^${rooted ? "" : "(?:.*/)?"}${words.join("")}${ending(plain)}$`);
}

/**
 * A folder's name stands for all that is in it, but `docs/*` for no more than the files in `docs`.
 */
function ending(pattern: string): string {
  if (pattern.endsWith("/")) return "/.*";
  return pattern.endsWith("/*") ? "" : "(?:/.*)?";
}
