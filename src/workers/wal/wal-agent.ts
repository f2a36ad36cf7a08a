/**
 * Makes appends durable: drains the ring, writes what is there to the journal with one pwrite, syncs once, publishes
 * the durable cursor, then carries the frames out on the segment files and releases the ring. Runs on a WAL thread, or
 * on the caller's thread in in-thread mode.
 *
 * If the durable cursor ran ahead of the fdatasync that covers it, acknowledged records could be lost.
 */
import { advance, distance } from '../../core/base/wrapping.ts';
import { Histogram, Real, Word } from '../../runtime/counters/counter-layout.ts';
import { CounterPage } from '../../runtime/counters/counter-page.ts';
import { type FileSystem, SyncFailedError } from '../../runtime/files/file-system.ts';
import { RingMemory, RingReader } from '../../runtime/rings/append-ring.ts';
import { ring } from '../../runtime/rings/doorbell.ts';
import { DURABLE, SPACE_LOW, STATUS, STOPPING, WRITER_DOORBELL } from '../../runtime/rings/ring-layout.ts';
import type { Agent } from '../../runtime/threads/agent.ts';
import { disownIncarnation } from '../../storage/broker-epoch.ts';
import { FRAME_APPEND, frameSize, frameType } from '../../storage/journal/frame-format.ts';
import type { JournalWriter } from '../../storage/journal/journal-writer.ts';
import { type OpenedDirectory, openLogDirectory } from '../../storage/open-log-directory.ts';
import { CacheBypass } from '../../storage/segments/cache-bypass.ts';
import type { DirectoryWriter } from '../../storage/segments/directory-writer.ts';
import { Checkpointer } from './checkpointer.ts';
import { WAL_FAILED, type WalOwnerPort, type WalStart } from './wal-messages.ts';

/** Most bytes of one group: more only adds latency, the disk streams well before this. */
const MAX_GROUP_BYTES = 4 * 1024 * 1024;
/**
 * Durable frames may wait for their segment files up to this share of the ring while new ones come: acknowledgements
 * go first, and what waits is written in longer runs. The socket gate closes at half of the ring, above this.
 */
const MAX_UNCARRIED_SHARE = 1 / 4;
/** Most bytes written to segment files before the next group has its turn. */
const CARRY_STEP_BYTES = 2 * 1024 * 1024;
/**
 * Most partitions opened, cut or removed before that: each takes several calls of the file system, and of a thousand topics
 * that are created at once the frames are few bytes.
 */
const CARRY_STEP_CHANGES = 8;
/** How often free space is looked up, in bytes written and in milliseconds. */
const SPACE_CHECK_MS = 500;
/** Pause before a write is tried again on a full disk. */
const FULL_DISK_RETRY_MS = 100;

export class WalAgent implements Agent {
  readonly roleName: string;
  readonly #start: WalStart;
  readonly #files: FileSystem;
  readonly #owner: WalOwnerPort;
  readonly #now: () => number;
  readonly #memory: RingMemory;
  readonly #reader: RingReader;
  readonly #bypass: CacheBypass;
  readonly #page: CounterPage;
  #opened!: OpenedDirectory;
  #journal!: JournalWriter | null;
  #writer!: DirectoryWriter;
  #checkpointer!: Checkpointer;
  #failed = false;
  /** Position up to which frames are in the journal and durable but not yet in the segment files. */
  #durable: number;
  #lastSpaceCheck = Number.NEGATIVE_INFINITY;
  #retryAt = Number.NEGATIVE_INFINITY;

