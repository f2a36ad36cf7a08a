/**
 * Carries journal frames out on the partition files of one log directory: the redo half of the journal. Every frame is
 * idempotent, so recovery replays what may or may not have happened. Owned by the WAL thread.
 */

import { advance } from '../../core/base/wrapping.ts';
import { uuidIntoBytes, uuidToText } from '../../core/bytes/uuid.ts';
import { formatPartitionMetadata } from '../../core/log/partition-metadata.ts';
import {
  LEADER_EPOCH_CHECKPOINT,
  PARTITION_METADATA,
  parseSegmentFileName,
  partitionDirectoryName,
  retiredDirectoryName,
} from '../../core/log/segment-names.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import {
  FRAME_APPEND,
  FRAME_DROP_SEGMENTS,
  FRAME_HEADER_BYTES,
  FRAME_IDLE,
  FRAME_LOG_START,
  FRAME_OPEN,
  FRAME_REMOVE,
  FRAME_RESET,
  FRAME_STRAY,
  FRAME_TRUNCATE,
  frameArgument,
  frameFilePosition,
  frameLength,
  frameLsn,
  framePartition,
  frameSegmentBase,
  frameSlot,
  frameTopicId,
  frameType,
} from '../journal/frame-format.ts';
import type { CacheBypass } from './cache-bypass.ts';
import { PartitionWriter } from './partition-writer.ts';

/** Log files kept open where nobody says otherwise. Beyond it the least recently used half is closed. */
const USUAL_OPEN_LOGS = 1_000;

/** What a replay asks when it is to open a partition that the directory does not know by its id. */
export interface Replay {
  /** Whether the directory `name`, on the disk that of the topic `holder` if any, is that of `topicId`. */
  isOf(name: string, topicId: string, partition: number, holder: string | null): boolean;
  /** What the last checkpoint says of that very partition. */
  logStartOf(name: string, topicId: string): number;
  /** A frame is about a partition that has no directory; its last one says that there is to be none. */
  onUnknown(topicId: string, partition: number, isRetired: boolean): void;
}

export interface NamedWriter {
  readonly writer: PartitionWriter;
  readonly topic: string;
  readonly partition: number;
}

export class DirectoryWriter {
  readonly path: string;
  readonly #files: FileSystem;
  readonly #bypass: CacheBypass | null;
  readonly #openLogsMax: number;
  readonly #bySlot: (PartitionWriter | undefined)[] = [];
  readonly #byId = new Map<string, NamedWriter>();
  /** Topic ids of the directories that were found, by name. */
  readonly #found = new Map<string, string>();
  #openLogs = 0;
  #turn = 0;
  #directoryDirty = false;
  readonly #dirty = new Set<PartitionWriter>();
  /** Writers that hold appends which were taken and not yet written. */
  readonly #gathering: PartitionWriter[] = [];
  #takenLsn = 0;
  /** Bytes of logs in the page cache since files were last taken. */
  dirtyBytes = 0;
  /** Every frame below this lsn has been carried out. */
  carriedOutLsn = 0;

  constructor(files: FileSystem, path: string, bypass: CacheBypass | null, openLogsMax = USUAL_OPEN_LOGS) {
    this.#files = files;
    this.path = path;
    this.#bypass = bypass;
    this.#openLogsMax = openLogsMax;
  }

  /** Makes a partition found on disk known by its id, so that frames of an earlier incarnation find it. */
  adopt(writer: PartitionWriter, topic: string, partition: number): void {
    this.#byId.set(`${writer.topicId}:${partition}`, { writer, topic, partition });
    this.#found.set(partitionDirectoryName(topic, partition), writer.topicId);
  }

  named(): Iterable<NamedWriter> {
    return this.#byId.values();
  }

