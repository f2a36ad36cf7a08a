/**
 * What one partition's files hold, found out at start: segments, where the log ends, which epochs and producers it
 * knows. Everything but the batches themselves is derived from them, from the newest sound snapshot on. WAL thread.
 */

import { readInt64 } from '../core/bytes/int64.ts';
import { LeaderEpochs, parseLeaderEpochs } from '../core/log/leader-epochs.ts';
import { ProducerState } from '../core/log/producer-state.ts';
import { LEADER_EPOCH_CHECKPOINT, parseSegmentFileName, segmentFileName } from '../core/log/segment-names.ts';
import { TIME_INDEX_ENTRY_SIZE } from '../core/log/time-index.ts';
import { decodeTransactionIndex, TransactionIndex } from '../core/log/transaction-index.ts';
import type { BatchView } from '../core/records/batch-view.ts';
import { writeDurably } from '../runtime/files/durable-rename.ts';
import type { FileHandle, FileSystem } from '../runtime/files/file-system.ts';
import { isAbortedIndexSound } from './segments/aborted-check.ts';
import { sealedFault } from './segments/sealed-check.ts';
import { SegmentIndexes } from './segments/segment-indexes.ts';
import { recoverSwaps } from './segments/segment-swap.ts';
import { type WalkEnd, walkBatches } from './segments/segment-walk.ts';

export interface LoadedSegment {
  readonly baseOffset: number;
  readonly sizeInBytes: number;
  /** Largest record timestamp, −1 when empty. */
  readonly maxTimestamp: number;
  readonly offsetOfMaxTimestamp: number;
  /** The segment's `.txnindex`; null when it holds no aborted transaction. */
  readonly abortedTransactions: Uint8Array | null;
}

export interface LoadedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  /** Ascending; at least one unless there is a problem. */
  readonly segments: LoadedSegment[];
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** How far it may be shown before anybody has spoken for it. */
  readonly highWatermark: number;
  /** Text of `leader-epoch-checkpoint`, brought up to the log's end. */
  readonly leaderEpochs: string;
  /** The file says the same. Otherwise it is to be written before any further producer snapshot is. */
  readonly areEpochsSaved: boolean;
  /** Snapshot of the producer state at the log's end. */
  readonly producers: Uint8Array;
  /** The last batches of each producer, which the snapshot's format does not hold (`ProducerState.encodeRetained`). */
  readonly retainedBatches: Float64Array;
  /** Why the partition must not be served; null when it may. Nothing was cut. */
  readonly problem: string | null;
}

export interface LoadOptions {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  readonly logStartOffset: number;
  /** Everything below was made durable: a log that ends before has lost something. */
  readonly recoveryPoint: number;
  /** Acknowledgements did not wait for the disk and the stop was not orderly: what follows a bad batch is cut. */
  readonly tornTailAllowed: boolean;
  /** Looks at where full segments end, too. */
  readonly checkSealed: boolean;
  /** Begins further back than the newest snapshot, for the producers' last batches; as after a crash. */
  readonly rebuildsFurther?: boolean;
  /** Wall clock; producers idle for longer than their expiration are forgotten. */
  readonly now: number;
}

/** Producers expire on the thread that owns the log, by its configuration; here none does. */
const NO_EXPIRATION_MS = Number.MAX_SAFE_INTEGER;

export function loadPartition(files: FileSystem, directory: string, options: LoadOptions): LoadedPartition {
  const loader = new PartitionLoader(files, directory, options, Number.POSITIVE_INFINITY);
  const loaded = loader.load();
  if (loaded.problem !== null) return loaded;
  const { logEndOffset } = loaded;
  removeSnapshotsAbove(files, directory, logEndOffset);
  // A snapshot of batches that the crash took with it: it is younger than the log.
  return loader.stateFrom <= logEndOffset
    ? loaded
    : new PartitionLoader(files, directory, options, logEndOffset).load();
}

