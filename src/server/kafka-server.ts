/**
 * The server floor as its owner sees it: opens listeners, keeps the connections, pauses and resumes them, closes down.
 * Main thread; one per broker.
 */
import type { Clock } from '../runtime/clock/clock.ts';
import { LogLimiter } from '../runtime/logging/log-limiter.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import { BufferPool } from '../runtime/memory/buffer-pool.ts';
import { listenOnTcp } from '../runtime/sockets/node-socket.ts';
import type { ByteSocket, Listen } from '../runtime/sockets/socket.ts';
import { type AppendGate, alwaysOpenGate } from './append-gate.ts';
import { Connection } from './connection.ts';
import type { ConnectionHost } from './connection-host.ts';
import { type ConnectionLimitOptions, ConnectionLimits, NO_CONNECTION_LIMITS } from './connection-limits.ts';
import type { ApiRegistry } from './handlers/registry.ts';
import { IdleWatch } from './idle-watch.ts';
import { type Interceptor, Interceptors } from './interceptors.ts';
import { type BoundListener, Listener, type ListenerOptions, type ListenerOwner } from './listener.ts';
import { RequestDispatcher } from './request-dispatcher.ts';
import { ServerCounters } from './server-counters.ts';
import { TurnQueue } from './turn-queue.ts';
import { WriterPool } from './writer-pool.ts';

export interface KafkaServerOptions {
  readonly listeners: readonly ListenerOptions[];
  readonly registry: ApiRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly gate?: AppendGate;
  readonly limits?: ConnectionLimitOptions;
  /** `socket.request.max.bytes`. */
  readonly maxRequestBytes?: number;
  /** `connections.max.idle.ms`; negative for never. */
  readonly maxIdleMs?: number;
  readonly counters?: ServerCounters;
  /** TCP by default. */
  readonly listen?: Listen;
}

export const DEFAULT_MAX_REQUEST_BYTES = 104_857_600;
export const DEFAULT_MAX_IDLE_MS = 600_000;

export class KafkaServer implements ConnectionHost, ListenerOwner {
  readonly clock: Clock;
  readonly counters: ServerCounters;
  readonly writers = new WriterPool();
  readonly frames = new BufferPool();
  readonly registry: ApiRegistry;
  readonly dispatcher: RequestDispatcher;
  readonly gate: AppendGate;
  readonly maxRequestBytes: number;
  isPaused = false;

  readonly #options: KafkaServerOptions;
  readonly #logger: Logger;
  readonly #limiter: LogLimiter;
  readonly #limits: ConnectionLimits;
  readonly #interceptors = new Interceptors();
  readonly #turns: TurnQueue;
  readonly #idle: IdleWatch<Connection>;
  readonly #connections = new Set<Connection>();
  #listeners: Listener[] = [];
  #nextConnectionId = 1;
  #isClosing = false;
  #onLastClosed: (() => void) | null = null;