  /**
   * Takes the frame at `at`: an append is gathered with the others of its partition, which `writeGathered` writes; any
   * other frame is carried out at once, after the appends before it.
   *
   * @param replay null in service; in recovery slots of the earlier incarnation mean nothing
   */
  take(view: DataView, bytes: Uint8Array, at: number, replay: Replay | null): void {
    if (frameType(view, at) !== FRAME_APPEND) {
      this.writeGathered(view, bytes);
      this.#control(view, bytes, at, replay);
      this.#takenLsn = frameLsn(view, at) + 1;
      this.carriedOutLsn = this.#takenLsn;
      return;
    }
    const writer = this.#writerOf(view, bytes, at, replay === null);
    // Frames of a partition that is gone say nothing any more.
    if (writer === undefined) this.#skip(view, bytes, at, replay);
    else {
      const baseOffset = frameSegmentBase(view, at);
      const position = frameFilePosition(view, at);
      const length = frameLength(view, at) - FRAME_HEADER_BYTES;
      if (writer.gathered === 0) this.#gathering.push(writer);
      if (!writer.gather(baseOffset, position, at + FRAME_HEADER_BYTES, length)) {
        this.#write(writer, view, bytes);
        writer.gather(baseOffset, position, at + FRAME_HEADER_BYTES, length);
      }
    }
    this.#takenLsn = frameLsn(view, at) + 1;
  }

