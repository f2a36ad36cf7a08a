/**
 * Handlers of requests that only the controller can decide: passed on as they are, and answered when the change is
 * committed and in this broker's image. Main thread.
 */
import type { ByteReader } from '../../../core/bytes/byte-reader.ts';
import type { ByteWriter } from '../../../core/bytes/byte-writer.ts';
import type { Command, CommandApiKey, CommandShapes } from '../../../core/metadata/commands.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import type { ApiHandler } from '../handler.ts';

export interface ControllerRequest<K extends CommandApiKey> {
  readonly apiKey: K;
  readonly minVersion: number;
  readonly maxVersion: number;
  read(reader: ByteReader, version: number): CommandShapes[K][0];
  write(writer: ByteWriter, response: CommandShapes[K][1], version: number): void;
  /** How long the client waits, in milliseconds. */
  timeoutMs(request: CommandShapes[K][0]): number;
  /** The answer where the request as a whole had no effect, or none that is known. */
  failed(request: CommandShapes[K][0], errorCode: number): CommandShapes[K][1];
}

export function controllerRequestHandler<K extends CommandApiKey>(
  what: ControllerRequest<K>,
  metadata: MetadataService,
): ApiHandler<CommandShapes[K][0], CommandShapes[K][1]> {
  const { apiKey, failed, maxVersion, minVersion, read, timeoutMs, write } = what;
  return {
    apiKey,
    minVersion,
    maxVersion,
    read,
    write,
    handle(request, { arrivedAt }, reply) {
      const deadline = arrivedAt + Math.max(timeoutMs(request), 0);
      metadata.submit({ apiKey, request } as Command<K>, deadline, ({ errorCode, response }) => {
        reply.send(response ?? failed(request, errorCode));
      });
    },
  };
}
