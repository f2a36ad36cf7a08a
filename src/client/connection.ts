/**
 * One TCP connection to one broker: pipelined requests, answers matched by correlation id, a deadline per request, and the
 * versions that this broker and we both speak. A fault of any kind closes it and fails everything in flight.
 */
import { connect, type Socket } from 'node:net';
import { ByteReader } from '../core/bytes/byte-reader.ts';
import { ByteWriter } from '../core/bytes/byte-writer.ts';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { writeRequestHead } from '../core/protocol/request-header.ts';
import { readResponseHead } from '../core/protocol/response-header.ts';
import { type BrokerAddress, formatAddress } from './addresses.ts';
import type { Api } from './api.ts';
import { negotiate, type VersionRanges } from './api-versions.ts';
import { KafkaError } from './kafka-error.ts';
import { ResponseFrames } from './response-frames.ts';

export interface ConnectionOptions {
  readonly clientId: string;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

/** Above any response a broker sends by itself; guards against a peer that is not a broker. */
const RESPONSE_BYTES_MAX = 512 * 1024 * 1024;

interface Pending {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly read: (reader: ByteReader) => unknown;
  readonly resolve: (response: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export class BrokerConnection {
  readonly address: BrokerAddress;
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #frames = new ResponseFrames(RESPONSE_BYTES_MAX);
  readonly #pending = new Map<number, Pending>();
  #ranges: VersionRanges = new Map();
  #nextCorrelationId = 0;
  #failure: KafkaError | null = null;

  /** Connects and learns what the broker speaks. */
  static async open(address: BrokerAddress, options: ConnectionOptions): Promise<BrokerConnection> {
    const socket = await openSocket(address, options.connectTimeoutMs);
    const connection = new BrokerConnection(address, socket, options);
    try {
      connection.#ranges = await negotiate(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  private constructor(address: BrokerAddress, socket: Socket, options: ConnectionOptions) {
    this.address = address;
    this.#socket = socket;
    this.#options = options;
    socket.on('data', (chunk: Uint8Array) => this.#onBytes(chunk));
    socket.on('error', (error) => this.#fail(error.message));
    socket.on('close', () => this.#fail('the connection was closed'));
  }

  get isOpen(): boolean {
    return this.#failure === null;
  }

  /** The highest version that both sides speak, or null when there is none. */
  versionOf<Request, Response>(api: Api<Request, Response>): number | null {
    const range = this.#ranges.get(api.key);
    if (range === undefined) return null;
    const version = Math.min(api.maxVersion, range.max);
    return version < Math.max(api.minVersion, range.min) ? null : version;
  }

  /** Sends a request in the highest common version. Throws KafkaError; after a timeout the connection is closed. */
  call<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    timeoutMs: number = this.#options.requestTimeoutMs,
  ): Promise<Response> {
    const version = this.#commonVersion(api);
    return version instanceof KafkaError ? Promise.reject(version) : this.callVersion(api, version, request, timeoutMs);
  }

  callVersion<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    request: Request,
    timeoutMs: number = this.#options.requestTimeoutMs,
    read: (reader: ByteReader) => Response = (reader) => api.read(reader, version),
  ): Promise<Response> {
    return new Promise<Response>((resolve, reject) => {
      const correlationId = this.#send(api, version, request);
      if (correlationId instanceof Error) {
        reject(correlationId);
        return;
      }
      const timer = setTimeout(() => {
        this.#fail(`${api.name} was not answered within ${timeoutMs} ms`, ErrorCode.REQUEST_TIMED_OUT);
      }, timeoutMs);
      const settle = resolve as (response: unknown) => void;
      this.#pending.set(correlationId, { apiKey: api.key, apiVersion: version, read, resolve: settle, reject, timer });
    });
  }

  /** For Produce with acks=0, which has no answer. Throws KafkaError. */
  callWithoutAnswer<Request, Response>(api: Api<Request, Response>, request: Request): void {
    const version = this.#commonVersion(api);
    if (version instanceof KafkaError) throw version;
    const sent = this.#send(api, version, request);
    if (sent instanceof Error) throw sent;
  }

  /** Bytes that are written and not yet taken by the kernel. */
  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  /** Closes now; what is in flight fails. */
  close(): void {
    this.#fail('the client closed the connection');
  }

  /** Sends what is queued before closing: acks=0 has nothing else to wait for. */
  closeAfterWrites(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#failure !== null) resolve();
      else
        this.#socket.end(() => {
          this.close();
          resolve();
        });
    });
  }

