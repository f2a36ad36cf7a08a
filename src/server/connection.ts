/**
 * One client connection: bytes in, requests to the dispatcher, answers out in order. Main thread.
 *
 * Kafka handles one request of a connection at a time. So do we, but for produces, which may be appended while earlier
 * produces of the same connection wait for their fsync. Whatever cannot be handled yet stays unread in the socket.
 */
import type { ByteSocket, SocketOwner } from '../runtime/sockets/socket.ts';
import type { ConnectionHost } from './connection-host.ts';
import { FrameOutcome, FrameSplitter } from './frame-splitter.ts';
import type { RegisteredApi } from './handlers/registry.ts';
import { NO_READ, type PendingRequest, type SlotOwner, SlotState } from './pending-request.ts';
import { ResponseQueue } from './response-queue.ts';
import { WriteBacklog } from './write-backlog.ts';

/**
 * Produces of one connection without an answer. The fastest journal commits every 0.3 ms and one connection delivers
 * 200,000 requests a second: 60 in flight keep it busy, a 20 ms fsync needs 4,000. A waiting produce costs about 1 KB.
 */
const MAX_PIPELINED_REQUESTS = 4096;

/**
 * Encoded answers above this are written before another request is handled. With one request at a time it bounds what a
 * client that never reads can make us hold: this much, plus one answer.
 */
const MAX_ENCODED_BYTES = 256 * 1024;

export class Connection implements SocketOwner, SlotOwner {
  readonly id: number;
  readonly listenerName: string;
  readonly clientAddress: string;
  readonly principal: string;
  clientSoftwareName = 'unknown';
  clientSoftwareVersion = 'unknown';

  isClosed = false;
  /** Monotonic milliseconds of the last byte in either direction. */
  lastActiveAt: number;
  /** When the bytes now being looked at came in. */
  arrivedAt: number;

  /** Counts reads; and the frames of the latest one that somebody may still look at. */
  #read = 0;
  #framesInRead = 0;

  readonly #host: ConnectionHost;
  readonly #socket: ByteSocket;
  readonly #splitter: FrameSplitter;
  readonly #queue: ResponseQueue;
  readonly #backlog: WriteBacklog;

  /** The splitter's current frame is complete and not handled. */
  #hasFrame = false;
  /** A request that nothing may overtake is being handled: any but a produce, or one that an interceptor holds. */
  #exclusive: PendingRequest | null = null;
  #isReading = true;
  #peerFinished = false;
  /** No further request is handled; what was handled is still answered. */
  #isEnding = false;
  #isInTurn = false;
  #hasAskedForTurn = false;
  #isFinishing = false;

  constructor(host: ConnectionHost, socket: ByteSocket, id: number, listenerName: string) {
    this.#host = host;
    this.#socket = socket;
    this.id = id;
    this.listenerName = listenerName;
    this.clientAddress = socket.remoteAddress;
    this.principal = 'User:ANONYMOUS';
    this.#splitter = new FrameSplitter(host.maxRequestBytes, host.frames);
    this.#queue = new ResponseQueue(host.writers);
    this.#backlog = new WriteBacklog(socket);
    this.lastActiveAt = host.clock.monotonicMs();
    this.arrivedAt = this.lastActiveAt;
  }

  // What the socket tells.

  readonly returnsMemory = true;

  onBytes(bytes: Uint8Array): boolean {
    this.arrivedAt = this.#host.clock.monotonicMs();
    this.lastActiveAt = this.arrivedAt;
    this.#host.counters.bytesIn += bytes.length;
    this.#read++;
    this.#framesInRead = 0;
    this.#splitter.push(bytes);
    this.turn();
    return this.#framesInRead === 0 && !this.#hasFrame && !this.#splitter.hasBytes;
  }

  onPeerFinished(): void {
    this.#peerFinished = true;
    this.turn();
  }

