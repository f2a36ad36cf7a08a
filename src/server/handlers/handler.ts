/**
 * The contract between the wire and what answers it. Runs on the main thread.
 *
 * A handler is a synchronous function: it answers at once through `reply`, or parks the reply in a purgatory or a
 * client's continuation table and returns. It never awaits, never blocks and never throws for bad input.
 */
import type { ByteReader } from '../../core/bytes/byte-reader.ts';
import type { ByteWriter } from '../../core/bytes/byte-writer.ts';

/** What is known of the peer. One object per connection, shared by all its requests. */
export interface ConnectionInfo {
  readonly id: number;
  /** Name of the listener the connection came in on (`PLAINTEXT`): decides which advertised addresses it is told. */
  readonly listenerName: string;
  readonly clientAddress: string;
  /** `User:ANONYMOUS` on an unauthenticated listener. */
  readonly principal: string;
  /** From ApiVersions v3+; `unknown` before. */
  clientSoftwareName: string;
  clientSoftwareVersion: string;
}

export interface RequestContext {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  readonly connection: ConnectionInfo;
  /** Monotonic milliseconds at which the frame was complete; deadlines count from here. */
  readonly arrivedAt: number;
  /** The handler holds no view of the request's bytes any more: their memory may serve another request. */
  releaseFrame(): void;
}

/** One slot in the connection's queue of answers. Exactly one of its verbs is called, exactly once, now or later. */
export interface Reply<Response> {
  /**
   * Answers; leaves the connection when every earlier request of it has been answered. The response is encoded now or
   * then, and its large byte fields are sent by reference: neither it nor they may change any more.
   */
  send(response: Response): void;
  /**
   * Before `send`: called once the kernel has the whole answer, when memory that the response refers to may be written
   * again. Never called if the peer goes first.
   */
  whenSent(onSent: () => void): void;
  /** Gives the slot up without an answer (Produce with acks=0). */
  nothing(): void;
  /** Closes the connection instead of answering, as Kafka does where an error code has no place. */
  close(reason: string): void;
  /** True once the peer is gone: a parked reply may be dropped, sending to it does nothing. */
  readonly isAbandoned: boolean;
}

/** One API of the registry. ApiVersions is derived from these, so what is advertised is what is served. */
export interface ApiHandler<Request, Response> {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
  read(reader: ByteReader, version: number): Request;
  write(writer: ByteWriter, response: Response, version: number): void;
  /** Set where `handle` calls `context.releaseFrame` before it returns, nearly always: its requests are not copied. */
  readonly releasesFrame?: boolean;
  /**
   * Views that `request` has of the frame's bytes stay valid for as long as they are held, unless the handler calls
   * `context.releaseFrame`. Holding one holds the whole frame, so what is kept for long is copied.
   */
  handle(request: Request, context: RequestContext, reply: Reply<Response>): void;
}

/** A handler among others, its types forgotten: what the registry holds. */
export type AnyApiHandler = ApiHandler<unknown, unknown>;
