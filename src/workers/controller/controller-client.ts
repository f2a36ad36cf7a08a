/**
 * The controller as main knows it: verbs that return at once, continuations that are called exactly once. Nothing here
 * blocks; a request that gets no answer in time is answered REQUEST_TIMED_OUT, and may or may not take effect.
 */
import type { Command, CommandApiKey, CommandResponse } from '../../core/metadata/commands.ts';
import type { RequestId } from '../../core/metadata/request-results.ts';
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { ControllerPort, FromController, PublishedEntry, ToController } from './controller-messages.ts';

export type Outcome<K extends CommandApiKey> =
  /** `index`: an image that far shows what the response says. */
  | { readonly errorCode: 0; readonly response: CommandResponse<K>; readonly index: number }
  /**
   * REQUEST_TIMED_OUT, KAFKA_STORAGE_ERROR, NOT_CONTROLLER, INVALID_REQUEST: of the request as a whole. STALE_BROKER_EPOCH:
   * another incarnation of this broker is registered.
   */
  | { readonly errorCode: number; readonly response: null; readonly index: number };

export interface ControllerEvents {
  /** The committed image as a whole: at first, and whenever entries in between are no longer to be had. */
  onImage(entry: PublishedEntry): void;
  /** Committed entries, in order and without gaps. */
  onEntries(entries: readonly PublishedEntry[]): void;
  onNote(text: string): void;
  /** A line of the controller's for the broker's log. */
  onLog?(level: 'debug' | 'info' | 'warn' | 'error', event: string, fields: Readonly<Record<string, unknown>>): void;
  onFatal(error: Error): void;
}

/**
 * Requests on their way at a time; more wait here. The controller remembers the answers to the last 1,000 requests of a
 * broker: what is sent again after a failover must be among them.
 */
const MOST_IN_FLIGHT = 500;

interface Continuation {
  isSent: boolean;
  readonly submission: Extract<ToController, { type: 'submit' }>;
  readonly deadline: number;
  cancelTimer: () => void;
  callback(outcome: Outcome<CommandApiKey>): void;
}

const RETRY_MS = 20;

export class ControllerClient {
  readonly #port: ControllerPort<ToController, FromController>;
  readonly #clock: Clock;
  readonly #events: ControllerEvents;
  readonly #continuations = new Map<number, Continuation>();
  /** Correlations of what has not been sent, oldest first; some may have timed out. */
  #unsent: number[] = [];
  #inFlight = 0;
  #nextCorrelation = 1;
  #incarnation: { readonly brokerId: number; readonly brokerEpoch: number } | null = null;
  #nextSequence = 0;
  #onStopped: (() => void) | null = null;
  #hasStopped = false;

  constructor(port: ControllerPort<ToController, FromController>, clock: Clock, events: ControllerEvents) {
    this.#port = port;
    this.#clock = clock;
    this.#events = events;
    port.onMessage = (message) => this.#receive(message);
  }

  /** From here on requests carry an id, and take effect at most once however often they are sent. */
  registered(brokerId: number, brokerEpoch: number): void {
    this.#incarnation = { brokerId, brokerEpoch };
  }

  subscribe(): void {
    this.#port.post({ type: 'subscribe' });
  }

  /** `deadline` in monotonic milliseconds. */
  submit<K extends CommandApiKey>(
    command: Command<K>,
    deadline: number,
    callback: (outcome: Outcome<K>) => void,
  ): void {
    if (this.#hasStopped) {
      callback({ errorCode: ErrorCode.NOT_CONTROLLER, response: null, index: 0 });
      return;
    }
    const correlation = this.#nextCorrelation++;
    const { apiKey, request } = command;
    const timeoutMs = Math.max(0, deadline - this.#clock.monotonicMs());
    const requestId = this.#nextRequestId();
    const submission = { type: 'submit', correlation, requestId, apiKey, request, timeoutMs } as const;
    const continuation: Continuation = {
      isSent: false,
      submission,
      deadline,
      cancelTimer: this.#clock.setTimer(timeoutMs, () => {
        this.#finish(correlation, { errorCode: ErrorCode.REQUEST_TIMED_OUT, response: null, index: 0 });
      }),
      callback: callback as (outcome: Outcome<CommandApiKey>) => void,
    };
    this.#continuations.set(correlation, continuation);
    // A heartbeat says that this broker lives: it waits behind nothing.
    if (this.#inFlight < MOST_IN_FLIGHT || apiKey === ApiKey.BrokerHeartbeat) this.#post(continuation);
    else this.#unsent.push(correlation);
  }