/** The log will come to their offsets again, with other batches: then they would be believed. */
function removeSnapshotsAbove(files: FileSystem, directory: string, logEndOffset: number): void {
  for (const name of files.list(directory)) {
    const parsed = parseSegmentFileName(name);
    const isAbove = parsed !== null && parsed.suffix === '.snapshot' && parsed.baseOffset > logEndOffset;
    if (isAbove && parsed.state === null) files.remove(`${directory}/${name}`);
  }
}

/**
 * After a crash the state is rebuilt from further back than need be, by this much log at most: a snapshot holds only the
 * last batch of each producer, and one that was not acknowledged before the crash is sent again with those before it.
 */
const REBUILT_BYTES = 64 * 1024 * 1024;

class PartitionLoader {
  readonly #files: FileSystem;
  readonly #directory: string;
  readonly #options: LoadOptions;
  readonly #producers = new ProducerState();
  readonly #segments: LoadedSegment[] = [];
  readonly #aborted = new Map<number, TransactionIndex>();
  #epochs = new LeaderEpochs();
  #savedEpochs: string | null = null;
  #problem: string | null = null;
  #rebuildsAborted = false;
  readonly #snapshotLimit: number;
  /** Offset of the snapshot that the state begins with. */
  stateFrom = 0;

  /** @param snapshotLimit snapshots above this offset are not used */
  constructor(files: FileSystem, directory: string, options: LoadOptions, snapshotLimit: number) {
    this.#snapshotLimit = snapshotLimit;
    this.#files = files;
    this.#directory = directory;
    this.#options = options;
  }

  load(): LoadedPartition {
    const { logStartOffset, recoveryPoint } = this.#options;
    recoverSwaps(this.#files, this.#directory);
    const names = this.#files.list(this.#directory);
    const bases = this.#basesOf(names, '.log');
    const walkFrom = this.#loadState(names, bases);
    let end = Math.max(logStartOffset, bases[0] ?? 0);
    for (let i = 0; i < bases.length; i++) {
      end = this.#loadSegment(bases[i]!, bases[i + 1] ?? null, walkFrom);
      if (this.#problem !== null) break;
    }
    if (this.#problem === null && end < recoveryPoint) {
      const last = bases.length === 0 ? this.#directory : this.#path(bases[bases.length - 1]!, '.log');
      this.#problem = `${last} ends at offset ${end}, but recovery-point-offset-checkpoint says that ${recoveryPoint} had been made durable`;
    }
    this.#epochs.truncateFromEnd(end);
    this.#epochs.truncateFromStart(Math.max(logStartOffset, bases[0] ?? 0));
    const { topic, partition, topicId } = this.#options;
    const start = Math.max(logStartOffset, bases[0] ?? logStartOffset);
    return {
      topic,
      partition,
      topicId,
      segments: this.#segments,
      logStartOffset: start,
      logEndOffset: end,
      highWatermark: start,
      leaderEpochs: this.#epochs.format(),
      areEpochsSaved: this.#epochs.format() === this.#savedEpochs,
      producers: this.#producers.encodeSnapshot(),
      retainedBatches: this.#producers.encodeRetained(),
      problem: this.#problem,
    };
  }

  #basesOf(names: string[], suffix: '.log' | '.snapshot'): number[] {
    return names
      .map(parseSegmentFileName)
      .flatMap((parsed) =>
        parsed !== null && parsed.suffix === suffix && parsed.state === null ? [parsed.baseOffset] : [],
      )
      .sort((a, b) => a - b);
  }

  /** Loads epochs and the newest sound snapshot. Returns the offset from which batches must be looked at. */
  #loadState(names: string[], bases: number[]): number {
    const start = bases[0] ?? 0;
    const text = this.#files.readFile(`${this.#directory}/${LEADER_EPOCH_CHECKPOINT}`);
    this.#savedEpochs = text === null ? null : new TextDecoder().decode(text);
    const epochs = this.#savedEpochs === null ? 'missing' : parseLeaderEpochs(this.#savedEpochs);
    const snapshots = this.#snapshotsByPreference(names, bases);
    this.#producers.reset(start);
    if (typeof epochs === 'string') return start;
    this.#epochs = epochs;
    for (const offset of snapshots) {
      const bytes = this.#files.readFile(this.#path(offset, '.snapshot'));
      if (bytes === null || offset < start) continue;
      const fault = this.#producers.loadSnapshot(bytes, offset, this.#options.now, NO_EXPIRATION_MS);
      if (fault === null && this.#areAbortedSound(bases, offset)) {
        this.stateFrom = offset;
        return offset;
      }
      this.#producers.reset(start);
    }
    return start;
  }

