/** Calls a handler as the dispatcher would: request through its bytes, response through its bytes, at a given version. */
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import type { ApiHandler } from '../../../src/server/handlers/handler.ts';

export interface Codec<Request, Response> {
  writeRequest(writer: ByteWriter, request: Request, version: number): void;
  readResponse(reader: ByteReader, version: number): Response;
}

export interface CallOptions {
  arrivedAt?: number;
  listenerName?: string;
}

export class Call<Response> {
  response: Response | null = null;
  isNothing = false;
  closed: string | null = null;
}

/** The call may still be without an answer when this returns. */
export function startCall<Request, Response>(
  handler: ApiHandler<Request, Response>,
  codec: Codec<Request, Response>,
  version: number,
  request: Request,
  options: CallOptions = {},
): Call<Response> {
  const writer = new ByteWriter();
  codec.writeRequest(writer, request, version);
  const frame = writer.toBytes();
  const read = handler.read(new ByteReader(frame), version);
  const call = new Call<Response>();
  const connection = {
    id: 1,
    listenerName: options.listenerName ?? 'PLAINTEXT',
    clientAddress: '127.0.0.1',
    principal: 'User:ANONYMOUS',
    clientSoftwareName: 'unknown',
    clientSoftwareVersion: 'unknown',
  };
  const { apiKey } = handler;
  const arrivedAt = options.arrivedAt ?? 1_000;
  const context = {
    apiKey,
    apiVersion: version,
    correlationId: 1,
    clientId: 'test',
    connection,
    arrivedAt,
    // Whoever looks at the request after that sees what another request would leave there.
    releaseFrame: () => frame.fill(0xee),
  };
  let answers = 0;
  let onSent = (): void => {};
  const once = () => {
    if (++answers > 1) throw new Error('a reply is used once');
  };
  handler.handle(read, context, {
    whenSent(then) {
      onSent = then;
    },
    send(response) {
      once();
      const out = new ByteWriter();
      handler.write(out, response, version);
      call.response = codec.readResponse(new ByteReader(out.toBytes()), version);
      onSent();
    },
    nothing() {
      once();
      call.isNothing = true;
    },
    close(reason) {
      once();
      call.closed = reason;
    },
    isAbandoned: false,
  });
  return call;
}

export async function call<Request, Response>(
  handler: ApiHandler<Request, Response>,
  codec: Codec<Request, Response>,
  version: number,
  request: Request,
  options: CallOptions = {},
): Promise<Response> {
  const started = startCall(handler, codec, version, request, options);
  for (let i = 0; i < 200 && started.response === null; i++) await Promise.resolve();
  if (started.response === null) throw new Error('no answer came');
  return started.response;
}
