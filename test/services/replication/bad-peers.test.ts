/** Who calls the replication port and is no follower: turned away with a reason, and replication goes on. */
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeRefused, encodeHello, type Hello } from '../../../src/core/replication/handshake.ts';
import {
  encodeAck,
  encodeSubscribe,
  FRAME_HEADER_BYTES,
  FrameKind,
  frameKind,
  frameLength,
} from '../../../src/core/replication/wire-format.ts';
import { REPLICATION_ENDPOINT } from '../../../src/services/replication/replication-service.ts';
import { CLUSTER_ID } from '../../core/metadata/support.ts';
import { produce, TestCluster, until } from './cluster.ts';

let cluster: TestCluster;
let port: number;

beforeEach(async () => {
  cluster = await TestCluster.start({ nodes: 2, minInsyncReplicas: 2 });
  cluster.createTopic([[1, 2]]);
  await produce(cluster.node(1), ['before']);
  port = cluster.controller.image.brokers.endpoint(1, REPLICATION_ENDPOINT)!.port;
});

afterEach(async () => {
  // Whoever was turned away has harmed nobody.
  await produce(cluster.node(1), ['after']);
  expect(cluster.controller.only('replicated').isr).toEqual([1, 2]);
  await cluster.stop();
});

class Caller {
  readonly socket: Socket;
  received = Buffer.alloc(0);
  isClosed = false;

  constructor() {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (bytes) => {
      this.received = Buffer.concat([this.received, bytes]);
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.isClosed = true;
    });
  }

  async ended(): Promise<void> {
    await until(() => this.isClosed, 'the connection to end', 8_000);
  }

  frames(): { kind: number; head: Uint8Array }[] {
    const found: { kind: number; head: Uint8Array }[] = [];
    const bytes = new Uint8Array(this.received);
    const view = new DataView(bytes.buffer);
    for (let at = 0; bytes.length - at >= FRAME_HEADER_BYTES; ) {
      const length = frameLength(view, at);
      found.push({ kind: frameKind(view, at), head: bytes.subarray(at + FRAME_HEADER_BYTES, at + length) });
      at += length;
    }
    return found;
  }
}

const hello = (changes: Partial<Hello> = {}): Uint8Array =>
  encodeHello({
    clusterId: CLUSTER_ID,
    nodeId: 2,
    brokerEpoch: cluster.node(2).brokerEpoch,
    incarnationId: 'AAAAAAAAAAAAAAAAAAAAAQ',
    targetNodeId: 1,
    maxBatchBytes: 100_000,
    granted: 1000,
    ...changes,
  });

test('garbage, a frame of a wrong kind and a length beyond all bounds end the connection', async () => {
  for (const bytes of [
    new Uint8Array(64).fill(0x47),
    encodeAck({ granted: 5, entries: [] }),
    new Uint8Array([0x7f, 0xff, 0xff, 0xff, ...new Array(60).fill(0)]),
  ]) {
    const caller = new Caller();
    caller.socket.write(bytes);
    await caller.ended();
  }
});

test.each([
  ['of another cluster', { clusterId: 'other' }, 'cluster other'],
  ['that looks for another broker', { targetNodeId: 3 }, 'looks for broker 3'],
  ['that has its own id', { nodeId: 1 }, 'calls itself broker 1'],
  ['of an earlier start of a broker', { brokerEpoch: 0 }, 'registered anew'],
])('a caller %s is told why not', async (_, changes, reason) => {
  const caller = new Caller();
  caller.socket.write(hello(changes));
  await caller.ended();
  const [refused] = caller.frames();
  expect(refused?.kind).toBe(FrameKind.Refused);
  expect(decodeRefused(refused!.head)).toContain(reason);
});

test('a broker that is no replica gets nothing, and what it acknowledges counts for nothing', async () => {
  const caller = new Caller();
  caller.socket.write(hello({ nodeId: 9, brokerEpoch: 99 }));
  await until(() => caller.frames().length > 0);
  expect(caller.frames()[0]?.kind).toBe(FrameKind.Welcome);
  const { topicId, leaderEpoch } = cluster.node(1).partition();
  caller.socket.write(
    encodeSubscribe([{ streamId: 1, topicId, partition: 0, leaderEpoch, lastEpoch: -1, durableEnd: 0 }]),
  );
  caller.socket.write(
    encodeAck({ granted: 1, entries: [{ streamId: 1, leaderEpoch, durableEnd: 1_000, writtenEnd: 1_000 }] }),
  );
  await until(() => caller.frames().length > 1);
  expect(caller.frames()[1]?.kind).toBe(FrameKind.Ended);
  expect(cluster.node(1).partition().highWatermark).toBe(1);
  caller.socket.destroy();
});

test('a caller that says nothing is hung up on', { timeout: 10_000 }, async () => {
  const caller = new Caller();
  await caller.ended();
});
