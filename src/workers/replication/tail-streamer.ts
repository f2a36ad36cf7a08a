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
import type { ThrottleTerms } from '../../core/replication/replication-throttle.ts';
import {
  encodeAnswer,
  encodeProgress,
  encodePush,
  FrameKind,
  listFrames,
  type ProgressEntry,
} from '../../core/replication/wire-format.ts';
import { RingMemory, RingReader } from '../../runtime/rings/append-ring.ts';
import { copyBytes } from '../../runtime/rings/copy-bytes.ts';
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
import { type CatchUpPort, CatchUpTurns, type LaggingStream } from './catch-up-turns.ts';
import { type OpenStream, REPLICATION_READER, type Throttling } from './replication-messages.ts';
import type { ReplicationSession } from './session.ts';

/** Batches of one log are sent together up to this many bytes. */
const MAX_PUSH_BYTES = 256 * 1024;
/** Frames taken from a ring before other events get their turn. */
const MAX_TURN_FRAMES = 1024;
/** How long a high watermark waits for a batch to travel with. */
const PROGRESS_DELAY_MS = 2;
/** Before the log is asked again for what it did not have yet. */
const AGAIN_MS = 5;

interface Slot {
  /** After the last frame of the log that the ring's reader has passed. */
  end: number;
  highWatermark: number;
  logStart: number;
  /** Of one run: what this broker sends at once, and what every follower of the log takes of it. */
  readonly mostPushBytes: number;
  maxPushBytes: number;
  readonly streams: Stream[];
}

interface Stream extends LaggingStream {
  readonly leaderEpoch: number;
  readonly slot: Slot;
  next: number;
  isAttached: boolean;
  shownHighWatermark: number;
  shownLogStart: number;
}

class RingTail {
  readonly memory: RingMemory;
  readonly reader: RingReader;
  readonly slots = new Map<number, Slot>();
  /** Ends of all logs that the reader has met, by slot: what is opened later begins with them. */
  readonly ends: number[] = [];
  readonly doorbell: Doorbell;
  /** Of one run. */
  readonly maxPushBytes: number;

  constructor(buffer: SharedArrayBuffer, onRing: () => void) {
    this.memory = new RingMemory(buffer, REPLICATION_READER + 1);
    this.reader = new RingReader(this.memory, REPLICATION_READER);
    this.doorbell = new Doorbell(this.memory.control, readerDoorbell(REPLICATION_READER), onRing);
    this.maxPushBytes = Math.min(MAX_PUSH_BYTES, this.memory.capacity / 8);
  }
}

export class TailStreamer {
  readonly #port: CatchUpPort;
  readonly #tails: RingTail[];
  /** By follower, then by stream id. */
  readonly #followers = new Map<ReplicationSession, Map<number, Stream>>();
  readonly #turns: CatchUpTurns;
  readonly #unshown = new Set<Slot>();
  #cancelProgress: (() => void) | null = null;
  #isClosed = false;

