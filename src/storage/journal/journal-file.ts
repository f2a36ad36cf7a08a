/**
 * The files of one log directory's journal: `__chronik_journal/journal-<sequence>.wal`, preallocated and recycled, and
 * `checkpoint`, which says from where recovery replays.
 *
 *   file:        0 magic u32 | 4 version u32 | 8 journalId 16 bytes | 24 incarnation u32 | 28 zero | 32 sequence i64
 *               40 startLsn i64 | 48 crc u32 (over 0..48) | zeros to 4096 | frames, contiguous from startLsn
 *   checkpoint:  the same 48 bytes with another magic: startLsn is where replay begins, sequence the file that holds it
 *
 * An incarnation is one opening of the directory. Its frames are sealed with a seed of their own, so that nothing an
 * earlier incarnation left in a recycled file, acknowledged or not, is ever taken for a frame of this one.
 */
import { crc32c } from '../../core/bytes/crc32c.ts';
import { readInt64, writeInt64 } from '../../core/bytes/int64.ts';

export const JOURNAL_DIRECTORY = '__chronik_journal';
export const CHECKPOINT_NAME = 'checkpoint';
/** One page: frames start page-aligned. */
export const JOURNAL_HEADER_BYTES = 4096;

const FILE_MAGIC = 0x43_48_4a_46;
const CHECKPOINT_MAGIC = 0x43_48_4a_43;
const VERSION = 1;
const HEADER_LENGTH = 52;

export interface JournalPosition {
  readonly journalId: Uint8Array;
  readonly incarnation: number;
  readonly sequence: number;
  readonly lsn: number;
}

export function journalFileName(sequence: number): string {
  return `journal-${String(sequence).padStart(12, '0')}.wal`;
}

/** The sequence in a journal file's name, or null for any other name. */
export function journalSequence(name: string): number | null {
  const match = /^journal-(\d{12})\.wal$/.exec(name);
  return match === null ? null : Number(match[1]);
}

/** Start value of every frame checksum of this incarnation. */
export function frameSeed(journalId: Uint8Array, incarnation: number): number {
  const salt = new Uint8Array(20);
  salt.set(journalId);
  new DataView(salt.buffer).setUint32(16, incarnation);
  return crc32c(salt, 0, salt.length);
}

export function encodeFileHeader(position: JournalPosition): Uint8Array {
  return encode(position, FILE_MAGIC, JOURNAL_HEADER_BYTES);
}

export function encodeCheckpoint(position: JournalPosition): Uint8Array {
  return encode(position, CHECKPOINT_MAGIC, HEADER_LENGTH);
}

export function decodeFileHeader(bytes: Uint8Array): JournalPosition | string {
  return decode(bytes, FILE_MAGIC);
}

export function decodeCheckpoint(bytes: Uint8Array): JournalPosition | string {
  return decode(bytes, CHECKPOINT_MAGIC);
}

function encode(position: JournalPosition, magic: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic);
  view.setUint32(4, VERSION);
  bytes.set(position.journalId, 8);
  view.setUint32(24, position.incarnation);
  writeInt64(view, 32, position.sequence);
  writeInt64(view, 40, position.lsn);
  view.setUint32(48, crc32c(bytes, 0, 48));
  return bytes;
}

function decode(bytes: Uint8Array, magic: number): JournalPosition | string {
  if (bytes.length < HEADER_LENGTH) return 'it is too short';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== magic) return 'it does not begin with the magic number';
  if (view.getUint32(4) !== VERSION) return `its version is ${view.getUint32(4)}, this release reads ${VERSION}`;
  if (view.getUint32(48) !== crc32c(bytes, 0, 48)) return 'its checksum does not match';
  return {
    journalId: bytes.slice(8, 24),
    incarnation: view.getUint32(24),
    sequence: readInt64(view, 32),
    lsn: readInt64(view, 40),
  };
}
