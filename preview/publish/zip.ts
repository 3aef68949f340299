import { inflateRawSync } from "node:zlib";

import { UserError } from "../../engine/errors.ts";

/**
 * One file out of an archive that anybody may have made: found by its exact name, read into memory, and
 * bounded. Nothing is written, so no name in the archive leads anywhere. Source: PKWARE's
 * "APPNOTE.TXT - .ZIP File Format Specification", 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 *
 * @returns The file's bytes; `undefined` where the archive has no such file.
 * @throws UserError with exit code 2 for what is no archive, or one that its maker did not need.
 */
export function memberOf(archive: Buffer, name: string, mostBytes: number): Buffer | undefined {
  const found = membersOf(archive).filter((member) => member.name === name);
  const [member] = found;
  if (!member) return undefined;
  if (found.length > 1) throw refused(`has ${found.length} files ${name}`);
  const { method, size, start } = member;
  if (size > mostBytes)
    throw refused(`has ${size} bytes in ${name}, of ${mostBytes} that are read`);
  const bytes = bytesAt(archive, start, member.packed);
  if (method === STORED) return bytes;
  if (method !== DEFLATED) throw refused(`packs ${name} by method ${method}`);
  try {
    return inflateRawSync(bytes, { maxOutputLength: mostBytes });
  } catch {
    throw refused(`cannot be unpacked to at most ${mostBytes} bytes`);
  }
}

const STORED = 0;
const DEFLATED = 8;

interface Member {
  readonly name: string;
  readonly method: number;
  /** Bytes in the archive, and out of it. */
  readonly packed: number;
  readonly size: number;
  /** Where its bytes begin. */
  readonly start: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;

/** A job uploads one file; more than these are for somebody else. */
const MOST_MEMBERS = 100;

function membersOf(archive: Buffer): readonly Member[] {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  if (count > MOST_MEMBERS) throw refused(`has ${count} files`);
  const members: Member[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    const entry = bytesAt(archive, at, ENTRY_BYTES);
    if (entry.readUInt32LE(0) !== ENTRY) throw refused("has a broken directory");
    const [named, extra, comment] = [28, 30, 32].map((place) => entry.readUInt16LE(place));
    const length = named ?? 0;
    members.push({
      name: bytesAt(archive, at + ENTRY_BYTES, length).toString("utf8"),
      method: entry.readUInt16LE(10),
      packed: entry.readUInt32LE(20),
      size: entry.readUInt32LE(24),
      start: startOf(archive, entry.readUInt32LE(42)),
    });
    at += ENTRY_BYTES + length + (extra ?? 0) + (comment ?? 0);
  }
  return members;
}

/** The record at the end, before a comment of at most 65,535 bytes. */
function endOf(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_BYTES - 0xffff);
  for (let at = archive.length - END_BYTES; at >= first; at--) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw refused("is none");
}

function startOf(archive: Buffer, at: number): number {
  const header = bytesAt(archive, at, LOCAL_BYTES);
  if (header.readUInt32LE(0) !== LOCAL) throw refused("has a broken directory");
  return at + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function bytesAt(archive: Buffer, at: number, length: number): Buffer {
  if (at + length > archive.length) throw refused("ends too early");
  return archive.subarray(at, at + length);
}

function refused(why: string): UserError {
  return new UserError(`The archive ${why}: upload plan.json alone, as preview.yml does.`, 2);
}
