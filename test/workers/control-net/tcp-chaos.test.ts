/**
 * The control network on sockets that are late, cut, reset and silent, by seed. What a session promises is checked: its
 * frames in order, once, none missing before its end; beginning and end seen at both sides. More: CONTROL_NET_SEEDS.
 */
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import type { ControlChannel } from '../../../src/workers/control-net/control-network.ts';
import { TcpControlNetwork } from '../../../src/workers/control-net/tcp-network.ts';
import { MemoryCable } from '../../support/memory-sockets.ts';
import { prng } from '../../support/prng.ts';

const SEEDS = Number(process.env['CONTROL_NET_SEEDS'] ?? 60);
const CHANNELS: readonly ControlChannel[] = ['raft', 'metadata'];
const IDS = [1, 2, 3, 4];
/** Node 4 calls and is not called. */
const PEERS = [1, 2, 3].map((nodeId) => ({ nodeId, host: `host-${nodeId}`, port: 9093 }));

/** What one end knows of one peer on one channel. */
interface End {
  isOpen: boolean;
  sent: number;
  received: number;
}

class Node {
  readonly network: TcpControlNetwork;
  readonly ends = new Map<string, End>();
  isUp = true;
  connections = 0;

  constructor(nodeId: number, incarnation: number, cable: MemoryCable) {
    const { listen, connect } = cable.plug(`host-${nodeId}`);
    const identity = { clusterId: 'c', nodeId, directoryId: `d${nodeId}`, incarnation };
    const { clock, random } = cable;
    this.network = new TcpControlNetwork(identity, { clock, connect, listen, logger: silentLogger, random });
    for (const channel of CHANNELS) {
      this.network.onPeer(channel, (peer, event) => {
        if (!this.isUp || event === 'refused') return;
        const end = this.end(peer, channel);
        if (end.isOpen === (event === 'connected')) throw new Error(`node ${nodeId}: ${event} twice from ${peer}`);
        Object.assign(end, { isOpen: event === 'connected', sent: 0, received: 0 });
        if (event === 'connected') this.connections++;
      });
      this.network.onFrame(channel, (peer, frame) => {
        if (!this.isUp) return;
        const end = this.end(peer, channel);
        const number = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
        if (!end.isOpen) throw new Error(`node ${nodeId}: a frame of ${peer} without a session`);
        if (number !== end.received) throw new Error(`node ${nodeId}: frame ${number} of ${peer}, not ${end.received}`);
        end.received++;
      });
    }
    void this.network.listen(`host-${nodeId}`, 9093);
    this.network.setPeers(PEERS);
  }

  end(peer: number, channel: ControlChannel): End {
    const key = `${peer} ${channel}`;
    let end = this.ends.get(key);
    if (end === undefined) {
      end = { isOpen: false, sent: 0, received: 0 };
      this.ends.set(key, end);
    }
    return end;
  }

  send(peer: number, channel: ControlChannel, size: number): void {
    const end = this.end(peer, channel);
    const frame = new Uint8Array(4 + size);
    new DataView(frame.buffer).setUint32(0, end.sent);
    if (this.network.send(peer, channel, frame)) end.sent++;
  }
}

function isWhole(nodes: Map<number, Node>): boolean {
  return [...nodes].every(([id, node]) =>
    CHANNELS.every((channel) => IDS.every((peer) => peer === id || node.end(peer, channel).isOpen)),
  );
}

function chaos(seed: number): void {
  const clock = new ManualClock();
  const random = prng(seed);
  const cable = new MemoryCable(clock, random);
  cable.maxDelayMs = 1 + random() * 30;
  const nodes = new Map<number, Node>();
  const starts = new Map<number, number>();
  const start = (id: number): void => {
    starts.set(id, (starts.get(id) ?? 0) + 1);
    nodes.set(id, new Node(id, starts.get(id)!, cable));
  };
  const some = () => IDS[Math.floor(random() * IDS.length)]!;
  const host = (id: number) => `host-${id}`;
  for (const id of IDS) start(id);
  for (let step = 0; step < 80; step++) {
    const what = random();
    const id = some();
    if (what < 0.06) {
      cable.crash(host(id));
      const node = nodes.get(id)!;
      node.isUp = false;
      node.network.close();
      clock.advance(random() * 400);
      start(id);
    } else if (what < 0.12) cable.setLink(host(id), host(some()), false);
    else if (what < 0.3) cable.heal();
    else {
      const node = nodes.get(id)!;
      for (let n = Math.floor(random() * 20); n > 0; n--) {
        node.send(some(), CHANNELS[Math.floor(random() * 2)]!, Math.floor(random() * random() * 3_000));
      }
    }
    clock.advance(random() * random() * 800);
  }
  cable.heal();
  for (let ms = 0; ms < 20_000 && !isWhole(nodes); ms += 50) clock.advance(50);
  expect(isWhole(nodes)).toBe(true);
  // Left alone, everything that is sent arrives, and no session ends.
  const before = [...nodes.values()].map(({ connections }) => connections);
  clock.advance(3_000);
  for (const [id, node] of nodes) for (const peer of IDS) if (peer !== id) node.send(peer, 'raft', 10);
  clock.advance(1_000);
  expect([...nodes.values()].map(({ connections }) => connections)).toEqual(before);
  for (const channel of CHANNELS) {
    for (const [id, node] of nodes) {
      for (const peer of IDS) {
        if (peer !== id) expect(node.end(peer, channel).sent).toBe(nodes.get(peer)!.end(id, channel).received);
      }
    }
  }
  for (const { network } of nodes.values()) network.close();
}

describe('the control network under faults', () => {
  test(`${SEEDS} seeds`, { timeout: 30_000 + SEEDS * 500 }, () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      try {
        chaos(seed);
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});
