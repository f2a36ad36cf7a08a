/**
 * From a frame to its handler: header, version check, body, interceptors. Main thread.
 *
 * Whatever cannot be understood closes its connection, with the cause in the log and nothing on the wire: only
 * ApiVersions has a form in which "I do not speak that version" can be said (KIP-511).
 */
import { ByteReader } from '../core/bytes/byte-reader.ts';
import { DecodeError } from '../core/bytes/decode-error.ts';
import { ApiKey, apiName } from '../core/protocol/api-keys.ts';
import type { Clock } from '../runtime/clock/clock.ts';
import type { LogLimiter } from '../runtime/logging/log-limiter.ts';
import type { LogFields, Logger } from '../runtime/logging/logger.ts';
import type { Connection } from './connection.ts';
import { unsupportedApiVersions } from './handlers/discovery/api-versions.ts';
import type { ApiRegistry, RegisteredApi } from './handlers/registry.ts';
import type { Interception, Interceptors } from './interceptors.ts';
import { PendingRequest, SlotState } from './pending-request.ts';
import type { ServerCounters } from './server-counters.ts';

const NO_BYTES = new Uint8Array(0);

/** Frames above this are let go at once; smaller ones may stay referenced by the reader until the next request. */
const LARGEST_KEPT_FRAME_BYTES = 64 * 1024;

export interface DispatcherParts {
  readonly registry: ApiRegistry;
  readonly interceptors: Interceptors;
  readonly counters: ServerCounters;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limiter: LogLimiter;
}

export class RequestDispatcher {
  readonly #registry: ApiRegistry;
  readonly #interceptors: Interceptors;
  readonly #counters: ServerCounters;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #limiter: LogLimiter;
  readonly #reader = new ByteReader(NO_BYTES);

  constructor(parts: DispatcherParts) {
    this.#registry = parts.registry;
    this.#interceptors = parts.interceptors;
    this.#counters = parts.counters;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#limiter = parts.limiter;
  }

  /**
   * Handles one whole frame. Never throws: what goes wrong ends the connection, not the broker.
   *
   * @param pooledFrame the frame's memory where it is the pool's
   * @param read the read of the connection that the frame lies in, or NO_READ
   */
  dispatch(
    connection: Connection,
    frame: Uint8Array,
    start: number,
    length: number,
    pooledFrame: Uint8Array | null,
    read: number,
  ): void {
    const reader = this.#reader.reset(frame, start, start + length);
    try {
      this.#handleFrame(connection, reader, pooledFrame, read);
    } catch (error) {
      if (error instanceof DecodeError)
        this.#refuse(connection, `it cannot be decoded: ${error.message}`, headerFields(frame, start, length));
      else {
        this.#counters.handlerFailures++;
        this.#logger.error('decoding a request failed', { error, ...headerFields(frame, start, length) });
        connection.end();
      }
    }
    if (length > LARGEST_KEPT_FRAME_BYTES) reader.reset(NO_BYTES);
  }

