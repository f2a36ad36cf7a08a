/**
 * Whether a log directory holds everything that the broker's last incarnation acknowledged, and which incarnation that was
 * (KIP-966). Two small files say so: the incarnation, written when it is registered, and Kafka's mark of an orderly stop.
 * A directory that was wiped, or exchanged for another, knows of none.
 */
import { writeDurably } from '../runtime/files/durable-rename.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';

/** Kafka's, with its content. */
export const CLEAN_SHUTDOWN_FILE = '.kafka_cleanshutdown';
const INCARNATION_FILE = '__chronik_broker_epoch';
export const NO_BROKER_EPOCH = -1;

export type FlushMode = 'fsync' | 'os';

export interface LastIncarnation {
  /** The stop before was an orderly one. */
  readonly wasClean: boolean;
  /** Of the incarnation all of whose acknowledged records are here; NO_BROKER_EPOCH where that is not known. */
  readonly completeEpoch: number;
}

/** Before the incarnation acknowledges anything. */
export function writeIncarnation(files: FileSystem, directory: string, brokerEpoch: number, flush: FlushMode): void {
  writeDurably(files, directory, INCARNATION_FILE, encode({ version: 0, brokerEpoch, flush }));
}

/**
 * The disk failed: what the page cache shows may not be on it, so no start vouches for this incarnation any more. Throws
 * where the disk takes not even this.
 */
export function disownIncarnation(files: FileSystem, directory: string): void {
  files.remove(`${directory}/${INCARNATION_FILE}`);
  files.remove(`${directory}/${CLEAN_SHUTDOWN_FILE}`);
  files.syncDirectory(directory);
}

/** Everything has been flushed, and nothing more will be appended. */
export function markClean(files: FileSystem, directory: string): void {
  const brokerEpoch = decode(files.readFile(`${directory}/${INCARNATION_FILE}`))?.brokerEpoch ?? NO_BROKER_EPOCH;
  writeDurably(files, directory, CLEAN_SHUTDOWN_FILE, encode({ version: 0, brokerEpoch }));
}

export function readLastIncarnation(files: FileSystem, directory: string): LastIncarnation {
  const incarnation = decode(files.readFile(`${directory}/${INCARNATION_FILE}`));
  const mark = files.readFile(`${directory}/${CLEAN_SHUTDOWN_FILE}`);
  if (mark !== null) return { wasClean: true, completeEpoch: decode(mark)?.brokerEpoch ?? NO_BROKER_EPOCH };
  // Without the mark only what was synced before it was acknowledged is sure to be there.
  const isSynced = incarnation?.flush === 'fsync';
  return { wasClean: false, completeEpoch: isSynced ? incarnation.brokerEpoch : NO_BROKER_EPOCH };
}

/** The epoch that all directories of a broker agree on; NO_BROKER_EPOCH without. */
export function commonEpoch(epochs: readonly number[]): number {
  const [first] = epochs;
  return first !== undefined && epochs.every((epoch) => epoch === first) ? first : NO_BROKER_EPOCH;
}

function encode(content: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(content));
}

function decode(bytes: Uint8Array | null): { brokerEpoch: number; flush: unknown } | null {
  if (bytes === null) return null;
  try {
    const { version, brokerEpoch, flush } = JSON.parse(new TextDecoder().decode(bytes));
    return version === 0 && Number.isSafeInteger(brokerEpoch) ? { brokerEpoch, flush } : null;
  } catch {
    return null;
  }
}
