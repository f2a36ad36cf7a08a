/** The small file that says which cluster this voter belongs to and the highest epoch it promised. */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { crc32c } from '../../core/bytes/crc32c.ts';
import { DecodeError } from '../../core/bytes/decode-error.ts';

export const VOTER_STATE_FILE = 'voter-state';
const MAGIC = 0x4348_5256;
const VERSION = 2;

export interface VoterState {
  readonly clusterId: string;
  /** No entry of a lower epoch may enter the log any more, whoever wrote it. */
  readonly promisedEpoch: number;
  /** Index of the snapshot that is taking the place of the log, which is void from here on; 0 where none is. */
  readonly installing: number;
}

export function encodeVoterState(state: VoterState): Uint8Array {
  const writer = new ByteWriter(128);
  writer.int32(MAGIC);
  writer.int16(VERSION);
  writer.int64(state.promisedEpoch);
  writer.int64(state.installing);
  writer.string(state.clusterId);
  const body = writer.toBytes();
  const checked = new ByteWriter(128);
  checked.raw(body);
  checked.uint32(crc32c(body, 0, body.length));
  return checked.toBytes();
}

/** Null where the bytes are not exactly what `encodeVoterState` wrote. */
export function decodeVoterState(bytes: Uint8Array): VoterState | null {
  try {
    const reader = new ByteReader(bytes);
    if (reader.int32() !== MAGIC) return null;
    const version = reader.int16();
    if (version < 1 || version > VERSION) return null;
    const promisedEpoch = reader.int64();
    const installing = version === 1 ? 0 : reader.int64();
    const clusterId = reader.string();
    const end = reader.position;
    if (reader.uint32() !== crc32c(bytes, 0, end) || reader.remaining !== 0) return null;
    return { clusterId, promisedEpoch, installing };
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
