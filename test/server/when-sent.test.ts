import { expect, test } from 'vitest';
import type { ByteSocket, SocketOwner } from '../../src/runtime/sockets/socket.ts';
import type { AnyApiHandler } from '../../src/server/handlers/handler.ts';
import { PendingRequest } from '../../src/server/pending-request.ts';
import { ResponseQueue } from '../../src/server/response-queue.ts';
import { WriteBacklog } from '../../src/server/write-backlog.ts';
import { WriterPool } from '../../src/server/writer-pool.ts';

const connection = {
  id: 1,
  listenerName: 'PLAINTEXT',
  clientAddress: '',
  principal: '',
  clientSoftwareName: '',
  clientSoftwareVersion: '',
  isClosed: false,
  onSettled: () => {},
  giveFrameBack: () => {},
  releaseRead: () => {},
};
const handler = { write: (writer: { raw(bytes: Uint8Array): void }, bytes: Uint8Array) => writer.raw(bytes) };

class FullSocket implements ByteSocket {
  readonly remoteAddress = '';
  readonly remotePort = 0;
  queuedBytes = 0;
  setOwner(_owner: SocketOwner): void {}
  write(chunks: readonly Uint8Array[]): boolean {
    for (const { length } of chunks) this.queuedBytes += length;
    return false;
  }
  pauseReading(): void {}
  resumeReading(): void {}
  closeAfterWrites(): void {}
  destroy(): void {}
}

test('memory of an answer is free once the kernel has it, and not before', () => {
  const queue = new ResponseQueue(new WriterPool());
  const socket = new FullSocket();
  const backlog = new WriteBacklog(socket);
  const sent: number[] = [];
  for (const id of [1, 2]) {
    const slot = new PendingRequest(connection, handler as unknown as AnyApiHandler, 1, 4, id, null, 0, false);
    queue.push(slot);
    slot.whenSent(() => sent.push(id));
    slot.send(new Uint8Array(10_000));
  }
  queue.encodeReady(1);
  backlog.write(queue.take(), queue.encodedBytes);
  queue.release(socket.queuedBytes === 0 && backlog.isEmpty);
  expect(sent).toEqual([]);
  queue.encodeReady(1);
  socket.queuedBytes = 0;
  backlog.unblock();
  queue.sent();
  // The second was encoded meanwhile, but nobody has taken it yet.
  expect(sent).toEqual([1]);
  backlog.write(queue.take(), queue.encodedBytes);
  socket.queuedBytes = 0;
  queue.release(true);
  expect(sent).toEqual([1, 2]);
});

test('an answer whose peer is gone gives nothing back: the kernel may still be reading it', () => {
  const queue = new ResponseQueue(new WriterPool());
  const slot = new PendingRequest(connection, handler as unknown as AnyApiHandler, 1, 4, 1, null, 0, false);
  queue.push(slot);
  let isSent = false;
  slot.whenSent(() => {
    isSent = true;
  });
  slot.send(new Uint8Array(10_000));
  queue.encodeReady(1);
  queue.clear();
  queue.sent();
  expect(isSent).toBe(false);
});