  /** @param port `onCatchUp` answers what it wants */
  constructor(rings: readonly SharedArrayBuffer[], port: CatchUpPort) {
    this.#port = port;
    this.#tails = rings.map((ring, i) => new RingTail(ring, () => this.#drain(this.#tails[i]!)));
    this.#turns = new CatchUpTurns(port, Math.min(...this.#tails.map(({ memory }) => memory.capacity)));
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
    this.#turns.close();
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
        mostPushBytes: tail.maxPushBytes,
        maxPushBytes: tail.maxPushBytes,
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
      throttling: open.throttling,
      isHeld: false,
      asked: 0,
      shownHighWatermark: open.highWatermark,
      shownLogStart: open.logStart,
    };
    slot.streams.push(stream);
    limitPushes(slot);
    const streams = this.#followers.get(session);
    if (streams === undefined) this.#followers.set(session, new Map([[open.streamId, stream]]));
    else streams.set(open.streamId, stream);
    const { streamId, leaderEpoch, from: offset, highWatermark, logStart } = open;
    session.queue(encodeAnswer(FrameKind.Go, { streamId, leaderEpoch, offset, highWatermark, logStart }));
    if (!stream.isAttached) this.#turns.add(stream);
    session.flush();
  }

  closeStream(session: ReplicationSession, streamId: number): void {
    const stream = this.#followers.get(session)?.get(streamId);
    if (stream === undefined) return;
    this.#followers.get(session)!.delete(streamId);
    this.#turns.remove(stream);
    this.#turns.onAnswered(stream);
    const { streams } = stream.slot;
    streams.splice(streams.indexOf(stream), 1);
    limitPushes(stream.slot);
    this.#turns.onRoom(session);
  }

  closeSession(session: ReplicationSession): void {
    for (const streamId of [...(this.#followers.get(session)?.keys() ?? [])]) this.closeStream(session, streamId);
    this.#followers.delete(session);
    this.#turns.forgetSession(session);
  }

  onGranted(session: ReplicationSession): void {
    if (this.#followers.has(session)) this.#turns.onRoom(session);
  }

  /** leader.replication.throttled.rate */
  throttle(terms: ThrottleTerms): void {
    this.#turns.useThrottle(terms);
  }

  changeTerms(session: ReplicationSession, streamId: number, throttling: Throttling): void {
    const stream = this.#followers.get(session)?.get(streamId);
    if (stream !== undefined) this.#turns.changeThrottling(stream, throttling);
  }

  /** The follower has enough of a stream for now, or wants it again: then it goes on from the log. */
  hold(session: ReplicationSession, streamId: number, isHeld: boolean): void {
    const stream = this.#followers.get(session)?.get(streamId);
    if (stream === undefined || stream.isHeld === isHeld) return;
    stream.isHeld = isHeld;
    if (isHeld) {
      stream.isAttached = false;
      this.#turns.remove(stream);
    } else if (stream.asked === 0) this.#goOn(stream);
  }

  /** The log's answer to `want`. The batches are the streamer's. */
  onCatchUp(session: ReplicationSession, streamId: number, from: number, next: number, batches: Uint8Array): void {
    const stream = this.#followers.get(session)?.get(streamId);
    if (stream === undefined || stream.asked === 0) return;
    this.#turns.onAnswered(stream);
    if (from === stream.next && batches.length > 0) {
      this.#send(stream, batches, next);
      session.flush();
    }
    if (batches.length > 0 || stream.next >= stream.slot.end) this.#goOn(stream);
    else {
      this.#port.setTimer(AGAIN_MS, () => {
        if (this.#followers.get(session)?.get(streamId) === stream && stream.asked === 0) this.#goOn(stream);
      });
    }
    this.#turns.onRoom(session);
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

  #goOn(stream: Stream): void {
    if (stream.isHeld) return;
    if (stream.next >= stream.slot.end) stream.isAttached = true;
    else this.#turns.add(stream);
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
    if (run !== null && (run.slot !== slot || run.bytes + length > slot.maxPushBytes)) {
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
      const { session } = stream;
      // Of a batch that the follower cannot take the owner of the log tells it.
      const takes = session.credit >= bytes && session.maxBatchBytes >= bytes;
      if (!stream.isAttached || stream.next !== base || !takes) {
        if (stream.isAttached) {
          stream.isAttached = false;
          this.#turns.add(stream);
        }
        continue;
      }
      if (body === null) {
        body = Buffer.allocUnsafeSlow(bytes);
        let to = 0;
        for (let i = 0; i < starts.length; i++) {
          copyBytes(memory.bytes, starts[i]!, starts[i]! + lengths[i]!, body, to);
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
    this.#turns.onSent(stream, batches.length);
    stream.next = next;
    stream.shownHighWatermark = highWatermark;
    stream.shownLogStart = logStart;
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
      session.queue(...listFrames(entries, encodeProgress));
      session.flush();
    }
  }
}

function limitPushes(slot: Slot): void {
  slot.maxPushBytes = slot.mostPushBytes;
  for (const { session } of slot.streams) slot.maxPushBytes = Math.min(slot.maxPushBytes, session.maxBatchBytes);
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
