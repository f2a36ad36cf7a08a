/**
 * What crosses between the WAL thread and the thread that owns the logs, besides the ring: rare, by MessagePort.
 * Appends and their completions never do.
 */
import type { PageHandle } from '../../runtime/counters/counter-page.ts';
import type { FlushOutcome, FlushRequest } from '../../storage/flush.ts';
import type { DirectoryFrames } from '../../storage/open-log-directory.ts';
import type { LoadedPartition } from '../../storage/partition-loader.ts';

/** Start-up data of one WAL agent. Crosses once. */
export interface WalStart {
  readonly index: number;
  readonly ring: SharedArrayBuffer;
  readonly logDirectory: string;
  /** `fsync`: acknowledged means on the disk. `os`: acknowledged means with the operating system; no journal. */
  readonly flush: 'fsync' | 'os';
  readonly journalFileBytes: number;
  /** 16 random bytes: the journal id of a directory that has none yet. */
  readonly random: Uint8Array;
  /** Wall clock at the start, ms. */
  readonly now: number;
  /** Appends are refused while less than this is free. */
  readonly reserveBytes: number;
  /** Log files that may be open at a time. */
  readonly openLogsMax?: number | undefined;
  /** Where the thread keeps its figures. */
  readonly counters?: PageHandle | undefined;
}

/** WAL → owner: what recovery found. Sent once, before the first frame is taken. */
export interface WalRecovered {
  readonly type: 'recovered';
  readonly partitions: LoadedPartition[];
  readonly frames: DirectoryFrames;
  /** Damage that was found and left as it is; the partitions concerned say so too. */
  readonly problems: string[];
  /** Directories named like a partition whose topic id cannot be read: a partition of that name is not served. */
  readonly brokenDirectories: string[];
}

/** WAL → owner: make these durable, off this thread, then answer `WalFlushed`. */
export interface WalFlush extends FlushRequest {
  readonly type: 'flush';
  /** Frames below it are in the files that this flush makes durable, and no later start replays them. */
  readonly lsn: number;
}

/** Owner → WAL: the outcome of the flush in flight. */
export interface WalFlushed {
  readonly type: 'flushed';
  /** Null with an error. */
  readonly outcome: FlushOutcome | null;
  readonly error: string | null;
}

/** WAL → owner: the directory is lost until restart. The ring's STATUS says so too, at once. */
export interface WalFailed {
  readonly type: 'failed';
  readonly code: string;
  readonly message: string;
}

export type FromWal = WalRecovered | WalFlush | WalFailed;

/** How the agent talks to its owner, wherever that runs. */
export interface WalOwnerPort {
  send(message: FromWal): void;
  /** The answer to the flush in flight, if it has come. */
  pollFlushed(): WalFlushed | null;
}

/** Values of the ring's STATUS. */
export const WAL_WORKING = 0;
export const WAL_FAILED = 1;