  #handleFrame(connection: Connection, reader: ByteReader, pooledFrame: Uint8Array | null, read: number): void {
    const apiKey = reader.int16();
    const apiVersion = reader.int16();
    const correlationId = reader.int32();
    // Not compact even in header v2 (KIP-482), so that the header of any version can be read this far.
    const clientId = reader.nullableString();
    const api = this.#registry.find(apiKey);
    if (api === null) {
      this.#refuse(connection, 'its api key is not served here', {
        api: apiName(apiKey),
        apiKey,
        apiVersion,
        clientId,
      });
      return;
    }
    this.#counters.requests++;
    this.#counters.requestsByApi[apiKey]!++;
    if (!api.supports(apiVersion)) {
      if (apiKey === ApiKey.ApiVersions) this.#answerUnsupportedApiVersions(connection, api, correlationId, clientId);
      else
        this.#refuse(connection, 'its version is not served here', {
          api: apiName(apiKey),
          apiKey,
          apiVersion,
          clientId,
        });
      return;
    }
    if (api.isFlexible(apiVersion)) reader.skipTags();
    const { handler } = api;
    const request = handler.read(reader, apiVersion);
    const slot = new PendingRequest(
      connection,
      handler,
      apiKey,
      apiVersion,
      correlationId,
      clientId,
      connection.arrivedAt,
      api.hasTaggedResponseHeader(apiVersion),
    );
    connection.admit(slot);
    if (!api.isPipelined) connection.handleAlone(slot);
    if (this.#interceptors.isEmpty) {
      // An interceptor may keep the request for as long as it likes.
      slot.pooledFrame = pooledFrame;
      slot.read = read;
      this.#handle(request, slot);
    } else this.#intercept(connection, api, request, slot);
  }

  #handle(request: unknown, slot: PendingRequest): void {
    try {
      slot.handler.handle(request, slot, slot);
    } catch (error) {
      this.#counters.handlerFailures++;
      this.#logger.error('a request handler failed; its connection closes', { error, ...describe(slot) });
      slot.disown('its handler failed');
    }
  }

  #answerUnsupportedApiVersions(
    connection: Connection,
    api: RegisteredApi,
    correlationId: number,
    clientId: string | null,
  ): void {
    const { apiKey, handler } = api;
    const answer = unsupportedApiVersions(handler.minVersion, handler.maxVersion);
    const slot = new PendingRequest(
      connection,
      answer,
      apiKey,
      0,
      correlationId,
      clientId,
      connection.arrivedAt,
      false,
    );
    connection.admit(slot);
    slot.send(null);
  }

  #intercept(connection: Connection, api: RegisteredApi, request: unknown, slot: PendingRequest): void {
    const obey = (verdict: Interception | null): void => {
      if (slot.state !== SlotState.Waiting || slot.isAbandoned) return;
      switch (verdict?.action) {
        case 'answer':
          slot.send(verdict.response);
          return;
        case 'delay':
          this.#clock.setTimer(verdict.milliseconds, () => obey(null));
          return;
        case 'drop':
          slot.close('an interceptor dropped the request');
          return;
        case 'hang':
          return;
        case 'lose-answer':
          slot.losesAnswer = true;
          break;
        default:
          break;
      }
      if (api.isPipelined) connection.shareHandling(slot);
      this.#handle(request, slot);
    };
    connection.handleAlone(slot);
    try {
      const verdict = this.#interceptors.decide(request, slot);
      if (!(verdict instanceof Promise)) obey(verdict);
      else verdict.then(obey).catch((error: unknown) => this.#failInterceptor(slot, error));
    } catch (error) {
      this.#failInterceptor(slot, error);
    }
  }

  #failInterceptor(slot: PendingRequest, error: unknown): void {
    this.#logger.error('an interceptor failed; the connection closes', { error, ...describe(slot) });
    slot.disown('an interceptor failed');
  }

  #refuse(connection: Connection, cause: string, fields: LogFields): void {
    this.#counters.malformedConnections++;
    this.#limiter.warn('a request was refused and its connection closes', {
      cause,
      client: connection.clientAddress,
      listener: connection.listenerName,
      ...fields,
    });
    connection.end();
  }
}

function describe(slot: PendingRequest): LogFields {
  const { apiKey, apiVersion, correlationId, clientId } = slot;
  return { api: apiName(apiKey), apiKey, apiVersion, correlationId, clientId };
}

/** As much of the header as is there: what makes a log line of an undecodable request useful. */
function headerFields(frame: Uint8Array, start: number, length: number): LogFields {
  if (length < 4) return { frameBytes: length };
  const view = new DataView(frame.buffer, frame.byteOffset + start, length);
  return { frameBytes: length, api: apiName(view.getInt16(0)), apiVersion: view.getInt16(2) };
}
