import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/runtime/clock/clock.ts';
import { systemClock } from '../../../src/runtime/clock/system-clock.ts';
import { connectOverTcp } from '../../../src/runtime/sockets/connect-tcp.ts';
import { listenOnTcp } from '../../../src/runtime/sockets/node-socket.ts';
import { type ControlIdentity, type ControlPeer, claim } from '../../../src/workers/control-net/control-network.ts';
import { TcpControlNetwork } from '../../../src/workers/control-net/tcp-network.ts';
import { encodeFrame, encodeHello, FrameKind } from '../../../src/workers/control-net/wire.ts';
import { collectLogs } from '../../support/captured-logs.ts';
import { prng } from '../../support/prng.ts';

const open: TcpControlNetwork[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const network of open.splice(0)) network.close();
  for (const socket of sockets.splice(0)) socket.destroy();
});

const identityOf = (nodeId: number, more: Partial<ControlIdentity> = {}): ControlIdentity => ({
  clusterId: 'c',
  nodeId,
  directoryId: `d${nodeId}`,
  incarnation: 1,
  ...more,
});

async function start(
  identity: ControlIdentity,
  port = 0,
  seed = identity.nodeId,
  clock: Clock = systemClock,
  own = '',
) {
  const { logger, lines } = collectLogs();
  const random = prng(seed);
  const parts = { clock, connect: connectOverTcp, listen: listenOnTcp, logger, random, address: own };
  const network = new TcpControlNetwork(identity, parts);
  open.push(network);
  const log: string[] = [];
  for (const channel of ['raft', 'metadata'] as const) {
    network.onFrame(channel, (peer, frame) => log.push(`${channel} ${peer}: ${Buffer.from(frame)}`));
    network.onPeer(channel, (peer, event) => log.push(`${channel} ${event} ${peer}`));
  }
  const address: ControlPeer = {
    nodeId: identity.nodeId,
    host: '127.0.0.1',
    port: await network.listen('127.0.0.1', port),
  };
  return { network, log, lines, address };
}

async function until(condition: () => boolean, what: string, limitMs = 8_000): Promise<void> {
  const start = performance.now();
  while (!condition()) {
    if (performance.now() - start > limitMs) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const text = (value: string) => new TextEncoder().encode(value);

async function garbage(port: number, bytes: Uint8Array | string): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => {});
  socket.write(bytes);
  await new Promise((resolve) => socket.on('close', resolve).resume());
}

