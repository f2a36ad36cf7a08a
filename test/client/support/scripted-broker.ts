/**
 * A broker that does what a test says: it speaks real frames over a real socket, answers ApiVersions and Metadata by
 * itself, and asks the script for everything else.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { allMessages } from '../../../src/core/protocol/generated/all-messages.ts';
import {
  newApiVersionsResponse,
  newApiVersionsResponseApiVersion,
} from '../../../src/core/protocol/generated/api-versions-response.ts';
import {
  newMetadataResponse,
  newMetadataResponseTopic,
} from '../../../src/core/protocol/generated/metadata-response.ts';
import type { MessageCodec } from '../../../src/core/protocol/message-codec.ts';
import { readRequestHead } from '../../../src/core/protocol/request-header.ts';
import { writeResponseHead } from '../../../src/core/protocol/response-header.ts';

/** A response; `close` drops the connection, `silence` never answers; bytes are sent as they are. */
export type Answer = object | 'close' | 'silence' | Uint8Array;
export type Script = (request: never, version: number) => Answer;

export interface TopicLayout {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: number;
}

export interface SeenRequest {
  readonly apiKey: number;
  readonly version: number;
  readonly request: unknown;
}

export class ScriptedBroker {
  readonly seen: SeenRequest[] = [];
  readonly scripts = new Map<number, Script>();
  topics: TopicLayout[] = [];
  /** What Metadata tells of every partition. */
  leaderEpoch = 0;
  /** Versions to offer; all we have codecs for, when absent. */
  ranges = new Map<number, readonly [number, number]>();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  static async start(): Promise<ScriptedBroker> {
    const broker = new ScriptedBroker();
    await new Promise<void>((resolve) => broker.#server.listen(0, '127.0.0.1', resolve));
    return broker;
  }

  private constructor() {
    this.#server = createServer((socket) => this.#accept(socket));
    this.scripts.set(ApiKey.ApiVersions, () => this.apiVersions());
    this.scripts.set(ApiKey.Metadata, () => this.metadata());
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }
  get bootstrapServers(): string {
    return `127.0.0.1:${this.port}`;
  }
  get connectionCount(): number {
    return this.#sockets.size;
  }

  requests(apiKey: number): SeenRequest[] {
    return this.seen.filter((seen) => seen.apiKey === apiKey);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  apiVersions() {
    const apiKeys = allMessages
      .filter(({ kind, key }) => kind === 'request' && key !== null)
      .map(({ key, minVersion, maxVersion }) => {
        const [min, max] = this.ranges.get(key!) ?? [minVersion, maxVersion];
        return newApiVersionsResponseApiVersion({ apiKey: key!, minVersion: min, maxVersion: max });
      });
    return newApiVersionsResponse({ apiKeys });
  }

  /** This broker, as number 1, leads everything. */
  metadata() {
    return newMetadataResponse({
      brokers: [{ nodeId: 1, host: '127.0.0.1', port: this.port, rack: null }],
      controllerId: 1,
      topics: this.topics.map(({ name, topicId, partitions }) =>
        newMetadataResponseTopic({
          name,
          topicId,
          partitions: Array.from({ length: partitions }, (_, partitionIndex) => ({
            errorCode: 0,
            partitionIndex,
            leaderId: 1,
            leaderEpoch: this.leaderEpoch,
            replicaNodes: [1],
            isrNodes: [1],
            offlineReplicas: [],
          })),
        }),
      ),
    });
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let buffered: Uint8Array = new Uint8Array(0);
    socket.on('data', (chunk) => {
      buffered = Buffer.concat([buffered, chunk]);
      while (buffered.length >= 4) {
        const length = new DataView(buffered.buffer, buffered.byteOffset).getInt32(0);
        if (buffered.length < 4 + length) break;
        this.#answer(socket, buffered.slice(4, 4 + length));
        buffered = buffered.subarray(4 + length);
      }
    });
  }

  #answer(socket: Socket, frame: Uint8Array): void {
    const reader = new ByteReader(frame);
    const { apiKey, apiVersion, correlationId } = readRequestHead(reader);
    const request = codec('request', apiKey).read(reader, apiVersion);
    this.seen.push({ apiKey, version: apiVersion, request });
    const script = this.scripts.get(apiKey);
    if (script === undefined) throw new Error(`no script for api ${apiKey}`);
    const answer = script(request as never, apiVersion);
    if (answer === 'close') socket.destroy();
    else if (answer instanceof Uint8Array) socket.write(answer);
    else if (answer !== 'silence') socket.write(frameOf(apiKey, apiVersion, correlationId, answer as object));
  }
}

export function frameOf(apiKey: number, version: number, correlationId: number, response: object): Uint8Array {
  const writer = new ByteWriter();
  writeResponseHead(writer, apiKey, version, correlationId);
  codec('response', apiKey).write(writer, response, version);
  const body = writer.toBytes();
  const frame = new Uint8Array(4 + body.length);
  new DataView(frame.buffer).setInt32(0, body.length);
  frame.set(body, 4);
  return frame;
}

function codec(kind: 'request' | 'response', apiKey: number): MessageCodec {
  const found = allMessages.find((message) => message.kind === kind && message.key === apiKey);
  if (found === undefined) throw new Error(`no ${kind} of api ${apiKey}`);
  return found;
}
