/**
 * One request from its header to its answer: the context its handler sees, the reply it answers through and the slot in
 * its connection's queue of answers, in one object so that a request costs one allocation. Main thread.
 */
import { assert } from '../core/base/assert.ts';
import type { AnyApiHandler, ConnectionInfo, Reply, RequestContext } from './handlers/handler.ts';

export const SlotState = { Waiting: 0, Answered: 1, Nothing: 2, Close: 3 } as const;
export type SlotState = (typeof SlotState)[keyof typeof SlotState];

/** Of a request that lies in memory of its own. */
export const NO_READ = -1;

/** The connection as a slot sees it. */
export interface SlotOwner extends ConnectionInfo {
  readonly isClosed: boolean;
  onSettled(slot: PendingRequest): void;
  giveFrameBack(frame: Uint8Array): void;
  releaseRead(read: number): void;
}

export class PendingRequest implements RequestContext, Reply<unknown> {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  readonly connection: SlotOwner;
  readonly arrivedAt: number;
  /** Encodes the answer. */
  readonly handler: AnyApiHandler;
  /** Response header v1: the correlation id is followed by tags. */
  readonly hasTaggedHeader: boolean;

  state: SlotState = SlotState.Waiting;
  response: unknown = null;
  closeReason = '';
  /** Set by a fault injection: the connection closes where the answer would have gone out. */
  losesAnswer = false;
  next: PendingRequest | null = null;
  onSent: (() => void) | null = null;
  /** Where the request lies, when that memory is the pool's. */
  pooledFrame: Uint8Array | null = null;
  /** The read of the connection that the request lies in. */
  read = NO_READ;
  #isDisowned = false;

  constructor(
    connection: SlotOwner,
    handler: AnyApiHandler,
    apiKey: number,
    apiVersion: number,
    correlationId: number,
    clientId: string | null,
    arrivedAt: number,
    hasTaggedHeader: boolean,
  ) {
    this.connection = connection;
    this.handler = handler;
    this.apiKey = apiKey;
    this.apiVersion = apiVersion;
    this.correlationId = correlationId;
    this.clientId = clientId;
    this.arrivedAt = arrivedAt;
    this.hasTaggedHeader = hasTaggedHeader;
  }

  get isAbandoned(): boolean {
    return this.connection.isClosed;
  }

  releaseFrame(): void {
    const { pooledFrame, read } = this;
    this.pooledFrame = null;
    this.read = NO_READ;
    if (pooledFrame !== null) this.connection.giveFrameBack(pooledFrame);
    if (read !== NO_READ) this.connection.releaseRead(read);
  }

  whenSent(onSent: () => void): void {
    this.onSent = onSent;
  }

  send(response: unknown): void {
    if (this.losesAnswer) {
      this.close('an interceptor lost the answer');
      return;
    }
    this.response = response;
    this.#settle(SlotState.Answered);
  }

  nothing(): void {
    this.#settle(SlotState.Nothing);
  }

  close(reason: string): void {
    this.closeReason = reason;
    this.#settle(SlotState.Close);
  }

  /** Closes the connection because the handler failed; what it may have parked before it did can no longer do harm. */
  disown(reason: string): void {
    if (this.state === SlotState.Waiting) this.close(reason);
    this.#isDisowned = true;
  }

  #settle(state: SlotState): void {
    if (this.#isDisowned) return;
    assert(this.state === SlotState.Waiting, 'a request is answered exactly once');
    this.state = state;
    if (!this.connection.isClosed) this.connection.onSettled(this);
  }
}
