/**
 * What raft's own log decides besides configurations: which directory each member joined with, and where it listens.
 * Changed only by committed entries, in order. Pure.
 */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { allMembers, type Configuration } from '../../core/raft/configuration.ts';
import { decodeConfigurationChange } from '../../core/raft/configuration-change.ts';
import type { Entry } from '../../core/raft/entry.ts';

export interface QuorumMemberRecord {
  readonly nodeId: number;
  readonly directoryId: string;
  readonly host: string;
  readonly port: number;
}

const VERSION = 1;
const LEAST_RECORD = 4 + 2 + 2 + 4;

export function encodeMember(member: QuorumMemberRecord): Uint8Array {
  const writer = new ByteWriter(64);
  writer.int16(VERSION);
  writeMember(writer, member);
  return writer.toBytes();
}

export class QuorumMembers {
  #members = new Map<number, QuorumMemberRecord>();

  get(nodeId: number): QuorumMemberRecord | null {
    return this.#members.get(nodeId) ?? null;
  }

  all(): QuorumMemberRecord[] {
    return [...this.#members.values()].sort((a, b) => a.nodeId - b.nodeId);
  }

  directories(): Map<number, string> {
    return new Map(this.all().map(({ nodeId, directoryId }) => [nodeId, directoryId]));
  }

  /**
   * `configuration` is in force with this entry. Throws DecodeError for an entry of a later version. A member's
   * first directory stays until it has left.
   */
  apply(entry: Entry, configuration: Configuration): void {
    if (entry.kind === 'normal') {
      if (entry.data.length > 0) this.#add(entry.data);
      return;
    }
    const context = decodeConfigurationChange(entry.data)?.context;
    if (context !== undefined && context.length > 0) this.#add(context);
    this.#forgetOthers(configuration);
  }

  snapshot(): Uint8Array {
    const writer = new ByteWriter(256);
    writer.int16(VERSION);
    writer.arrayLength(this.#members.size);
    for (const member of this.all()) writeMember(writer, member);
    return writer.toBytes();
  }

  /** Throws DecodeError. */
  restore(data: Uint8Array): void {
    this.#members.clear();
    if (data.length === 0) return;
    const reader = new ByteReader(data);
    checkVersion(reader);
    const count = reader.arrayLength(LEAST_RECORD);
    for (let n = 0; n < count; n++) {
      const member = readMember(reader);
      this.#members.set(member.nodeId, member);
    }
  }

  #add(data: Uint8Array): void {
    const reader = new ByteReader(data);
    checkVersion(reader);
    const member = readMember(reader);
    if (!this.#members.has(member.nodeId)) this.#members.set(member.nodeId, member);
  }

  #forgetOthers(configuration: Configuration): void {
    const members = allMembers(configuration);
    for (const id of this.#members.keys()) if (!members.includes(id)) this.#members.delete(id);
  }
}

function checkVersion(reader: ByteReader): void {
  const version = reader.int16();
  if (version !== VERSION) throw new DecodeError(`quorum member record version ${version}`);
}

function writeMember(writer: ByteWriter, member: QuorumMemberRecord): void {
  writer.int32(member.nodeId);
  writer.string(member.directoryId);
  writer.string(member.host);
  writer.int32(member.port);
}

function readMember(reader: ByteReader): QuorumMemberRecord {
  return { nodeId: reader.int32(), directoryId: reader.string(), host: reader.string(), port: reader.int32() };
}