  /** Writes every append taken so far, with one call for each run of a partition. */
  writeGathered(view: DataView, bytes: Uint8Array): void {
    for (const writer of this.#gathering) if (writer.gathered > 0) this.#write(writer, view, bytes);
    this.#gathering.length = 0;
    this.carriedOutLsn = this.#takenLsn;
  }

  /** After a write that failed: the caller takes the same frames again. */
  dropGathered(): void {
    for (const writer of this.#gathering) writer.dropGathered();
    this.#gathering.length = 0;
  }

  #write(writer: PartitionWriter, view: DataView, bytes: Uint8Array): void {
    const wasOpen = writer.isOpen;
    this.dirtyBytes += writer.writeGathered(bytes, view, this.#bypass);
    writer.lastUsed = this.#turn;
    this.#dirty.add(writer);
    if (!wasOpen && ++this.#openLogs > this.#openLogsMax) this.#closeIdle();
  }

  /** Once per duty cycle of the agent. */
  nextTurn(): void {
    this.#turn = advance(this.#turn, 1);
  }

  /** Everything written since the last call that a checkpoint must make durable, index entries included. */
  takeDirty(): { files: string[]; directories: string[] } {
    this.dirtyBytes = 0;
    const files: string[] = [];
    const directories: string[] = [];
    for (const writer of this.#dirty) {
      writer.flushIndex();
      files.push(...writer.takeFiles());
      if (writer.directoryDirty) directories.push(writer.path);
      writer.directoryDirty = false;
    }
    this.#dirty.clear();
    if (this.#directoryDirty) directories.push(this.path);
    this.#directoryDirty = false;
    return { files, directories };
  }

  /**
   * Logs that hold `worthBytes` or more which no sync has been asked for. A checkpoint owes the rest: those that hold less,
   * indexes and directories.
   */
  takeWorthwhile(worthBytes: number): string[] {
    this.dirtyBytes = 0;
    const files: string[] = [];
    for (const writer of this.#dirty) if (writer.unsyncedBytes >= worthBytes) files.push(...writer.takeFiles());
    return files;
  }

  get isDirty(): boolean {
    return this.#dirty.size > 0 || this.#directoryDirty;
  }

  close(): void {
    for (const { writer } of this.#byId.values()) writer.closeLog();
    this.#openLogs = 0;
  }

  #writerOf(view: DataView, bytes: Uint8Array, at: number, bySlot: boolean): PartitionWriter | undefined {
    if (bySlot) return this.#bySlot[frameSlot(view, at)];
    return this.#byId.get(`${uuidToText(frameTopicId(bytes, at), 0)}:${framePartition(view, at)}`)?.writer;
  }

  #control(view: DataView, bytes: Uint8Array, at: number, replay: Replay | null): void {
    const type = frameType(view, at);
    if (type === FRAME_OPEN) return this.#open(view, bytes, at, replay);
    const writer = this.#writerOf(view, bytes, at, replay === null);
    if (writer === undefined) return this.#skip(view, bytes, at, replay);
    this.#dirty.add(writer);
    if (type === FRAME_LOG_START) writer.logStartOffset = Math.max(writer.logStartOffset, frameArgument(view, at));
    else if (type === FRAME_DROP_SEGMENTS) this.#drop(writer, (base) => base < frameArgument(view, at));
    else if (type === FRAME_TRUNCATE) {
      this.#truncate(writer, frameSegmentBase(view, at), frameFilePosition(view, at), frameArgument(view, at));
    } else if (type === FRAME_RESET) this.#reset(writer, frameArgument(view, at));
    else if (type === FRAME_REMOVE || type === FRAME_STRAY) {
      const state = type === FRAME_REMOVE ? 'deleted' : 'stray';
      this.#retire(writer, frameSlot(view, at), framePartition(view, at), replay === null, state);
    }
  }

  #skip(view: DataView, bytes: Uint8Array, at: number, replay: Replay | null): void {
    const type = frameType(view, at);
    if (replay === null || type === FRAME_IDLE) return;
    const isRetired = type === FRAME_REMOVE || type === FRAME_STRAY;
    replay.onUnknown(uuidToText(frameTopicId(bytes, at), 0), framePartition(view, at), isRetired);
  }

  #open(view: DataView, bytes: Uint8Array, at: number, replay: Replay | null): void {
    const partition = framePartition(view, at);
    const topicId = uuidToText(frameTopicId(bytes, at), 0);
    const key = `${topicId}:${partition}`;
    let writer = this.#byId.get(key)?.writer;
    if (writer === undefined) {
      const topic = new TextDecoder().decode(bytes.slice(at + FRAME_HEADER_BYTES, at + frameLength(view, at)));
      const name = partitionDirectoryName(topic, partition);
      if (replay !== null && !this.#takesOver(replay, name, topicId, partition)) return;
      const path = `${this.path}/${name}`;
      this.#files.makeDirectory(path);
      this.#writeMetadata(path, topicId);
      writer = new PartitionWriter(this.#files, path, topicId, frameArgument(view, at));
      // A replica that was removed and came back: what a checkpoint knew of it was of its former life.
      writer.cutTo = 0;
      if (replay !== null) writer.logStartOffset = replay.logStartOf(name, topicId);
      this.#byId.set(key, { writer, topic, partition });
      this.#directoryDirty = true;
    }
    writer.configure(frameArgument(view, at));
    this.#dirty.add(writer);
    if (replay === null) this.#bySlot[frameSlot(view, at)] = writer;
  }

  /** @returns false when the directory is that of a later topic of the same name */
  #takesOver(replay: Replay, name: string, topicId: string, partition: number): boolean {
    const found = this.#found.get(name);
    const holder = found !== undefined && this.#byId.has(`${found}:${partition}`) ? found : null;
    if (!replay.isOf(name, topicId, partition, holder)) return false;
    if (holder !== null) this.#byId.delete(`${holder}:${partition}`);
    return true;
  }

  /**
   * It has its name only once its content is on the disk: a start that finds it asks no more. Whether the name is there after
   * a power failure does not matter before the checkpoint that syncs the directory, since the frame is replayed.
   */
  #writeMetadata(directory: string, topicId: string): void {
    const content = new TextEncoder().encode(formatPartitionMetadata(topicId));
    const temporary = `${directory}/${PARTITION_METADATA}.tmp`;
    this.#files.remove(temporary);
    const file = this.#files.open(temporary, 'create');
    try {
      this.#files.write(file, content, 0, content.length, 0);
      this.#files.sync(file);
    } finally {
      this.#files.close(file);
    }
    this.#files.rename(temporary, `${directory}/${PARTITION_METADATA}`);
  }

  /** Renames, so that a reader with the file open goes on and removal costs this thread nothing. */
  #drop(writer: PartitionWriter, goes: (baseOffset: number) => boolean): void {
    for (const name of this.#files.list(writer.path)) {
      const parsed = parseSegmentFileName(name);
      if (parsed === null || parsed.state !== null || !goes(parsed.baseOffset)) continue;
      if (parsed.suffix === '.log') writer.forget(parsed.baseOffset);
      this.#files.rename(`${writer.path}/${name}`, `${writer.path}/${name}.deleted`);
    }
    writer.directoryDirty = true;
  }

  /**
   * A follower's log is cut where it parts from its leader's, and goes on from there with other batches.
   *
   * No start can put what was cut over what came after. Frames are carried out, and replayed, in lsn order, and each names
   * its place: after the replay every byte is what the last frame that names it says, and the file is as long as the
   * last cut and the frames after it make it. A start that replays a batch that was cut replays the cut as well: a replay
   * begins at a checkpoint and ends where the journal ends, so either both are in it, or the batch alone, and then the cut
   * was never durable and hence never carried out. Below a checkpoint both lie in the synced files.
   *
   * What is derived from the log must not outlive the cut either, since a later start would take it for what it says of
   * the batches that came instead: producer snapshots above the segment's base go with the segments above it, and the
   * file of leader epochs goes; the next start walks the log where it has to. The owner of the log has no such file in
   * the making when it asks for a cut.
   */
  #truncate(writer: PartitionWriter, baseOffset: number, position: number, endOffset: number): void {
    this.#drop(writer, (base) => base > baseOffset);
    this.#files.remove(`${writer.path}/${LEADER_EPOCH_CHECKPOINT}`);
    writer.truncate(baseOffset, position);
    writer.nextOffset = Math.min(writer.nextOffset, endOffset);
    writer.cutTo = Math.min(writer.cutTo, endOffset);
  }