  constructor(options: KafkaServerOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.counters = options.counters ?? new ServerCounters();
    this.registry = options.registry;
    this.gate = options.gate ?? alwaysOpenGate;
    this.maxRequestBytes = options.maxRequestBytes ?? DEFAULT_MAX_REQUEST_BYTES;
    this.#logger = options.logger;
    this.#limiter = new LogLimiter(options.logger, options.clock);
    this.#limits = new ConnectionLimits(options.limits ?? NO_CONNECTION_LIMITS);
    this.#turns = new TurnQueue(this.gate);
    this.#idle = new IdleWatch(options.clock, options.maxIdleMs ?? DEFAULT_MAX_IDLE_MS, (connection) => {
      this.counters.idleConnections++;
      connection.destroy();
    });
    this.dispatcher = new RequestDispatcher({
      registry: options.registry,
      interceptors: this.#interceptors,
      counters: this.counters,
      clock: options.clock,
      logger: options.logger,
      limiter: this.#limiter,
    });
  }

  /** Binds every listener, or none: rejects with a sentence for the operator when one cannot be bound. */
  async start(): Promise<readonly BoundListener[]> {
    const listen = this.#options.listen ?? listenOnTcp;
    const opened = await Promise.allSettled(
      this.#options.listeners.map((options) => Listener.open(options, listen, this)),
    );
    this.#listeners = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = opened.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      await this.close(0);
      throw failed.reason;
    }
    return this.#listeners;
  }

  /** Takes new limits (they are dynamic properties). Connections that are open already stay. */
  setLimits(limits: ConnectionLimitOptions): void {
    this.#limits.set(limits);
  }

  get listeners(): readonly BoundListener[] {
    return this.#listeners;
  }

  /** Looks at requests of one API, or of all (`ANY_API`), before their handler. The answer takes it off again. */
  intercept(apiKey: number, interceptor: Interceptor): () => void {
    return this.#interceptors.add(apiKey, interceptor);
  }

  /** Stops reading from, and handling for, every connection; answers still go out. */
  pause(): void {
    this.isPaused = true;
    for (const connection of this.#connections) connection.turn();
  }

  resume(): void {
    this.isPaused = false;
    for (const connection of this.#connections) connection.turn();
  }

  /**
   * Stops accepting and reading, lets what was handled be answered for up to `deadlineMs`, then cuts what is left.
   * Settles when no socket and no timer of the server remains.
   */
  async close(deadlineMs: number): Promise<void> {
    this.#isClosing = true;
    const unbound = Promise.all(this.#listeners.map((listener) => listener.close()));
    if (this.#connections.size > 0) {
      const lastClosed = new Promise<void>((resolve) => {
        this.#onLastClosed = resolve;
      });
      const cutAll = (): void => {
        for (const connection of this.#connections) connection.destroy();
      };
      for (const connection of this.#connections) connection.end();
      const cancelDeadline = deadlineMs > 0 ? this.clock.setTimer(deadlineMs, cutAll) : cutAll();
      await lastClosed;
      cancelDeadline?.();
    }
    await unbound;
  }

  /** Requests taken in that have no answer yet, over all connections. */
  unansweredRequests(): number {
    let sum = 0;
    for (const { unanswered } of this.#connections) sum += unanswered;
    return sum;
  }

  // What listeners tell.

  onAccept(socket: ByteSocket, listener: Listener): void {
    this.counters.acceptedConnections++;
    const ip = socket.remoteAddress;
    if (ip === '' || this.#isClosing) {
      socket.destroy();
      return;
    }
    const limit = this.#limits.admit(ip, listener.name, this.clock.monotonicMs());
    if (limit !== null) {
      this.counters.refusedConnections++;
      this.#limiter.warn('a connection was refused by a limit', { limit, client: ip, listener: listener.name });
      socket.destroy();
      return;
    }
    const connection = new Connection(this, socket, this.#nextConnectionId++, listener.name);
    this.#connections.add(connection);
    this.counters.openConnections++;
    this.#idle.add(connection);
    socket.setOwner(connection);
    if (this.isPaused) connection.turn();
  }

  onAcceptFailure(error: Error, listenerName: string): void {
    this.#limiter.warn('a connection could not be accepted', { cause: error.message, listener: listenerName });
  }

  // What connections ask for and tell.

  turnLater(connection: Connection): void {
    this.#turns.later(connection);
  }

  turnWhenGateOpens(connection: Connection): void {
    this.#turns.whenGateOpens(connection);
  }

  onMalformed(connection: Connection, cause: string): void {
    this.counters.malformedConnections++;
    const { clientAddress: client, listenerName: listener } = connection;
    const fields = { cause, client, listener };
    this.#limiter.warn('a connection sent no Kafka request and closes', fields, `${listener} ${client} ${cause}`);
  }

  onEncodeFailure(connection: Connection, failure: unknown): void {
    this.counters.handlerFailures++;
    this.#logger.error('a response could not be encoded; its connection closes', {
      error: failure,
      client: connection.clientAddress,
    });
  }

  onConnectionEnding(connection: Connection, closeReason: string | null): void {
    if (closeReason === null) return;
    const { clientAddress: client, listenerName: listener } = connection;
    this.#limiter.info('a connection closes instead of answering', { cause: closeReason, client, listener });
  }

  onConnectionClosed(connection: Connection, error: Error | null): void {
    this.#connections.delete(connection);
    this.#turns.forget(connection);
    this.#idle.remove(connection);
    this.#limits.release(connection.clientAddress, connection.listenerName);
    this.counters.openConnections--;
    if (error !== null)
      this.#logger.debug('a connection broke', { cause: error.message, client: connection.clientAddress });
    if (this.#connections.size === 0) this.#onLastClosed?.();
  }
}
