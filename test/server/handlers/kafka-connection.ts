/** A plain connection to a real broker, for recording what it answers. */
import { connect } from 'node:net';
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { ApiKey, isFlexible } from '../../../src/core/protocol/api-keys.ts';
import { allMessages } from '../../../src/core/protocol/generated/all-messages.ts';

export function messageCodec(name: string) {
  return allMessages.find((message) => message.name === name)!;
}

/** One request on a connection of its own; null where the broker closes it, or is silent for five seconds. */
export function askKafka(
  host: string,
  port: number,
  api: string,
  version: number,
  request: object,
): Promise<object | null> {
  return new Promise((resolve) => {
    const apiKey = ApiKey[api as keyof typeof ApiKey];
    const writer = new ByteWriter();
    writer.int16(apiKey);
    writer.int16(version);
    writer.int32(1);
    writer.string('admin-answers');
    if (isFlexible(apiKey, version)) writer.uvarint(0);
    messageCodec(`${api}Request`).write(writer, request, version);
    const body = writer.toBytes();
    const frame = Buffer.alloc(4 + body.length);
    frame.writeInt32BE(body.length);
    frame.set(body, 4);
    const socket = connect(port, host, () => socket.write(frame));
    socket.setTimeout(5_000, () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      const reader = new ByteReader(received, 8);
      if (isFlexible(apiKey, version)) reader.skipTags();
      resolve(messageCodec(`${api}Response`).read(reader, version));
      socket.destroy();
    });
    socket.on('error', () => resolve(null));
    socket.on('close', () => resolve(null));
  });
}