  /** @param now monotonic milliseconds */
  constructor(start: WalStart, files: FileSystem, owner: WalOwnerPort, now: () => number, page = new CounterPage()) {
    this.roleName = `wal-${start.index}`;
    this.#start = start;
    this.#files = files;
    this.#owner = owner;
    this.#now = now;
    this.#memory = new RingMemory(start.ring, 1);
    this.#reader = new RingReader(this.#memory, 0);
    this.#bypass = new CacheBypass(files, now);
    this.#durable = this.#reader.position;
    this.#page = page;
    page.set(Word.RING_CAPACITY, this.#memory.capacity);
  }

  onStart(): void {
    this.#opened = this.#openDirectory();
    this.#journal = this.#opened.journal;
    this.#writer = this.#opened.writer;
    this.#checkpointer = new Checkpointer(this.#opened, this.#owner, this.#memory.control, this.#now);
    this.#owner.send({
      type: 'recovered',
      partitions: this.#opened.partitions,
      frames: this.#opened.frames,
      problems: this.#opened.problems,
      brokenDirectories: this.#opened.brokenDirectories,
    });
  }

  #openDirectory(): OpenedDirectory {
    try {
      return openLogDirectory(this.#files, this.#start.logDirectory, { ...this.#start, bypass: this.#bypass });
    } catch (error) {
      // Damage stays as it was found.
      if (error instanceof SyncFailedError) this.#disown();
      throw error;
    }
  }

  doWork(): number {
    if (this.#failed) return this.#discard();
    if (this.#now() < this.#retryAt) return 0;
    try {
      let work = this.#drain();
      this.#checkSpace();
      if (this.#checkpointer.isDue(work === 0)) {
        this.#carryOut(this.#durable, Number.POSITIVE_INFINITY);
        this.#checkpointer.begin();
      }
      if (!this.#checkpointer.writeBack()) this.#bypass.press();
      work += this.#checkpointer.poll();
      if (work === 0 && this.#journal?.prepare()) work = 1;
      return work;
    } catch (error) {
      return this.#onError(error as Error & { code?: string });
    }
  }

  park(timeoutMs: number): void {
    const waitsForDisk = this.#retryAt - this.#now();
    if (waitsForDisk > 0) {
      Atomics.wait(this.#memory.control, STOPPING, 0, Math.min(timeoutMs, waitsForDisk));
      return;
    }
    // Frames that came since the last look end this at once.
    this.#reader.park(this.#checkpointer.isWaiting ? 2 : timeoutMs);
  }

  /** Frames are in the ring that the last turn did not take. */
  get hasBacklog(): boolean {
    return this.#reader.published() !== this.#reader.position;
  }

  isFinished(): boolean {
    if (Atomics.load(this.#memory.control, STOPPING) === 0) return false;
    // A flush under way has files that nobody else asks for: the last checkpoint may not vouch for them before it ends.
    return this.#failed || (!this.hasBacklog && !this.#checkpointer.isWaiting);
  }

  onClose(): void {
    if (this.#opened === undefined) return;
    try {
      if (!this.#failed) this.#checkpointer.close();
      this.#writer.close();
      this.#journal?.close();
    } catch (error) {
      this.#onError(error as Error);
    }
  }

  /** One group made durable, or a step of the segment writes that durable frames wait for. Returns bytes. */
  #drain(): number {
    const published = this.#reader.published();
    const start = this.#durable;
    const uncarried = distance(start, this.#reader.position);
    this.#page.ringUsed(distance(published, this.#reader.position));
    const mustCarry = uncarried > this.#memory.capacity * MAX_UNCARRIED_SHARE;
    if (mustCarry) this.#bypass.press();
    if (start === published || mustCarry) return uncarried === 0 ? 0 : this.#carryOut(start, CARRY_STEP_BYTES);
    if (this.#journal === null) {
      const carried = this.#carryOut(published, distance(published, start));
      this.#publishDurable(advance(start, carried));
      this.#countGroup(carried);
      return carried;
    }
    const end = this.#journalGroup(this.#journal, start, published);
    this.#publishDurable(end);
    return distance(end, start);
  }

  #publishDurable(end: number): void {
    this.#durable = end;
    Atomics.store(this.#memory.control, DURABLE, end);
    ring(this.#memory.control, WRITER_DOORBELL);
  }

  /** Writes frames from `start` on into the journal and syncs. Returns the position after the last one taken. */
  #journalGroup(journal: JournalWriter, start: number, published: number): number {
    const { bytes, view, capacity } = this.#memory;
    const mask = capacity - 1;
    let position = this.#reader.frameAt(start, published);
    if (frameSize(view, position & mask) > journal.room()) journal.roll();
    const room = Math.min(journal.room(), MAX_GROUP_BYTES);
    const parts: Uint8Array[] = [];
    let partStart = position & mask;
    let partEnd = partStart;
    let total = 0;
    while (position !== published) {
      const size = frameSize(view, position & mask);
      if (total + size > room && total > 0) break;
      if ((position & mask) !== partEnd) {
        parts.push(bytes.subarray(partStart, partEnd));
        partStart = position & mask;
      }
      partEnd = (position & mask) + size;
      total += size;
      position = this.#reader.frameAt(advance(position, size), published);
    }
    parts.push(bytes.subarray(partStart, partEnd));
    journal.append(parts, total);
    const syncedFrom = this.#now();
    journal.sync();
    this.#page.observe(Histogram.SYNC, this.#now() - syncedFrom);
    this.#countGroup(total);
    return position;
  }

  #countGroup(bytes: number): void {
    this.#page.count(Word.GROUPS);
    this.#page.add(Real.BYTES_IN, bytes);
  }

  /**
   * Writes frames before `end` to the segment files, up to about `limit` bytes and as many changes as a step may have (with
   * an infinite limit all there are); gives their space back. Returns bytes.
   */
  #carryOut(end: number, limit: number): number {
    const { bytes, view, capacity } = this.#memory;
    const mask = capacity - 1;
    const start = this.#reader.position;
    this.#writer.nextTurn();
    let position = this.#reader.frameAt(start, end);
    let changes = limit === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : 0;
    try {
      while (position !== end && distance(position, start) < limit && changes < CARRY_STEP_CHANGES) {
        if (frameType(view, position & mask) !== FRAME_APPEND) changes++;
        this.#writer.take(view, bytes, position & mask, null);
        position = this.#reader.frameAt(advance(position, frameSize(view, position & mask)), end);
      }
      this.#writer.writeGathered(view, bytes);
    } catch (error) {
      // Nothing of this call is released: the frames are carried out again, to the same bytes.
      this.#writer.dropGathered();
      throw error;
    }
    this.#reader.release(position);
    return distance(position, start);
  }

  #checkSpace(): void {
    const now = this.#now();
    if (now - this.#lastSpaceCheck < SPACE_CHECK_MS) return;
    this.#lastSpaceCheck = now;
    this.#setSpaceLow(this.#files.freeBytes(this.#start.logDirectory) < this.#start.reserveBytes);
  }

  #setSpaceLow(low: boolean): void {
    const { control } = this.#memory;
    if ((Atomics.load(control, SPACE_LOW) !== 0) === low) return;
    Atomics.store(control, SPACE_LOW, low ? 1 : 0);
    ring(control, WRITER_DOORBELL);
  }

  /** A full disk is waited out: nothing written was lost, and the write is done again. All else ends the directory. */
  #onError(error: Error & { code?: string }): number {
    if (error.code === 'ENOSPC' && !(error instanceof SyncFailedError)) {
      this.#setSpaceLow(true);
      this.#retryAt = this.#now() + FULL_DISK_RETRY_MS;
      return 0;
    }
    this.#failed = true;
    if (error instanceof SyncFailedError) this.#page.count(Word.SYNC_FAILURES);
    Atomics.store(this.#memory.control, STATUS, WAL_FAILED);
    // Before anybody ends the process because of it.
    const problem = this.#disown();
    this.#owner.send({ type: 'failed', code: error.code ?? 'EIO', message: `${error.message}${problem}` });
    ring(this.#memory.control, WRITER_DOORBELL);
    return 0;
  }

  /** No start counts on what is here any more. Returns what the log says where the disk does not take that. */
  #disown(): string {
    try {
      disownIncarnation(this.#files, this.#start.logDirectory);
      return '';
    } catch (error) {
      return `; nor could it be marked as incomplete (${(error as Error).message}): remove it if the disk comes back`;
    }
  }

  /** After a failure the ring is drained unread, so that its writer never waits for space. */
  #discard(): number {
    const published = this.#reader.published();
    const dropped = distance(published, this.#reader.position);
    if (dropped > 0) this.#reader.release(published);
    return dropped;
  }
}
