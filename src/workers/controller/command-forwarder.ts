/**
 * Commands of this node that another one has to carry out: keeps each until it is answered, sends it to whoever is the
 * controller, and again, under the same request id, to the next one. Holds no thread and no timer. Controller thread.
 */
import { EncodeError } from '../../core/bytes/encode-error.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';
import { encodeSubmit, MOST_FRAME_BYTES, type Reply } from './peer-frames.ts';

/** Commands that wait for a controller; more are refused, and tried again by whoever asks. */
const MOST_WAITING = 10_000;
/** What a controller refused as no controller of its own is tried again after this long, or when another one is known. */
const RETRY_MS = 20;
/**
 * What has no answer after this long is sent again: the controller drops answers to a peer whose queue is full. The
 * request id makes the effect happen once.
 */
const RESEND_MS = 1_000;

export type Submission = Extract<ToController, { type: 'submit' }> & {
  readonly from: ControllerPort<FromController, ToController>;
  /** By another node, which keeps it until it is answered. */
  readonly isForwarded: boolean;
};

interface Waiting {
  readonly submission: Submission;
  /** Nobody waits for the answer any more. */
  readonly expiresAt: number;
  /** The controller it was sent to; null: to nobody. */
  sentTo: number | null;
  sentAt: number;
  notBefore: number;
}

export class CommandForwarder {
  readonly #send: (peer: number, frame: Uint8Array) => boolean;
  readonly #waiting = new Map<number, Waiting>();
  #nextCorrelation = 1;
  #controller: number | null = null;

  constructor(send: (peer: number, frame: Uint8Array) => boolean) {
    this.#send = send;
  }

  get size(): number {
    return this.#waiting.size;
  }

  submit(submission: Submission, now: number): void {
    if (this.#waiting.size >= MOST_WAITING) {
      refuse(submission, ErrorCode.NOT_CONTROLLER);
      return;
    }
    const correlation = this.#nextCorrelation++;
    const waiting = { submission, expiresAt: now + submission.timeoutMs, sentTo: null, sentAt: now, notBefore: now };
    this.#waiting.set(correlation, waiting);
    this.#sendOne(correlation, waiting, now);
  }

  /** Another node is the controller, or the session with it is new: everything goes there. Null: nobody is known. */
  setController(node: number | null, now: number): void {
    this.#controller = node;
    for (const [correlation, waiting] of this.#waiting) {
      waiting.sentTo = null;
      waiting.notBefore = now;
      this.#sendOne(correlation, waiting, now);
    }
  }

  /** This node is the controller itself: takes all that wait. */
  takeAll(): Submission[] {
    const all = [...this.#waiting.values()].map(({ submission }) => submission);
    this.#waiting.clear();
    return all;
  }

  onReply(reply: Reply, now: number): void {
    const waiting = this.#waiting.get(reply.correlation);
    if (waiting === undefined) return;
    if (reply.errorCode === ErrorCode.NOT_CONTROLLER) {
      waiting.sentTo = null;
      waiting.notBefore = now + RETRY_MS;
      return;
    }
    this.#waiting.delete(reply.correlation);
    const { from, correlation } = waiting.submission;
    from.post({ ...reply, correlation });
  }

  onReset(peer: number): void {
    for (const waiting of this.#waiting.values()) if (waiting.sentTo === peer) waiting.sentTo = null;
  }

  tick(now: number): void {
    for (const [correlation, waiting] of this.#waiting) {
      if (waiting.expiresAt <= now) {
        this.#waiting.delete(correlation);
        continue;
      }
      if (now - waiting.sentAt >= RESEND_MS) waiting.sentTo = null;
      this.#sendOne(correlation, waiting, now);
    }
  }

  #sendOne(correlation: number, waiting: Waiting, now: number): void {
    const controller = this.#controller;
    if (controller === null || waiting.sentTo !== null || waiting.notBefore > now) return;
    try {
      const { requestId, apiKey, request } = waiting.submission;
      const frame = encodeSubmit({ correlation, requestId, apiKey, request });
      if (frame.length > MOST_FRAME_BYTES) throw new EncodeError('a command is too large for the control plane');
      if (!this.#send(controller, frame)) return;
      waiting.sentTo = controller;
      waiting.sentAt = now;
    } catch (error) {
      if (!(error instanceof EncodeError)) throw error;
      this.#waiting.delete(correlation);
      refuse(waiting.submission, ErrorCode.INVALID_REQUEST);
    }
  }
}

export function refuse({ from, correlation }: Pick<Submission, 'from' | 'correlation'>, errorCode: number): void {
  from.post({ type: 'reply', correlation, errorCode, response: null, index: 0 });
}