  #commonVersion<Request, Response>(api: Api<Request, Response>): number | KafkaError {
    const version = this.versionOf(api);
    if (version !== null) return version;
    const range = this.#ranges.get(api.key);
    const theirs = range === undefined ? 'does not offer it' : `offers versions ${range.min}-${range.max}`;
    return new KafkaError(
      ErrorCode.UNSUPPORTED_VERSION,
      `${api.name} at ${formatAddress(this.address)}`,
      `the broker ${theirs}, this client speaks ${api.minVersion}-${api.maxVersion}`,
    );
  }

  #send<Request, Response>(api: Api<Request, Response>, version: number, request: Request): number | Error {
    if (this.#failure !== null) return this.#failure;
    const correlationId = this.#nextCorrelationId;
    this.#nextCorrelationId = (correlationId + 1) & 0x7fff_ffff;
    const writer = new ByteWriter();
    try {
      writeRequestHead(writer, {
        apiKey: api.key,
        apiVersion: version,
        correlationId,
        clientId: this.#options.clientId,
      });
      api.write(writer, request, version);
    } catch (error) {
      return error as Error;
    }
    const chunks = writer.finish();
    const prefix = new Uint8Array(4);
    new DataView(prefix.buffer).setInt32(
      0,
      chunks.reduce((total, chunk) => total + chunk.length, 0),
    );
    this.#socket.cork();
    this.#socket.write(prefix);
    for (const chunk of chunks) this.#socket.write(chunk);
    this.#socket.uncork();
    return correlationId;
  }

  #onBytes(chunk: Uint8Array): void {
    const wrong = this.#frames.push(chunk, (bytes, start, end) => this.#onFrame(bytes, start, end));
    if (wrong !== null) this.#fail(`the broker sent ${wrong}: is this a Kafka port?`);
  }

  #onFrame(bytes: Uint8Array, start: number, end: number): void {
    if (this.#failure !== null) return;
    const reader = new ByteReader(bytes, start, end);
    const correlationId = new ByteReader(bytes, start, end).int32();
    const pending = this.#pending.get(correlationId);
    if (pending === undefined) {
      this.#fail(`the broker answered request ${correlationId}, which was not asked`);
      return;
    }
    this.#pending.delete(correlationId);
    clearTimeout(pending.timer);
    try {
      readResponseHead(reader, pending.apiKey, pending.apiVersion);
      pending.resolve(pending.read(reader));
    } catch (error) {
      this.#fail(`an answer could not be read: ${(error as Error).message}`);
      pending.reject(this.#failure!);
    }
  }

  #fail(why: string, code: number = ErrorCode.NETWORK_EXCEPTION): void {
    if (this.#failure !== null) return;
    this.#failure = new KafkaError(code, `broker ${formatAddress(this.address)}`, why);
    this.#socket.destroy();
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(this.#failure);
    }
    this.#pending.clear();
  }
}

function openSocket(address: BrokerAddress, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address.host, port: address.port, noDelay: true });
    const fail = (why: string) => {
      socket.destroy();
      reject(new KafkaError(ErrorCode.NETWORK_EXCEPTION, `broker ${formatAddress(address)}`, why));
    };
    const timer = setTimeout(() => fail(`no connection within ${timeoutMs} ms`), timeoutMs);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      // An address with several candidates fails with an AggregateError, whose own message is empty.
      fail(error.message !== '' ? error.message : `connect ${error.code ?? 'failed'}`);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