  /** Ends the controller after what was submitted before; everyone still waiting is told NOT_CONTROLLER. */
  stop(done: () => void): void {
    if (this.#hasStopped) {
      done();
      return;
    }
    this.#onStopped = done;
    this.#port.post({ type: 'stop' });
  }

  #post(continuation: Continuation): void {
    if (!continuation.isSent) this.#inFlight++;
    continuation.isSent = true;
    const timeoutMs = Math.max(0, continuation.deadline - this.#clock.monotonicMs());
    this.#port.post({ ...continuation.submission, timeoutMs });
  }

  #sendMore(): void {
    let next = 0;
    while (this.#inFlight < MOST_IN_FLIGHT && next < this.#unsent.length) {
      const continuation = this.#continuations.get(this.#unsent[next]!);
      next++;
      if (continuation !== undefined) this.#post(continuation);
    }
    if (next > 0) this.#unsent = this.#unsent.slice(next);
  }

  #nextRequestId(): RequestId | null {
    if (this.#incarnation === null) return null;
    return { ...this.#incarnation, sequence: this.#nextSequence++ };
  }

  #receive(message: FromController): void {
    switch (message.type) {
      case 'image':
        this.#events.onImage(message.entry);
        return;
      case 'entries':
        this.#events.onEntries(message.entries);
        return;
      case 'note':
        this.#events.onNote(message.text);
        return;
      case 'log':
        this.#events.onLog?.(message.level, message.event, message.fields);
        return;
      case 'fatal':
        this.#events.onFatal(Object.assign(new Error(message.message), { code: message.code }));
        return;
      case 'stopped':
        this.#stopped();
        return;
      case 'reply':
        if (message.errorCode === ErrorCode.NOT_CONTROLLER && this.#retryLater(message.correlation)) return;
        this.#finish(message.correlation, message as Outcome<CommandApiKey>);
    }
  }

  /** The same id goes to whoever leads next: what took effect already is only answered again. */
  #retryLater(correlation: number): boolean {
    const continuation = this.#continuations.get(correlation);
    const isLate = continuation === undefined || this.#clock.monotonicMs() + RETRY_MS >= continuation.deadline;
    if (isLate || this.#onStopped !== null) return false;
    this.#clock.setTimer(RETRY_MS, () => {
      if (this.#continuations.has(correlation)) this.#post(continuation);
    });
    return true;
  }

  #finish(correlation: number, outcome: Outcome<CommandApiKey>): void {
    const continuation = this.#continuations.get(correlation);
    if (continuation === undefined) return;
    this.#continuations.delete(correlation);
    continuation.cancelTimer();
    if (continuation.isSent) this.#inFlight--;
    if (this.#unsent.length > 0) this.#sendMore();
    const { errorCode, response, index } = outcome;
    continuation.callback({ errorCode, response, index } as Outcome<CommandApiKey>);
  }

  #stopped(): void {
    this.#hasStopped = true;
    for (const correlation of [...this.#continuations.keys()]) {
      this.#finish(correlation, { errorCode: ErrorCode.NOT_CONTROLLER, response: null, index: 0 });
    }
    const onStopped = this.#onStopped;
    this.#onStopped = null;
    onStopped?.();
  }
}
