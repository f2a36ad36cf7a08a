/**
 * The leader's side of streams: sends what is appended to the followers straight out of the append rings, one copy for all of
 * them. A stream that has no credit, or is further back than the ring's reader, falls behind: the owner of the logs reads
 * for it until it has caught up with the tail. So no follower ever holds back the ring. Replication thread.
 *
 * A stream sends every offset once, in order: `next` moves only with what was sent, and what the ring shows below `next`
 * has been sent from the log already.
 */
import { advance } from '../../core/base/wrapping.ts';
import { readInt64 } from '../../core/bytes/int64.ts';
import { LAST_OFFSET_DELTA_AT } from '../../core/records/batch-format.ts';
import {
  encodeAnswer,
  encodeProgress,
  encodePush,
  FrameKind,
  type ProgressEntry,
} from '../../core/replication/wire-format.ts';
import { RingMemory, RingReader } from '../../runtime/rings/append-ring.ts';
import { Doorbell } from '../../runtime/rings/doorbell.ts';
import { readerDoorbell, readerParked } from '../../runtime/rings/ring-layout.ts';
import {
  FRAME_APPEND,
  FRAME_HEADER_BYTES,
  FRAME_RESET,
  FRAME_TRUNCATE,
  frameArgument,
  frameLength,
  frameSize,
  frameSlot,
  frameType,
} from '../../storage/journal/frame-format.ts';
import { type OpenStream, REPLICATION_READER } from './replication-messages.ts';
import type { ReplicationSession } from './session.ts';

/** Batches of one log are sent together up to this many bytes. */
const MAX_PUSH_BYTES = 256 * 1024;
/** Frames taken from a ring before other events get their turn. */
const MAX_TURN_FRAMES = 1024;
/** What is asked of the log at a time, for a stream that is behind. */
const MAX_CATCH_UP_BYTES = 512 * 1024;
/** Reads under way for one follower: catching up leaves the tail its share of the credit. */
const MAX_ASKING = 4;
/** How long a high watermark waits for a batch to travel with. */
const PROGRESS_DELAY_MS = 2;
/** Before the log is asked again for what it did not have yet. */
const AGAIN_MS = 5;

interface Slot {
  /** After the last frame of the log that the ring's reader has passed. */
  end: number;
  highWatermark: number;
  logStart: number;
  readonly streams: Stream[];
}

interface Stream {
  readonly session: ReplicationSession;
  readonly streamId: number;
  readonly leaderEpoch: number;
  readonly slot: Slot;
  next: number;
  isAttached: boolean;
  isAsking: boolean;
  shownHighWatermark: number;
  shownLogStart: number;
}

interface FollowerState {
  readonly streams: Map<number, Stream>;
  /** Streams that have to catch up and have not asked. */
  readonly behind: Set<Stream>;
  asking: number;
}

export interface StreamerPort {
  /** Batches of the log are wanted for the stream; `onCatchUp` answers. */
  want(session: ReplicationSession, streamId: number, from: number, maxBytes: number): void;
  setTimer(delayMs: number, fire: () => void): () => void;
}

class RingTail {
  readonly memory: RingMemory;
  readonly reader: RingReader;
  readonly slots = new Map<number, Slot>();
  /** Ends of all logs that the reader has met, by slot: what is opened later begins with them. */
  readonly ends: number[] = [];
  readonly doorbell: Doorbell;
  /** A push must fit the rings of the other side, which are as large as ours. */
  readonly maxPushBytes: number;

  constructor(buffer: SharedArrayBuffer, onRing: () => void) {
    this.memory = new RingMemory(buffer, REPLICATION_READER + 1);
    this.reader = new RingReader(this.memory, REPLICATION_READER);
    this.doorbell = new Doorbell(this.memory.control, readerDoorbell(REPLICATION_READER), onRing);
    this.maxPushBytes = Math.min(MAX_PUSH_BYTES, this.memory.capacity / 8);
  }
}

export class TailStreamer {
  readonly #port: StreamerPort;
  readonly #tails: RingTail[];
  readonly #followers = new Map<ReplicationSession, FollowerState>();
  readonly #unshown = new Set<Slot>();
  #cancelProgress: (() => void) | null = null;
  #isClosed = false;

  constructor(rings: readonly SharedArrayBuffer[], port: StreamerPort) {
    this.#port = port;
    this.#tails = rings.map((ring, i) => new RingTail(ring, () => this.#drain(this.#tails[i]!)));
  }

