/** The wire at its plainest, for loads and for who waits until a broker serves: sockets, answers, single requests. */
import { connect, type Socket } from 'node:net';
import { room } from '../room.ts';
import { frame, makeBatch, PRODUCE_ERROR_AT, produceFrame, TOPIC } from './frames.ts';

const CREATE_TOPICS = 19;
const TOPIC_ALREADY_EXISTS = 36;
/** Between two attempts, and how long they go on. */
const AGAIN_AFTER_MS = 5;
const PATIENCE_MS = 60_000;

export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setNoDelay(true);
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

/** Cuts a stream into answers. Whole answers are handed on as views; the rest is kept by reference until needed. */
export function onAnswers(socket: Socket, handle: (answer: Buffer) => void): void {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let needed = 4;
  socket.on('data', (chunk: Buffer) => {
    kept.push(chunk);
    keptBytes += chunk.length;
    if (keptBytes < needed) return;
    let bytes = kept.length === 1 ? chunk : Buffer.concat(kept, keptBytes);
    for (;;) {
      needed = bytes.length < 4 ? 4 : 4 + bytes.readInt32BE(0);
      if (bytes.length < needed) break;
      handle(bytes.subarray(4, needed));
      bytes = bytes.subarray(needed);
    }
    kept = bytes.length === 0 ? [] : [bytes];
    keptBytes = bytes.length;
  });
}

/** One request on a connection of its own. */
export async function ask(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = await open(port);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the broker closed the connection')));
    onAnswers(socket, (found) => resolve(Buffer.from(found)));
    socket.write(bytes);
  });
  socket.destroy();
  return answer;
}

/**
 * Creates the topic if need be, then writes one small batch to each partition until each has a leader. Resolves when the
 * last is acknowledged. @returns among others when the first was, by performance.now().
 * @throws with the error that the broker still answers after a minute
 */
export async function prepare(
  port: number,
  partitions: number,
): Promise<{ readonly partitions: number; readonly firstAcknowledgedAt: number }> {
  const { crc32c } = await room<typeof import('../../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');
  const deadline = Date.now() + PATIENCE_MS;
  const batch = makeBatch(200, 100, crc32c);
  await until(deadline, 'CreateTopics', async () => {
    const created = await ask(port, createTopicFrame(partitions));
    const error = created.readInt16BE(4 + 4 + 4 + 2 + TOPIC.length);
    return error === TOPIC_ALREADY_EXISTS ? 0 : error;
  });
  let firstAcknowledgedAt = 0;
  for (let partition = 0; partition < partitions; partition++) {
    await until(deadline, 'Produce', async () =>
      (await ask(port, produceFrame(partition, 1, batch))).readInt16BE(PRODUCE_ERROR_AT),
    );
    if (partition === 0) firstAcknowledgedAt = performance.now();
  }
  return { partitions, firstAcknowledgedAt };
}

/** A broker that has just begun may not know its controller yet, a topic not its leader; and it may hang up on who is early. */
async function until(deadline: number, what: string, attempt: () => Promise<number>): Promise<void> {
  for (;;) {
    const outcome = await attempt().catch((error: unknown) => error as Error);
    if (outcome === 0) return;
    if (Date.now() > deadline) throw outcome instanceof Error ? outcome : new Error(`${what} answers error ${outcome}`);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  }
}

/** CreateTopics v2 for `TOPIC` with one replica. */
function createTopicFrame(partitions: number): Buffer {
  const body = Buffer.alloc(4 + 2 + TOPIC.length + 4 + 2 + 4 + 4 + 4 + 1);
  body.writeInt32BE(1, 0);
  body.writeInt16BE(TOPIC.length, 4);
  body.write(TOPIC, 6);
  body.writeInt32BE(partitions, 6 + TOPIC.length);
  body.writeInt16BE(1, 10 + TOPIC.length);
  body.writeInt32BE(20_000, 20 + TOPIC.length);
  return frame(CREATE_TOPICS, 2, body);
}
