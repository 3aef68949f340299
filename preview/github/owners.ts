import type { GitHub } from "./client.ts";
import { ownersLine } from "./codeowners.ts";
import { GitHubError } from "./errors.ts";

/** Who owns a path, as the base branch says. */
export interface CodeOwners {
  /** "@user", "@organisation/team" or an address. */
  readonly owners: readonly string[];
  /** Where it is written, ".github/CODEOWNERS line 3", or why nobody owns it. */
  readonly source: string;
}

/** "About code owners": GitHub takes the first that it finds. */
const PLACES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/** Reads the CODEOWNERS of a branch's tip once, and answers who owns a path. */
export type OwnersOf = (path: string) => CodeOwners;

/**
 * The code owners of a branch: of the pull request's base, since its head may say anything.
 * Needs `contents: read`.
 *
 * @throws GitHubError when GitHub refuses it or does not answer; nobody is an owner then.
 */
export async function codeOwnersOf(github: GitHub, branch: string): Promise<OwnersOf> {
  const { owner, repo, api } = github;
  // By its full name, for a tag of the same name must not stand in for the branch.
  const ref = { owner, repo, ref: `heads/${branch}` };
  const { data } = await api.request("GET /repos/{owner}/{repo}/git/ref/{ref}", ref);
  for (const place of PLACES) {
    const text = await contentOf(github, place, data.object.sha);
    if (text === undefined) continue;
    if (text === null) return nobody(`${place} is no file that can be read, or over a megabyte`);
    return (path) => {
      const found = ownersLine(text, path);
      if (!found) return { owners: [], source: `no line of ${place} matches ${path}` };
      const { line, owners } = found;
      const source = `${place} line ${line}`;
      return { owners, source: owners.length > 0 ? source : `${source} gives ${path} no owner` };
    };
  }
  return nobody(`${branch} has no CODEOWNERS file`);
}

const nobody =
  (source: string): OwnersOf =>
  () => ({ owners: [], source });

/**
 * The text of a file at a commit, undefined where there is none, null where it is not to be had.
 */
async function contentOf(
  github: GitHub,
  path: string,
  sha: string,
): Promise<string | null | undefined> {
  const { owner, repo, api } = github;
  try {
    const route = "GET /repos/{owner}/{repo}/contents/{path}";
    const { data } = await api.request(route, { owner, repo, path, ref: sha });
    // A folder, a link, or a file of more than a megabyte, which comes without its content.
    if (Array.isArray(data) || data.type !== "file" || data.encoding !== "base64") return null;
    return Buffer.from(data.content, "base64").toString("utf8");
  } catch (error) {
    if (error instanceof GitHubError && error.code === 404) return undefined;
    throw error;
  }
}

/**
 * Why an account is none of a path's owners, or undefined when it is one. A team that the token may
 * not see has no members: what cannot be decided decides against. Teams need the organisation
 * permission `members: read`, which a workflow's own token cannot have.
 *
 * @throws GitHubError when GitHub does not answer.
 */
export async function whyNoOwner(
  github: GitHub,
  { owners, source }: CodeOwners,
  login: string,
): Promise<string | undefined> {
  if (owners.length === 0) return source;
  const doubts: string[] = [];
  for (const one of owners) {
    const [, name = "", team] = /^@([^/]+)(?:\/(.+))?$/.exec(one) ?? [];
    if (!name) doubts.push(`${one} is an address, which GitHub shows of nobody: name the login`);
    else if (team === undefined) {
      if (name.toLowerCase() === login.toLowerCase()) return undefined;
    } else {
      const doubt = await whyNoMember(github, name, team, login);
      if (doubt === undefined) return undefined;
      doubts.push(doubt);
    }
  }
  const listed = `${login} is not among ${owners.join(", ")} (${source})`;
  return [listed, ...doubts].join("; ");
}

async function whyNoMember(
  github: GitHub,
  org: string,
  team: string,
  login: string,
): Promise<string | undefined> {
  const name = `@${org}/${team}`;
  if (org.toLowerCase() !== github.owner.toLowerCase()) {
    return `${name} is a team of another organisation than ${github.owner}`;
  }
  const where = { org, team_slug: team };
  try {
    const route = "GET /orgs/{org}/teams/{team_slug}/memberships/{username}";
    const { data } = await github.api.request(route, { ...where, username: login });
    return data.state === "active" ? undefined : `has not yet joined ${name}`;
  } catch (error) {
    if (!isUnseen(error)) throw error;
  }
  try {
    await github.api.request("GET /orgs/{org}/teams/{team_slug}", where);
    return `is no member of ${name}`;
  } catch (error) {
    if (!isUnseen(error)) throw error;
    const need = "`members: read` of a GitHub App's token";
    return `who is in ${name} cannot be seen, so nobody counts as in it: that takes ${need}`;
  }
}

/** GitHub answers 404 to what the token may not see. */
function isUnseen(error: unknown): boolean {
  if (!(error instanceof GitHubError) || error.passing) return false;
  return error.code === 403 || error.code === 404;
}