  /** The newest first; after a crash the oldest that leaves no more than REBUILT_BYTES to walk comes before them. */
  #snapshotsByPreference(names: string[], bases: number[]): number[] {
    const newestFirst = this.#basesOf(names, '.snapshot')
      .filter((offset) => offset <= this.#snapshotLimit)
      .reverse();
    if (!this.#options.checkSealed && this.#options.rebuildsFurther !== true) return newestFirst;
    let walked = 0;
    let preferred: number | null = null;
    for (const base of [...bases].reverse()) {
      const file = this.#files.open(this.#path(base, '.log'), 'read');
      walked += this.#files.size(file);
      this.#files.close(file);
      if (walked > REBUILT_BYTES) break;
      if (newestFirst.includes(base)) preferred = base;
    }
    return preferred === null ? newestFirst : [preferred, ...newestFirst];
  }

  /** False when a transaction index does not say what the log says: then all are made anew. */
  #areAbortedSound(bases: number[], below: number): boolean {
    const isSound = (base: number): boolean =>
      isAbortedIndexSound(this.#files, this.#path(base, '.log').slice(0, -'.log'.length), base, below);
    if (bases.every(isSound)) return true;
    this.#rebuildsAborted = true;
    return false;
  }

  /** Returns the offset after the segment's last batch. */
  #loadSegment(baseOffset: number, nextBase: number | null, walkFrom: number): number {
    const path = this.#path(baseOffset, '.log');
    const file = this.#files.open(path, 'write');
    try {
      const isActive = nextBase === null;
      const size = this.#files.size(file);
      const isTouched = isActive || nextBase > walkFrom;
      if (!isActive)
        this.#problem ??= sealedFault(this.#files, file, path, baseOffset, !isTouched && !this.#options.checkSealed);
      // Nothing is made anew from a damaged file: the next start must find the same evidence.
      if (this.#problem !== null) return baseOffset;
      const aborted = this.#loadAborted(baseOffset, walkFrom);
      let sound: WalkEnd | null = null;
      if (this.#options.tornTailAllowed && (isActive || nextBase > this.#options.recoveryPoint)) {
        sound = walkBatches(
          this.#files,
          file,
          { position: 0, end: size, nextOffset: baseOffset, checkCrc: true },
          () => {},
        );
        if (sound.fault !== null) this.#cut(file, path, sound, isActive);
      }
      const end = sound?.position ?? size;
      const indexes = isTouched || this.#options.checkSealed ? this.#openIndexes(file, baseOffset, end) : null;
      const walk = indexes?.walkEnd ?? null;
      if (walk !== null && walk.fault !== null) this.#report(path, walk);
      const nextOffset = walk?.nextOffset ?? nextBase!;
      if (nextBase !== null && nextOffset > nextBase) {
        this.#problem ??= `${path} holds offsets up to ${nextOffset}, but the next segment begins at ${nextBase}`;
      }
      if (isTouched) this.#replay(file, baseOffset, end, indexes!, walkFrom, aborted);
      if (this.#rebuildsAborted) this.#saveAborted(baseOffset, aborted);
      const times = indexes === null ? this.#lastTime(baseOffset) : null;
      this.#segments.push({
        baseOffset,
        sizeInBytes: end,
        maxTimestamp: indexes?.cadence.maxTimestamp ?? times!.timestamp,
        offsetOfMaxTimestamp: indexes?.cadence.offsetOfMaxTimestamp ?? times!.offset,
        abortedTransactions: aborted.entries.length === 0 ? null : aborted.encode(),
      });
      return nextOffset;
    } finally {
      this.#files.close(file);
    }
  }

