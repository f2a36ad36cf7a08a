/**
 * The verbs of the replication thread, for the owner of the logs; and what it hears from there, decoded. Main thread.
 */
import type { ThrottleTerms } from '../../core/replication/replication-throttle.ts';
import { FRAME_HEADER_BYTES, frameHeadLength, frameKind } from '../../core/replication/wire-format.ts';
import type { PageHandle } from '../../runtime/counters/counter-page.ts';
import { RingMemory } from '../../runtime/rings/append-ring.ts';
import { MessageReader, MessageWriter } from './message-ring.ts';
import type { ReplicationHost } from './replication-host.ts';
import {
  type CatchUp,
  decodeOpened,
  decodeWant,
  encodeCatchUp,
  encodeOpenStream,
  encodeShown,
  encodeStreamId,
  encodeStreamTerms,
  type OpenStream,
  type PeerList,
  type ReplicationStart,
  type SessionOpened,
  type Shown,
  type StreamTerms,
  ToAgent,
  ToOwner,
  type Want,
} from './replication-messages.ts';

/** A session as the owner knows it. Ids are never used twice. */
export interface SessionId {
  readonly peer: number;
  readonly session: number;
}

export interface ReplicationEvents {
  onOpened(id: SessionId, opened: SessionOpened): void;
  onClosed(id: SessionId): void;
  /**
   * The head is `bytes[headStart, headEnd)`, batches follow up to `end`; valid during the call. False: not now; the same
   * frame comes again after `drain`.
   */
  onFrame(
    id: SessionId,
    kind: number,
    bytes: Uint8Array,
    view: DataView,
    headStart: number,
    headEnd: number,
    end: number,
  ): boolean;
  onWant(id: SessionId, want: Want): void;
  onNote(text: string): void;
  onFailed(reason: string): void;
}

export interface ReplicationClientOptions {
  readonly clusterId: string;
  readonly nodeId: number;
  readonly incarnationId: string;
  readonly host: string;
  readonly port: number;
  readonly appendRings: readonly SharedArrayBuffer[];
  /** Of the largest append ring: the message rings are no smaller. */
  readonly ringBytes: number;
  /** Largest batch that all append rings take. */
  readonly maxBatchBytes: number;
  readonly counters?: PageHandle | undefined;
}

export type StartHost = (
  start: ReplicationStart,
  onDied: (error: Error) => void,
) => ReplicationHost | Promise<ReplicationHost>;

/** Takes any list (MAX_LIST_ENTRIES), however small the append rings are. */
const MIN_RING_BYTES = 1024 * 1024;

export class ReplicationClient {
  readonly #events: ReplicationEvents;
  readonly #writer: MessageWriter;
  readonly #reader: MessageReader;
  readonly #start: ReplicationStart;
  #host: ReplicationHost | null = null;
  #onListening: (port: number) => void = () => {};
  /** Not null until the thread listens. */
  #onStartFailed: ((error: Error) => void) | null = null;
  #isStopping = false;

  constructor(options: ReplicationClientOptions, events: ReplicationEvents) {
    const { ringBytes, ...facts } = options;
    this.#events = events;
    const messageBytes = Math.max(ringBytes, MIN_RING_BYTES);
    const toAgent = RingMemory.allocate(messageBytes, 1);
    const toOwner = RingMemory.allocate(messageBytes, 1);
    this.#start = { ...facts, toAgent: toAgent.buffer, toOwner: toOwner.buffer };
    this.#writer = new MessageWriter(toAgent);
    this.#reader = new MessageReader(toOwner, (kind, peer, session, bytes, view, start, end) =>
      this.#onMessage(kind, { peer, session }, bytes, view, start, end),
    );
  }

  /** Resolves with the port that is listened on; rejects when the thread cannot start, or cannot listen. */
  async start(startHost: StartHost): Promise<number> {
    const listening = new Promise<number>((resolve, reject) => {
      this.#onListening = resolve;
      this.#onStartFailed = reject;
    });
    listening.catch(() => {});
    this.#reader.start();
    this.#host = await startHost(this.#start, (error) =>
      this.#onFailed(`the replication thread died: ${error.message}`),
    );
    const port = await listening;
    this.#onStartFailed = null;
    return port;
  }

  usePeers(list: PeerList): void {
    this.#writer.post(ToAgent.Peers, -1, 0, [new TextEncoder().encode(JSON.stringify(list))]);
  }

  send({ peer, session }: SessionId, frame: Uint8Array): void {
    this.#writer.post(ToAgent.Send, peer, session, [frame]);
  }

  openStream({ peer, session }: SessionId, open: OpenStream): void {
    this.#writer.post(ToAgent.OpenStream, peer, session, [encodeOpenStream(open)]);
  }

  closeStream({ peer, session }: SessionId, streamId: number): void {
    this.#writer.post(ToAgent.CloseStream, peer, session, [encodeStreamId(streamId)]);
  }

  catchUp({ peer, session }: SessionId, answer: CatchUp, batches: Uint8Array): void {
    this.#writer.post(ToAgent.CatchUp, peer, session, [encodeCatchUp(answer), batches]);
  }

  show(shown: Shown): void {
    this.#writer.post(ToAgent.Show, -1, 0, [encodeShown(shown)]);
  }

  /** leader.replication.throttled.rate, of all streams that it concerns. */
  throttle(terms: ThrottleTerms): void {
    this.#writer.post(ToAgent.Throttle, -1, 0, [new TextEncoder().encode(JSON.stringify(terms))]);
  }

  changeTerms({ peer, session }: SessionId, terms: StreamTerms): void {
    this.#writer.post(ToAgent.StreamTerms, peer, session, [encodeStreamTerms(terms)]);
  }

  /** Goes on with what was not taken. */
  drain(): void {
    this.#reader.drain();
  }

  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#writer.post(ToAgent.Stop, -1, 0, []);
    await this.#host?.stopped();
    this.#reader.close();
    this.#writer.close();
  }

  #onFailed(reason: string): void {
    if (this.#isStopping) return;
    if (this.#onStartFailed !== null) this.#onStartFailed(new Error(reason));
    else this.#events.onFailed(reason);
  }

  #onMessage(kind: number, id: SessionId, bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
    if (this.#isStopping) return true;
    const text = (): string => new TextDecoder().decode(bytes.slice(start, end));
    if (kind === ToOwner.Frame) {
      const headStart = start + FRAME_HEADER_BYTES;
      return this.#events.onFrame(
        id,
        frameKind(view, start),
        bytes,
        view,
        headStart,
        headStart + frameHeadLength(view, start),
        end,
      );
    }
    if (kind === ToOwner.Opened) this.#events.onOpened(id, decodeOpened(view, start));
    else if (kind === ToOwner.Closed) this.#events.onClosed(id);
    else if (kind === ToOwner.Want) this.#events.onWant(id, decodeWant(view, start));
    else if (kind === ToOwner.Note) this.#events.onNote(text());
    else if (kind === ToOwner.Failed) this.#onFailed(text());
    else if (kind === ToOwner.Listening) this.#onListening(view.getUint32(start));
    return true;
  }
}