describe('the control network over TCP', () => {
  test('three nodes that start at the same time get one session per pair and channel, and keep it', async () => {
    for (let round = 0; round < 5; round++) {
      const nodes = await Promise.all([1, 2, 3].map((nodeId) => start(identityOf(nodeId))));
      for (const node of nodes) node.network.setPeers(nodes.map((other) => other.address));
      const isWhole = () =>
        nodes.every(
          ({ network }) => network.connected('raft').length === 2 && network.connected('metadata').length === 2,
        );
      await until(isWhole, 'sessions');
      await new Promise((resolve) => setTimeout(resolve, 60));
      for (const { log, network } of nodes) {
        expect(log.filter((line) => line.includes('reset'))).toEqual([]);
        expect(log.filter((line) => line.includes('connected')).length).toBe(4);
        network.close();
      }
    }
  });

  test('frames arrive whole and in order at the right channel, of any size', async () => {
    const [one, two] = await Promise.all([start(identityOf(1)), start(identityOf(2))]);
    one.network.setPeers([two.address]);
    await until(() => two.log.length === 2, 'a session that only one side dials');
    const sent: string[] = [];
    for (let n = 0; n < 200; n++) {
      const line = `${n} ${'x'.repeat((n * 997) % 3_000)}`;
      expect(two.network.send(1, 'raft', text(line))).toBe(true);
      sent.push(`raft 2: ${line}`);
    }
    const large = 'y'.repeat(3_000_000);
    expect(two.network.send(1, 'metadata', text(large))).toBe(true);
    await until(() => one.log.length === 203, 'all frames');
    expect(one.log.filter((line) => line.startsWith('raft 2: '))).toEqual(sent);
    expect(one.log).toContain(`metadata 2: ${large}`);
    expect(one.network.send(3, 'raft', text('nobody'))).toBe(false);
  });

  test('a peer that goes is a reset and a refusal within milliseconds; one that returns is connected again', async () => {
    const [one, two] = await Promise.all([start(identityOf(1)), start(identityOf(2))]);
    one.network.setPeers([one.address, two.address]);
    two.network.setPeers([one.address, two.address]);
    await until(() => one.log.length === 2, 'the first session');
    const before = performance.now();
    two.network.close();
    await until(() => one.log.includes('raft refused 2'), 'the refusal');
    expect(performance.now() - before).toBeLessThan(500);
    expect(one.log).toContain('raft reset 2');
    const again = await start(identityOf(2, { incarnation: 2 }), two.address.port);
    one.log.length = 0;
    again.network.setPeers([one.address]);
    await until(() => one.log.includes('raft connected 2') && one.log.includes('metadata connected 2'), 'the return');
  });

  test('foreign clusters, other directories, taken node ids, old starts and wrong addresses are refused with a line', async () => {
    const one = await start(identityOf(1));
    one.network.setDirectories(new Map([[2, 'd2']]));
    const told = (part: string) => one.lines().some((line) => line.includes(part));
    const cases: [ControlIdentity, string][] = [
      [identityOf(3, { clusterId: 'x' }), "cluster id x is not this cluster's, c"],
      [identityOf(2, { directoryId: 'other' }), 'directory other is not the one node 2 joined with, d2'],
      [identityOf(1, { directoryId: 'copy' }), 'node id 1 is taken by the node that was called'],
    ];
    for (const [identity, reason] of cases) {
      const stranger = await start(identity);
      const called = identity.nodeId === 1 ? { ...one.address, nodeId: 9 } : one.address;
      stranger.network.setPeers([called]);
      const expected = identity.nodeId === 1 ? 'node 9 was called, but this is node 1' : reason;
      await until(() => told(expected), expected);
      expect(stranger.network.connected('raft')).toEqual([]);
      await until(() => stranger.lines().some((line) => line.includes(expected)), 'the refused one tells it too');
      stranger.network.close();
    }
    const real = await start(identityOf(4, { incarnation: 5 }));
    real.network.setPeers([one.address]);
    await until(() => one.network.connected('raft').includes(4), 'node 4');
    const copy = await start(identityOf(4, { incarnation: 6 }));
    copy.network.setPeers([one.address]);
    await until(() => told('node id 4 is in use by directory d4, start 5'), 'a second process of node 4');
    expect(one.log.filter((line) => line.includes('reset'))).toEqual([]);
    const clone = await start(identityOf(4, { incarnation: 5 }), 0, 44);
    clone.network.setPeers([one.address]);
    await until(
      () => clone.lines().some((line) => line.includes('node id 4 is in use by directory d4, start 5')),
      'a copied directory that was started as often',
    );
    expect(one.log.filter((line) => line.includes('reset'))).toEqual([]);
    clone.network.close();
    real.network.close();
    copy.network.close();
    await until(() => one.network.connected('raft').length === 0, 'the end of both');
    const old = await start(identityOf(4, { incarnation: 4 }));
    old.network.setPeers([one.address]);
    await until(() => old.lines().some((line) => line.includes('start 4 of node 4 is over')), 'an old start');
  });

  test('who is refused over and over again for the same cause is told of once, and at once for another one', async () => {
    const one = await start(identityOf(1));
    // Each calls on two channels, again and again.
    const foreign = await start(identityOf(3, { clusterId: 'x' }));
    foreign.network.setPeers([one.address]);
    const refusals = () => one.lines().filter((line) => line.includes('a node was refused'));
    const failures = () => foreign.lines().filter((line) => line.includes('no session'));
    await until(() => failures().length > 0 && refusals().length > 0, 'the first line');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect([refusals().length, failures().length]).toEqual([1, 1]);
    const other = await start(identityOf(4, { clusterId: 'y' }));
    other.network.setPeers([one.address]);
    await until(() => refusals().length === 2, 'the other cause');
  });

  test('a wrong address of a peer is told of, although the peer calls; one that works is not', async () => {
    const one = await start(identityOf(1), 0, 1, systemClock, '127.0.0.1:9');
    const two = await start(identityOf(2), 0, 2, systemClock, 'two.internal:9093');
    const wrong = (of: typeof one) => of.lines().filter((line) => line.includes('another address of a voter'));
    // The higher id calls, at an address that works under a name of its own.
    one.network.setPeers([two.address]);
    await until(() => one.network.connected('raft').includes(2), 'our call');
    expect(wrong(one)).toEqual([]);
    const three = await start(identityOf(3));
    three.network.setPeers([{ ...one.address, port: 1 }]);
    one.network.setPeers([two.address, three.address]);
    await until(() => wrong(three).length > 0, 'the wrong address');
    expect(wrong(three)).toHaveLength(1);
    expect(JSON.parse(wrong(three)[0]!)).toMatchObject({ voter: 1, configured: '127.0.0.1:1', own: '127.0.0.1:9' });
  });

  test('garbage and half-open connections are closed, and told of without a flood', async () => {
    const one = await start(identityOf(1));
    const { port } = one.address;
    const random = prng(7);
    const hello = encodeHello({ channel: 'raft', calledNode: 1, identity: claim(identityOf(2), prng(2)) });
    // Bytes that could still become a frame are waited for, but not for long.
    await garbage(port, Uint8Array.from([0, 0, 0, 50, 1, 2]));
    await garbage(port, 'GET / HTTP/1.1\r\n\r\n');
    await garbage(port, Buffer.concat(encodeFrame(FrameKind.DATA, text('no hello'))));
    await garbage(port, Buffer.concat(encodeFrame(FrameKind.HELLO, hello.subarray(0, 20))));
    for (let n = 0; n < 60; n++)
      await garbage(
        port,
        Uint8Array.from({ length: 64 }, () => random() * 256),
      );
    const turnedAway = one.lines().filter((line) => line.includes('turned away'));
    expect(turnedAway.some((line) => line.includes('it did not say who it is'))).toBe(true);
    expect(turnedAway.length).toBeLessThan(25);
    expect(one.log).toEqual([]);
    const two = await start(identityOf(2));
    two.network.setPeers([one.address]);
    await until(() => one.network.connected('raft').includes(2), 'a peer afterwards');
  });

  test('hundreds of silent connections keep no peer out', async () => {
    const one = await start(identityOf(1));
    const silent = Array.from({ length: 200 }, () => connect({ port: one.address.port, host: '127.0.0.1' }));
    sockets.push(...silent);
    for (const socket of silent) socket.on('error', () => {});
    await Promise.all(silent.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const two = await start(identityOf(2));
    two.network.setPeers([one.address]);
    await until(() => one.network.connected('raft').includes(2), 'a peer among them', 1_500);
    expect(one.lines().some((line) => line.includes('too many unfinished handshakes'))).toBe(true);
  });

  test('a decided directory ends the session of another one', async () => {
    const [one, two] = await Promise.all([start(identityOf(1)), start(identityOf(2, { directoryId: 'wiped' }))]);
    two.network.setPeers([one.address]);
    await until(() => one.log.length === 2, 'the session');
    one.network.setDirectories(new Map([[2, 'd2']]));
    await until(() => one.log.includes('raft reset 2') && one.log.includes('metadata reset 2'), 'its end');
    await until(() => two.lines().some((line) => line.includes('directory wiped is not the one')), 'why');
  });

  test('a peer that stops answering is given up, one that is merely idle is not', async () => {
    const one = await start(identityOf(1));
    const two = await start(identityOf(2));
    two.network.setPeers([one.address]);
    const silent = connect({ port: one.address.port, host: '127.0.0.1' });
    sockets.push(silent);
    silent.on('error', () => {});
    silent.write(
      Buffer.concat(
        encodeFrame(
          FrameKind.HELLO,
          encodeHello({ channel: 'raft', calledNode: 1, identity: claim(identityOf(3), prng(3)) }),
        ),
      ),
    );
    await until(() => one.log.includes('raft connected 3') && one.log.includes('raft connected 2'), 'both');
    await until(() => one.log.includes('raft reset 3'), 'the end of the silent one');
    expect(one.log).not.toContain('raft reset 2');
    expect(one.lines().some((line) => line.includes('it has fallen silent'))).toBe(true);
  });

  test('a clock that is a day off is told of, and when it is right again; nobody is refused for it', async () => {
    let offsetMs = -86_400_000;
    const clock: Clock = {
      monotonicMs: () => systemClock.monotonicMs(),
      wallMs: () => systemClock.wallMs() + offsetMs,
      setTimer: (delayMs, fire) => systemClock.setTimer(delayMs, fire),
    };
    const one = await start(identityOf(1));
    const two = await start(identityOf(2), 0, 2, clock);
    const three = await start(identityOf(3));
    for (const { network } of [two, three]) network.setPeers([one.address]);
    const told = (node: typeof one, words: RegExp) => node.lines().some((line) => words.test(line));
    await until(() => told(one, /"nodeId":2,"aheadSeconds":-86400,.*clock of a node differs/), 'the line');
    await until(
      () => told(two, /"nodeId":1,"aheadSeconds":86400,.*clock of a node differs/),
      'and the one of the other',
    );
    offsetMs = 0;
    await until(() => told(one, /"nodeId":2,.*clock of a node agrees/), 'the end');
    expect(one.lines().filter((line) => line.includes('clock'))).toHaveLength(2);
    expect(one.log.filter((line) => line.includes('reset'))).toEqual([]);
  });
});