  #openIndexes(file: FileHandle, baseOffset: number, end: number): SegmentIndexes {
    const stem = this.#path(baseOffset, '.log').slice(0, -'.log'.length);
    return SegmentIndexes.open(this.#files, stem, baseOffset, 4096, file, end);
  }

  /** Feeds the batches at or past `walkFrom` to what is derived from the log. */
  #replay(
    file: FileHandle,
    baseOffset: number,
    end: number,
    indexes: SegmentIndexes,
    walkFrom: number,
    aborted: TransactionIndex,
  ): void {
    const position = walkFrom > baseOffset ? indexes.offsets.positionFor(walkFrom) : 0;
    walkBatches(this.#files, file, { position, end, nextOffset: baseOffset, checkCrc: false }, (batch: BatchView) => {
      if (batch.baseOffset < walkFrom) return;
      const epoch = batch.partitionLeaderEpoch;
      if (epoch > this.#epochs.latestEpoch) this.#epochs.assign(epoch, batch.baseOffset);
      const completed = this.#producers.replay(batch);
      if (completed?.isAborted) aborted.append(completed);
    });
  }

  #loadAborted(baseOffset: number, walkFrom: number): TransactionIndex {
    const bytes = this.#files.readFile(this.#path(baseOffset, '.txnindex'));
    const decoded = bytes === null ? new TransactionIndex() : decodeTransactionIndex(bytes, baseOffset);
    const index = typeof decoded === 'string' ? new TransactionIndex() : decoded;
    if (typeof decoded === 'string' && walkFrom > baseOffset)
      this.#problem ??= `${this.#path(baseOffset, '.txnindex')} is damaged: ${decoded}`;
    index.truncateTo(walkFrom);
    this.#aborted.set(baseOffset, index);
    return index;
  }

  #saveAborted(baseOffset: number, aborted: TransactionIndex): void {
    const path = this.#path(baseOffset, '.txnindex');
    if (!this.#files.exists(path)) return;
    if (aborted.entries.length === 0) this.#files.remove(path);
    else writeDurably(this.#files, this.#directory, segmentFileName(baseOffset, '.txnindex'), aborted.encode());
  }

  #lastTime(baseOffset: number): { timestamp: number; offset: number } {
    const bytes = this.#files.readFile(this.#path(baseOffset, '.timeindex'));
    if (bytes === null || bytes.length < TIME_INDEX_ENTRY_SIZE) return { timestamp: -1, offset: -1 };
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const at = bytes.length - (bytes.length % TIME_INDEX_ENTRY_SIZE) - TIME_INDEX_ENTRY_SIZE;
    return { timestamp: readInt64(view, at), offset: baseOffset + view.getInt32(at + 8) };
  }

  #cut(file: FileHandle, path: string, sound: WalkEnd, isActive: boolean): void {
    if (!isActive) return this.#report(path, sound);
    this.#files.truncate(file, sound.position);
    this.#files.sync(file);
  }

  #report(path: string, walk: WalkEnd): void {
    this.#problem ??= `${path} at byte ${walk.position}: ${walk.fault}. Nothing was cut`;
  }

  #path(baseOffset: number, suffix: '.log' | '.snapshot' | '.txnindex' | '.timeindex'): string {
    return `${this.#directory}/${segmentFileName(baseOffset, suffix)}`;
  }
}
