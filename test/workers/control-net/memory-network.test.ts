import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import type { ControlNetwork } from '../../../src/workers/control-net/control-network.ts';
import { MemoryControlHub, type MemoryHubOptions } from '../../../src/workers/control-net/memory-network.ts';
import { prng } from '../../support/prng.ts';

const PEERS = [1, 2, 3].map((nodeId) => ({ nodeId, host: 'h', port: 1 }));

function cable(options: Partial<MemoryHubOptions> = {}, seed = 1) {
  const clock = new ManualClock();
  const hub = new MemoryControlHub(clock, prng(seed), options);
  const log: string[] = [];
  const refusals: string[] = [];
  const join = (nodeId: number, identity: { directoryId?: string; clusterId?: string; incarnation?: number } = {}) => {
    const full = { clusterId: 'c', nodeId, directoryId: `d${nodeId}`, incarnation: 1, ...identity };
    const network = hub.join(full, (sentence) => refusals.push(sentence));
    network.onFrame('raft', (peer, frame) => log.push(`${nodeId}<${peer} ${frame.join(',')}`));
    network.onPeer('raft', (peer, event) => log.push(`${nodeId} ${event} ${peer}`));
    network.setPeers(PEERS);
    return network;
  };
  const take = () => log.splice(0);
  return { clock, hub, join, take, refusals };
}

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('the control network in memory', () => {
  test('connects both ends of a pair and carries frames in order, whatever the delays', () => {
    const { clock, join, take } = cable({ minDelayMs: 1, maxDelayMs: 30 });
    const one = join(1);
    const two = join(2);
    clock.advance(500);
    expect(take().filter((line) => line.includes('connected'))).toEqual(
      expect.arrayContaining(['1 connected 2', '2 connected 1']),
    );
    for (let n = 0; n < 50; n++) expect(one.send(2, 'raft', bytes(n))).toBe(true);
    clock.advance(2_000);
    expect(take().filter((line) => line.startsWith('2<1'))).toEqual(Array.from({ length: 50 }, (_, n) => `2<1 ${n}`));
    expect(two.send(3, 'raft', bytes(1))).toBe(false);
  });

  test('a frame sent when told of the connection arrives, at either end and after its own connected', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { clock, hub } = cable({ minDelayMs: 0, maxDelayMs: 20 }, seed);
      const seen: string[] = [];
      for (const nodeId of [1, 2]) {
        const network: ControlNetwork = hub.join({ clusterId: 'c', nodeId, directoryId: `d${nodeId}`, incarnation: 1 });
        network.onPeer('raft', (peer, event) => {
          seen.push(`${nodeId} ${event}`);
          network.send(peer, 'raft', bytes(9));
        });
        network.onFrame('raft', () => seen.push(`${nodeId} frame`));
        network.setPeers(PEERS.slice(0, 2));
      }
      clock.advance(300);
      for (const nodeId of [1, 2]) {
        expect(seen.filter((line) => line.startsWith(`${nodeId} `) && !line.endsWith('refused'))).toEqual([
          `${nodeId} connected`,
          `${nodeId} frame`,
        ]);
      }
    }
  });

  test('a crash is a reset and then refusals; the node that comes back is connected again', () => {
    const { clock, hub, join, take } = cable({ minDelayMs: 1, maxDelayMs: 2 });
    join(1);
    join(2);
    clock.advance(200);
    take();
    hub.crash(2);
    clock.advance(20);
    expect(take().filter((line) => line.startsWith('1 ') && line.endsWith(' 2'))).toEqual(['1 reset 2', '1 refused 2']);
    join(2, { incarnation: 2 });
    clock.advance(200);
    expect(take()).toContain('1 connected 2');
  });

  test('a link that is down holds frames back; one that stays down ends the session at both ends', () => {
    const { clock, hub, join, take } = cable();
    const one = join(1);
    const two = join(2);
    clock.advance(200);
    take();
    hub.partition([1], [2]);
    one.send(2, 'raft', bytes(1));
    clock.advance(500);
    expect(take().filter((line) => !line.endsWith('3'))).toEqual([]);
    hub.heal();
    clock.advance(1);
    expect(take()).toContain('2<1 1');

    hub.partition([1], [2]);
    one.send(2, 'raft', bytes(2));
    clock.advance(2_100);
    expect(take().filter((line) => !line.endsWith('3'))).toEqual(expect.arrayContaining(['1 reset 2', '2 reset 1']));
    expect(two.send(1, 'raft', bytes(3))).toBe(false);
    hub.heal();
    clock.advance(200);
    const after = take();
    expect(after).toContain('1 connected 2');
    expect(after).not.toContain('2<1 2');
  });

  test('refuses a foreign cluster, another directory and an old start, and says so at both ends', () => {
    const { clock, hub, join, take, refusals } = cable();
    const one = join(1);
    one.setDirectories(new Map([[2, 'd2']]));
    join(2, { directoryId: 'other' });
    join(3, { clusterId: 'x' });
    clock.advance(60);
    expect(take().filter((line) => line.includes('connected'))).toEqual([]);
    expect(
      refusals.filter((line) => line.includes('directory other is not the one node 2 joined with, d2')),
    ).not.toEqual([]);
    expect(refusals.filter((line) => line.includes('is not this cluster'))).not.toEqual([]);
    hub.crash(2);
    join(2, { incarnation: 7 });
    clock.advance(200);
    expect(take()).toContain('1 connected 2');
    hub.crash(2);
    join(2, { incarnation: 6 });
    clock.advance(200);
    expect(take()).not.toContain('1 connected 2');
    expect(refusals.filter((line) => line.includes('start 6 of node 2 is over: start 7 was seen'))).not.toEqual([]);
  });
});