  start(): void {
    for (const tail of this.#tails) {
      Atomics.store(tail.memory.control, readerParked(REPLICATION_READER), 1);
      tail.doorbell.arm();
      this.#drain(tail);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelProgress?.();
    for (const { doorbell } of this.#tails) doorbell.close();
  }

  /** Tells the follower to go on, and begins to send. */
  open(session: ReplicationSession, open: OpenStream): void {
    const tail = this.#tails[open.directory]!;
    let slot = tail.slots.get(open.slot);
    if (slot === undefined) {
      slot = {
        end: tail.ends[open.slot] ?? open.logEnd,
        highWatermark: open.highWatermark,
        logStart: open.logStart,
        streams: [],
      };
      tail.slots.set(open.slot, slot);
    }
    slot.highWatermark = open.highWatermark;
    slot.logStart = open.logStart;
    const stream: Stream = {
      session,
      streamId: open.streamId,
      leaderEpoch: open.leaderEpoch,
      slot,
      next: open.from,
      isAttached: open.from >= slot.end,
      isAsking: false,
      shownHighWatermark: open.highWatermark,
      shownLogStart: open.logStart,
    };
    slot.streams.push(stream);
    const follower = this.#followerOf(session);
    follower.streams.set(open.streamId, stream);
    const { streamId, leaderEpoch, from: offset, highWatermark, logStart } = open;
    session.queue(encodeAnswer(FrameKind.Go, { streamId, leaderEpoch, offset, highWatermark, logStart }));
    if (!stream.isAttached) this.#fallBehind(follower, stream);
    session.flush();
  }

  closeStream(session: ReplicationSession, streamId: number): void {
    const follower = this.#followers.get(session);
    const stream = follower?.streams.get(streamId);
    if (follower === undefined || stream === undefined) return;
    follower.streams.delete(streamId);
    follower.behind.delete(stream);
    if (stream.isAsking) follower.asking--;
    const { streams } = stream.slot;
    streams.splice(streams.indexOf(stream), 1);
    this.#ask(follower);
  }

  closeSession(session: ReplicationSession): void {
    for (const streamId of [...(this.#followers.get(session)?.streams.keys() ?? [])])
      this.closeStream(session, streamId);
    this.#followers.delete(session);
  }

  onGranted(session: ReplicationSession): void {
    const follower = this.#followers.get(session);
    if (follower !== undefined) this.#ask(follower);
  }

  /** The log's answer to `want`. The batches are the streamer's. */
  onCatchUp(session: ReplicationSession, streamId: number, from: number, next: number, batches: Uint8Array): void {
    const follower = this.#followers.get(session);
    const stream = follower?.streams.get(streamId);
    if (follower === undefined || stream === undefined || !stream.isAsking) return;
    stream.isAsking = false;
    follower.asking--;
    if (from === stream.next && batches.length > 0) {
      this.#send(stream, batches, next);
      session.flush();
    }
    if (stream.next >= stream.slot.end) stream.isAttached = true;
    else if (batches.length > 0) follower.behind.add(stream);
    else {
      this.#port.setTimer(AGAIN_MS, () => {
        if (follower.streams.get(streamId) !== stream) return;
        follower.behind.add(stream);
        this.#ask(follower);
      });
    }
    this.#ask(follower);
  }

  /** What the log may show has moved. */
  show(directory: number, slotNumber: number, highWatermark: number, logStart: number): void {
    const slot = this.#tails[directory]?.slots.get(slotNumber);
    if (slot === undefined) return;
    slot.highWatermark = highWatermark;
    slot.logStart = logStart;
    this.#unshown.add(slot);
    this.#cancelProgress ??= this.#port.setTimer(PROGRESS_DELAY_MS, () => this.#showProgress());
  }

  #followerOf(session: ReplicationSession): FollowerState {
    let follower = this.#followers.get(session);
    if (follower === undefined) {
      follower = { streams: new Map(), behind: new Set(), asking: 0 };
      this.#followers.set(session, follower);
    }
    return follower;
  }

  #drain(tail: RingTail): void {
    if (this.#isClosed) return;
    const { reader, memory } = tail;
    const { view, capacity } = memory;
    let position = reader.position;
    const published = reader.published();
    let frames = 0;
    let run: Run | null = null;
    for (; frames < MAX_TURN_FRAMES; frames++) {
      position = reader.frameAt(position, published);
      if (position === published) break;
      const at = position & (capacity - 1);
      run = this.#take(tail, at, run);
      position = advance(position, frameSize(view, at));
    }
    if (run !== null) this.#sendRun(memory, run);
    // Everything that is sent has been copied.
    if (position !== reader.position) reader.release(position);
    for (const session of this.#followers.keys()) if (session.hasQueued) session.flush();
    if (frames === MAX_TURN_FRAMES) setImmediate(() => this.#drain(tail));
  }

  #take(tail: RingTail, at: number, run: Run | null): Run | null {
    const { view } = tail.memory;
    const type = frameType(view, at);
    const number = frameSlot(view, at);
    if (type === FRAME_TRUNCATE || type === FRAME_RESET) tail.ends[number] = frameArgument(view, at);
    if (type !== FRAME_APPEND) return run;
    const start = at + FRAME_HEADER_BYTES;
    const length = frameLength(view, at) - FRAME_HEADER_BYTES;
    const base = readInt64(view, start);
    const next = base + view.getInt32(start + LAST_OFFSET_DELTA_AT) + 1;
    tail.ends[number] = next;
    const slot = tail.slots.get(number);
    if (slot === undefined || slot.streams.length === 0) {
      if (slot !== undefined) slot.end = next;
      return run;
    }
    if (run !== null && (run.slot !== slot || run.bytes + length > tail.maxPushBytes)) {
      this.#sendRun(tail.memory, run);
      run = null;
    }
    run ??= { slot, base, next, bytes: 0, starts: [], lengths: [] };
    run.starts.push(start);
    run.lengths.push(length);
    run.bytes += length;
    run.next = next;
    return run;
  }

  #sendRun(memory: RingMemory, { slot, base, next, bytes, starts, lengths }: Run): void {
    slot.end = next;
    let body: Uint8Array | null = null;
    for (const stream of slot.streams) {
      if (stream.next >= next) continue;
      if (!stream.isAttached || stream.next !== base || stream.session.credit < bytes) {
        if (stream.isAttached) this.#fallBehind(this.#followers.get(stream.session)!, stream);
        continue;
      }
      if (body === null) {
        body = Buffer.allocUnsafeSlow(bytes);
        let to = 0;
        for (let i = 0; i < starts.length; i++) {
          body.set(memory.bytes.subarray(starts[i]!, starts[i]! + lengths[i]!), to);
          to += lengths[i]!;
        }
      }
      this.#send(stream, body, next);
    }
  }

  #send(stream: Stream, batches: Uint8Array, next: number): void {
    const { session, slot, streamId, leaderEpoch } = stream;
    const { highWatermark, logStart } = slot;
    const head = encodePush({ streamId, leaderEpoch, from: stream.next, highWatermark, logStart }, batches.length);
    session.queue(head, batches);
    session.sent += batches.length;
    stream.next = next;
    stream.shownHighWatermark = highWatermark;
    stream.shownLogStart = logStart;
  }

  #fallBehind(follower: FollowerState, stream: Stream): void {
    stream.isAttached = false;
    follower.behind.add(stream);
    this.#ask(follower);
  }

