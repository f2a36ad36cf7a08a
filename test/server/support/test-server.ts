/** A server on a free port with handlers that tests steer: answered at once, parked, or failing. */
import type { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import type { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import type { Clock } from '../../../src/runtime/clock/clock.ts';
import { systemClock } from '../../../src/runtime/clock/system-clock.ts';
import type { LogFields, Logger } from '../../../src/runtime/logging/logger.ts';
import {
  apiVersionsHandler,
  type BrokerFeatures,
  NO_FEATURES,
} from '../../../src/server/handlers/discovery/api-versions.ts';
import type { AnyApiHandler, ApiHandler, Reply, RequestContext } from '../../../src/server/handlers/handler.ts';
import { ApiRegistry } from '../../../src/server/handlers/registry.ts';
import { KafkaServer, type KafkaServerOptions } from '../../../src/server/kafka-server.ts';

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
}

export class CollectingLogger implements Logger {
  readonly lines: LogLine[] = [];
  debug(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'debug', event, fields });
  }
  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'info', event, fields });
  }
  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'warn', event, fields });
  }
  error(event: string, fields: LogFields = {}): void {
    this.lines.push({ level: 'error', event, fields });
  }
  child(): Logger {
    return this;
  }
  at(level: string): LogLine[] {
    return this.lines.filter((line) => line.level === level);
  }
}

export interface Handled {
  readonly request: number;
  readonly context: RequestContext;
  readonly reply: Reply<Uint8Array>;
}

/**
 * Stands in for an API: its request is one int32 (what is left of the frame is ignored) and its response is raw bytes.
 * What `onRequest` does not answer stays parked in `handled`.
 */
export class SteeredApi implements ApiHandler<number, Uint8Array> {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly handled: Handled[] = [];
  onRequest: (handled: Handled) => void = () => {};

  constructor(apiKey: number, minVersion: number, maxVersion: number) {
    this.apiKey = apiKey;
    this.minVersion = minVersion;
    this.maxVersion = maxVersion;
  }
  read(reader: ByteReader): number {
    return reader.int32();
  }
  write(writer: ByteWriter, response: Uint8Array): void {
    writer.raw(response);
  }
  handle(request: number, context: RequestContext, reply: Reply<Uint8Array>): void {
    const handled = { request, context, reply };
    this.handled.push(handled);
    this.onRequest(handled);
  }
}

export interface TestServer {
  readonly server: KafkaServer;
  readonly port: number;
  readonly logger: CollectingLogger;
  readonly clock: Clock;
  readonly produce: SteeredApi;
  readonly metadata: SteeredApi;
}

export async function startTestServer(
  options: Partial<KafkaServerOptions> & { handlers?: readonly AnyApiHandler[]; features?: BrokerFeatures } = {},
): Promise<TestServer> {
  const logger = new CollectingLogger();
  const produce = new SteeredApi(ApiKey.Produce, 3, 13);
  const metadata = new SteeredApi(ApiKey.Metadata, 0, 13);
  const registry = new ApiRegistry([produce, metadata, ...(options.handlers ?? [])]);
  registry.add(apiVersionsHandler(registry, options.features ?? NO_FEATURES, { clusterId: 'test-cluster', nodeId: 1 }));
  const clock = options.clock ?? systemClock;
  const server = new KafkaServer({
    listeners: [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 0 }],
    registry,
    logger,
    ...options,
    clock,
  });
  const listeners = await server.start();
  return { server, port: listeners[0]!.bound.port, logger, clock, produce, metadata };
}

export const int32 = (value: number) => (writer: ByteWriter) => writer.int32(value);