  onWritable(): void {
    this.lastActiveAt = this.#host.clock.monotonicMs();
    this.#backlog.unblock();
    if (this.#socket.queuedBytes === 0 && this.#backlog.isEmpty) this.#queue.sent();
    this.turn();
  }

  onClosed(error: Error | null): void {
    this.isClosed = true;
    this.#queue.clear();
    this.#backlog.clear();
    this.#exclusive = null;
    this.#host.onConnectionClosed(this, error);
  }

  // What the dispatcher and the handlers tell.

  /** Gives a request its place among the answers. */
  admit(slot: PendingRequest): void {
    this.#queue.push(slot);
  }

  /** From here to `shareHandling` or the answer, no later request of this connection is handled. */
  handleAlone(slot: PendingRequest): void {
    this.#exclusive = slot;
  }

  shareHandling(slot: PendingRequest): void {
    if (this.#exclusive !== slot) return;
    this.#exclusive = null;
    if (this.#hasFrame) this.#askForTurn();
  }

  giveFrameBack(frame: Uint8Array): void {
    this.#host.frames.giveBack(frame);
  }

  /** A frame of this read is not looked at any more. Of an earlier one: its memory has gone its own way. */
  releaseRead(read: number): void {
    if (read === this.#read) this.#framesInRead--;
  }

  onSettled(slot: PendingRequest): void {
    const queue = this.#queue;
    queue.unanswered--;
    if (this.#exclusive === slot) this.#exclusive = null;
    if (slot.state === SlotState.Close) this.#isEnding = true;
    if (queue.isHead(slot) || this.#hasFrame) this.#askForTurn();
  }

  #askForTurn(): void {
    if (this.#isInTurn || this.#hasAskedForTurn) return;
    this.#hasAskedForTurn = true;
    this.#host.turnLater(this);
  }

  /** Nothing more is read; the requests handled so far are answered, then the connection closes. */
  end(): void {
    this.#isEnding = true;
    this.turn();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Requests taken in that have no answer yet. */
  get unanswered(): number {
    return this.#queue.unanswered;
  }

  get hasUnanswered(): boolean {
    return this.#queue.unanswered > 0;
  }

  /** Does everything that can be done now: handles frames, writes answers, opens or shuts the tap. */
  turn(): void {
    if (this.isClosed || this.#isInTurn) return;
    this.#isInTurn = true;
    this.#hasAskedForTurn = false;
    do {
      this.#handleFrames();
      this.#writeAnswers();
    } while (!this.isClosed && this.#hasFrame && !this.#backlog.isBlocked && this.#mayHandleFrame());
    this.#isInTurn = false;
    if (this.isClosed) return;
    if (this.#isFinished()) this.#finish();
    else this.#adjustReading();
  }

  #handleFrames(): void {
    while (this.#findFrame() && this.#mayHandleFrame()) {
      if (this.#queue.encodedBytes >= MAX_ENCODED_BYTES || this.#backlog.isBlocked) return;
      const splitter = this.#splitter;
      this.#hasFrame = false;
      const { buffer, start, length, isInPlace, isPooled } = splitter;
      if (!isInPlace) this.#host.dispatcher.dispatch(this, buffer, start, length, isPooled ? buffer : null, NO_READ);
      else if (this.#apiOfFrame()?.handler.releasesFrame === true) {
        this.#framesInRead++;
        this.#host.dispatcher.dispatch(this, buffer, start, length, null, this.#read);
      } else {
        // Its views may be kept, and the bytes of a read are soon others: a copy of what is nearly always small.
        this.#host.dispatcher.dispatch(this, buffer.slice(start, start + length), 0, length, null, NO_READ);
      }
      this.#queue.encodeReady(MAX_ENCODED_BYTES);
    }
  }

  #findFrame(): boolean {
    if (this.#isEnding || this.isClosed) return false;
    if (this.#hasFrame) return true;
    const outcome = this.#splitter.next();
    if (outcome === FrameOutcome.Ready) this.#hasFrame = true;
    else if (outcome === FrameOutcome.Refused) {
      this.#isEnding = true;
      this.#host.onMalformed(this, this.#splitter.refusal);
    }
    return this.#hasFrame;
  }

  /** Whether the frame at hand may be handled now; asks to be called again where that depends on others. */
  #mayHandleFrame(): boolean {
    if (this.#isEnding || this.#exclusive !== null || this.#host.isPaused) return false;
    const api = this.#apiOfFrame();
    const unanswered = this.#queue.unanswered;
    if (unanswered > 0) {
      if (api === null || !api.isPipelined) return false;
      if (this.#queue.open >= MAX_PIPELINED_REQUESTS) return false;
    }
    if (api?.waitsForAppendGate === true && !this.#host.gate.isOpen()) {
      this.#host.turnWhenGateOpens(this);
      return false;
    }
    return true;
  }

  #apiOfFrame(): RegisteredApi | null {
    const { buffer, start, length } = this.#splitter;
    return length >= 2 ? this.#host.registry.find((buffer[start]! << 8) | buffer[start + 1]!) : null;
  }

  #writeAnswers(): void {
    const queue = this.#queue;
    const backlog = this.#backlog;
    while (!backlog.isBlocked) {
      queue.encodeReady(MAX_ENCODED_BYTES);
      const bytes = queue.encodedBytes;
      if (bytes === 0) break;
      this.#host.counters.bytesOut += bytes;
      this.#host.counters.responses += queue.encodedResponses;
      queue.encodedResponses = 0;
      backlog.write(queue.take(), bytes);
      queue.release(this.#socket.queuedBytes === 0 && backlog.isEmpty);
      this.lastActiveAt = this.#host.clock.monotonicMs();
    }
    if (queue.closeReason !== null && !this.#isEnding) this.#isEnding = true;
    if (queue.failure !== null) {
      this.#host.onEncodeFailure(this, queue.failure);
      queue.failure = null;
    }
  }

  #finish(): void {
    if (this.#isFinishing) return;
    this.#isFinishing = true;
    this.#host.onConnectionEnding(this, this.#queue.closeReason);
    this.#socket.closeAfterWrites();
  }

  #isFinished(): boolean {
    if (!this.#backlog.isEmpty) return false;
    if (this.#queue.closeReason !== null) return true;
    if (this.#queue.open > 0) return false;
    return this.#isEnding || (this.#peerFinished && !this.#hasFrame);
  }

  /** A whole frame that has to wait is the sign that more bytes would only pile up. */
  #adjustReading(): void {
    const shouldRead = !this.#hasFrame && !this.#isEnding && !this.#backlog.isBlocked && !this.#host.isPaused;
    if (shouldRead === this.#isReading) return;
    this.#isReading = shouldRead;
    if (shouldRead) this.#socket.resumeReading();
    else this.#socket.pauseReading();
  }
}