  /** Asks the log for streams that are behind, as far as credit and share allow. */
  #ask(follower: FollowerState): void {
    for (const stream of follower.behind) {
      const { credit } = stream.session;
      if (follower.asking >= MAX_ASKING || credit <= 0) return;
      follower.behind.delete(stream);
      follower.asking++;
      stream.isAsking = true;
      const most = Math.min(MAX_CATCH_UP_BYTES, this.#tails[0]!.memory.capacity / 8);
      const maxBytes = Math.max(1, Math.min(most, Math.floor(credit / (2 * MAX_ASKING))));
      this.#port.want(stream.session, stream.streamId, stream.next, maxBytes);
    }
  }

  #showProgress(): void {
    this.#cancelProgress = null;
    const bySession = new Map<ReplicationSession, ProgressEntry[]>();
    for (const slot of this.#unshown) {
      const { highWatermark, logStart } = slot;
      for (const stream of slot.streams) {
        if (stream.shownHighWatermark === highWatermark && stream.shownLogStart === logStart) continue;
        stream.shownHighWatermark = highWatermark;
        stream.shownLogStart = logStart;
        const { streamId, leaderEpoch } = stream;
        const entries = bySession.get(stream.session);
        if (entries === undefined) bySession.set(stream.session, [{ streamId, leaderEpoch, highWatermark, logStart }]);
        else entries.push({ streamId, leaderEpoch, highWatermark, logStart });
      }
    }
    this.#unshown.clear();
    for (const [session, entries] of bySession) {
      session.queue(encodeProgress(entries));
      session.flush();
    }
  }
}

/** Frames of one log, one after the other in the ring, not sent yet. */
interface Run {
  readonly slot: Slot;
  readonly base: number;
  next: number;
  bytes: number;
  readonly starts: number[];
  readonly lengths: number[];
}