  #reset(writer: PartitionWriter, newStart: number): void {
    this.#drop(writer, () => true);
    this.#files.remove(`${writer.path}/${LEADER_EPOCH_CHECKPOINT}`);
    writer.cutTo = 0;
    writer.logStartOffset = newStart;
    writer.nextOffset = newStart;
  }

  #retire(writer: PartitionWriter, slot: number, partition: number, bySlot: boolean, state: 'deleted' | 'stray'): void {
    if (writer.isOpen) this.#openLogs--;
    writer.closeLog();
    const key = `${writer.topicId}:${partition}`;
    const named = this.#byId.get(key);
    this.#byId.delete(key);
    if (bySlot) this.#bySlot[slot] = undefined;
    this.#dirty.delete(writer);
    this.#directoryDirty = true;
    if (named === undefined || !this.#files.exists(writer.path)) return;
    const retired = `${this.path}/${retiredDirectoryName(named.topic, partition, uuidToHex(writer.topicId), state)}`;
    // Retired before the crash: what the replay made anew of its frames is no more than a part of it.
    if (this.#files.exists(retired)) this.#files.removeDirectory(writer.path);
    else this.#files.rename(writer.path, retired);
  }

  #closeIdle(): void {
    const open = [...this.#byId.values()].map(({ writer }) => writer).filter((writer) => writer.isOpen);
    open.sort((a, b) => (a.lastUsed - b.lastUsed) | 0);
    for (let i = 0; i < open.length / 2; i++) open[i]!.closeLog();
    this.#openLogs = open.length - Math.ceil(open.length / 2);
  }
}

/** 32 hex digits: what makes the name of a retired directory unique. */
export function uuidToHex(uuid: string): string {
  const bytes = new Uint8Array(16);
  uuidIntoBytes(uuid, bytes, 0);
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
