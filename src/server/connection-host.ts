/** What a connection needs of the server around it. */
import type { Clock } from '../runtime/clock/clock.ts';
import type { BufferPool } from '../runtime/memory/buffer-pool.ts';
import type { AppendGate } from './append-gate.ts';
import type { Connection } from './connection.ts';
import type { ApiRegistry } from './handlers/registry.ts';
import type { RequestDispatcher } from './request-dispatcher.ts';
import type { ServerCounters } from './server-counters.ts';
import type { WriterPool } from './writer-pool.ts';

export interface ConnectionHost {
  readonly clock: Clock;
  readonly counters: ServerCounters;
  readonly writers: WriterPool;
  readonly frames: BufferPool;
  readonly registry: ApiRegistry;
  readonly dispatcher: RequestDispatcher;
  readonly gate: AppendGate;
  /** `socket.request.max.bytes`. */
  readonly maxRequestBytes: number;
  /** True while no connection may read or handle anything. */
  readonly isPaused: boolean;
  /** Gives the connection a turn once the current wake has run to its end, so that its answers leave together. */
  turnLater(connection: Connection): void;
  /** Gives the connection a turn when there is room for appends again, after those that asked earlier. */
  turnWhenGateOpens(connection: Connection): void;
  /** The client sent what cannot be a request. */
  onMalformed(connection: Connection, cause: string): void;
  onEncodeFailure(connection: Connection, failure: unknown): void;
  /** The last answers are on their way; `closeReason` is a handler's, null where the peer or the server ended it. */
  onConnectionEnding(connection: Connection, closeReason: string | null): void;
  onConnectionClosed(connection: Connection, error: Error | null): void;
}
