import { UserError } from "../../engine/errors.ts";
import type { GitHub } from "../github/client.ts";
import { MOST_BYTES, textOf, type Received } from "../received/read.ts";
import { memberOf } from "./zip.ts";

/** An artifact as GitHub lists it. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly size_in_bytes: number;
  readonly expired: boolean;
}

/** Most bytes of an archive; plans and states shrink to a twentieth. */
const MOST_PACKED = 8 * 1024 * 1024;

/**
 * The artifacts of one name that are still there, the newest first: it has the highest number. Each
 * attempt of a run may have one.
 */
export function inOrder<T extends Artifact>(artifacts: readonly T[], name: string): readonly T[] {
  return artifacts
    .filter((one) => one.name === name && !one.expired)
    .sort((one, other) => other.id - one.id);
}

/**
 * The text of one file in an artifact, which is only ever looked at in memory. Needs `actions: read`.
 *
 * @returns `undefined` where there is no such file in it.
 * @throws UserError with exit code 2 for what is too large, or no archive; GitHubError when GitHub
 *   refuses it or does not answer.
 */
export async function memberText(
  { owner, repo, api }: GitHub,
  { id, name, size_in_bytes: size }: Artifact,
  file: string,
): Promise<Received | undefined> {
  if (size > MOST_PACKED) {
    throw new UserError(`${name} has ${size} bytes, of ${MOST_PACKED} at most.`, 2);
  }
  const route = "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}";
  const where = { owner, repo, artifact_id: id, archive_format: "zip" };
  const { data } = await api.request(route, where);
  const archive = Buffer.from(data as ArrayBuffer);
  if (archive.length > MOST_PACKED) throw new UserError(`${name} is larger than was said.`, 2);
  const bytes = memberOf(archive, file, MOST_BYTES);
  if (!bytes) return undefined;
  const from = `${name}/${file}`;
  return { from, text: textOf(from, bytes) };
}
