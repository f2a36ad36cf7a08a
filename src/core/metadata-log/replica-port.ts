/** What a replica of the metadata log needs from where it runs: a disk, a network, and somebody to tell. */
import type { LogEntry, LogPosition } from './log-entry.ts';
import type { ImageCheck, LogMessage } from './messages.ts';

/**
 * Writes take effect in the order of the calls; a crash keeps some first part of them, and `install` as a whole or not at
 * all. `done` is called once the write and all before it are durable, never from within the call itself unless that is
 * so already; it is not called any more after a failure, which ends the process.
 */
export interface ReplicaStorage {
  /** Independent of the other writes: may be durable before or after them. */
  promise(epoch: number, done: () => void): void;
  append(entries: readonly LogEntry[], done: () => void): void;
  /** Removes every entry behind `last`. */
  truncate(last: LogPosition, done: () => void): void;
  /** Replaces the log and the image by a snapshot. False: the bytes are not sound, and nothing is done. */
  install(snapshot: LogPosition, bytes: Uint8Array, done: () => void): boolean;
}

export interface ReplicaPort extends ReplicaStorage {
  /** False: not connected, or too much is queued. */
  send(peer: number, message: LogMessage): boolean;
  /** The committed image, encoded, and the entry that it is the state of. */
  encodeSnapshot(): EncodedSnapshot;
  /** The newest state of the image at an index that all nodes look at; null before the first. */
  imageCheck(): ImageCheck | null;
  /** Entries up to `index` are committed, durable here, and held by the log during this call. */
  onCommitted(index: number): void;
  /** A snapshot took the place of the log: the image is its image now. */
  onInstalled(snapshot: LogPosition): void;
  /** More of the log, or a promise, is durable. */
  onDurable(): void;
  /** Nothing of a lower epoch is accepted any more: whoever wrote one here is deposed. */
  onPromised(epoch: number): void;
  /** `node` says that it is the controller of `epoch`, which nothing we know contradicts. */
  onLeader(node: number, epoch: number): void;
  /** The image differs from that of the majority. */
  onDiverged(index: number): void;
}

export interface EncodedSnapshot {
  readonly snapshot: LogPosition;
  readonly bytes: Uint8Array;
}
