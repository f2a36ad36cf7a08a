/**
 * Two live processes on copies of one voter's directory. Both know the same term and vote, so if each took part with
 * another peer, two candidates could be elected in one term. At most one may, wherever there is a peer that both can reach.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/runtime/clock/system-clock.ts';
import { connectOverTcp } from '../../../src/runtime/sockets/connect-tcp.ts';
import { listenOnTcp } from '../../../src/runtime/sockets/node-socket.ts';
import type { ByteSocket } from '../../../src/runtime/sockets/socket.ts';
import { Clearance } from '../../../src/workers/control-net/clearance.ts';
import type { ControlPeer } from '../../../src/workers/control-net/control-network.ts';
import { TcpControlNetwork } from '../../../src/workers/control-net/tcp-network.ts';
import { collectLogs } from '../../support/captured-logs.ts';
import { prng } from '../../support/prng.ts';

const open: TcpControlNetwork[] = [];
afterEach(() => {
  for (const network of open.splice(0)) network.close();
});

/** `seed` tells processes of one node apart. */
async function start(nodeId: number, incarnation: number, seed: number) {
  const { logger, lines } = collectLogs();
  const over: string[] = [];
  const network = new TcpControlNetwork(
    { clusterId: 'c', nodeId, directoryId: `d${nodeId}`, incarnation },
    {
      clock: systemClock,
      connect: connectOverTcp,
      listen: listenOnTcp,
      logger,
      random: prng(seed),
      // What the process does.
      onOver: ({ message }) => {
        over.push(message);
        network.close();
      },
    },
  );
  open.push(network);
  const events: string[] = [];
  const frames: string[] = [];
  network.onPeer('raft', (peer, event) => event !== 'refused' && events.push(`${event} ${peer}`));
  network.onFrame('raft', (peer, frame) => frames.push(`${peer}: ${Buffer.from(frame)}`));
  const address: ControlPeer = { nodeId, host: '127.0.0.1', port: await network.listen('127.0.0.1', 0) };
  return { network, events, frames, over, lines, address };
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 8_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('two processes on copies of one directory', () => {
  test('of those that start at once, each called by another peer, at most one takes part', async () => {
    const [two, three] = await Promise.all([start(2, 1, 2), start(3, 1, 3)]);
    const [original, copy] = await Promise.all([start(1, 5, 11), start(1, 5, 12)]);
    original.network.setPeers([two.address, three.address]);
    copy.network.setPeers([three.address, two.address]);
    // The peers know one of them each, and would have it take part.
    two.network.setPeers([original.address]);
    three.network.setPeers([copy.address]);
    await until(() => original.over.length > 0 || copy.over.length > 0, 'the end of one');
    const [gone, left] = original.over.length > 0 ? [original, copy] : [copy, original];
    expect(gone.over[0]).toMatch(/start 5 of node 1 on directory d1 must end: .* in use by directory d1, start 5/);
    expect(gone.lines().some((line) => line.includes('another process runs on a copy of this directory'))).toBe(true);
    expect(gone.events).toEqual([]);
    await pause(100);
    // The other one is gone as well, or alone and known to both.
    if (left.over.length === 0) await until(() => left.events.length === 2, 'the one that is left');
    else expect(left.events).toEqual([]);
    expect([...two.frames, ...three.frames]).toEqual([]);
  });

  test('one that comes while the other takes part is told so, and changes nothing', async () => {
    const [two, three] = await Promise.all([start(2, 1, 2), start(3, 1, 3)]);
    const original = await start(1, 5, 11);
    original.network.setPeers([two.address]);
    await until(() => original.events.length === 1, 'the first one takes part');
    const copy = await start(1, 5, 12);
    // It comes to the other peer first.
    copy.network.setPeers([three.address, two.address]);
    await until(() => copy.over.length > 0, 'its end');
    expect(copy.events).toEqual([]);
    expect(original.events).toEqual(['connected 2']);
    expect(original.network.send(2, 'raft', Buffer.from('goes on'))).toBe(true);
    await until(() => two.frames.length === 1, 'a frame');
  });

  test('a copy that was started later waits for the end of the other one, and then takes part', async () => {
    const [two, three] = await Promise.all([start(2, 1, 2), start(3, 1, 3)]);
    const original = await start(1, 5, 11);
    original.network.setPeers([two.address]);
    await until(() => original.events.length === 1, 'the first one takes part');
    const copy = await start(1, 6, 12);
    copy.network.setPeers([two.address, three.address]);
    await until(() => copy.lines().some((line) => line.includes('waiting for its end')), 'the reason');
    three.network.send(1, 'raft', Buffer.from('held back'));
    await pause(100);
    expect([copy.events, copy.frames, copy.over]).toEqual([[], [], []]);
    original.network.close();
    await until(() => copy.events.length === 2, 'its turn');
    expect(copy.events.sort()).toEqual(['connected 2', 'connected 3']);
  });

  test('one that takes part stops when another was started later elsewhere', async () => {
    const [two, three] = await Promise.all([start(2, 1, 2), start(3, 1, 3)]);
    const original = await start(1, 5, 11);
    const copy = await start(1, 6, 12);
    original.network.setPeers([two.address]);
    copy.network.setPeers([three.address]);
    await until(() => original.events.length === 1 && copy.events.length === 1, 'cut apart, both take part');
    // The cut heals: the original calls the other peer again.
    original.network.setPeers([two.address, three.address]);
    await until(() => original.over.length === 1, 'the end of the older one');
    expect(copy.over).toEqual([]);
    expect(copy.events).toEqual(['connected 3']);
  });
});

test('what comes before all peers were asked is delivered when they have been, in order', async () => {
  const [two, slow] = await Promise.all([start(2, 1, 2), start(3, 1, 3)]);
  // Accepts, and says nothing for a while.
  const accepted: ByteSocket[] = [];
  const acceptor = {
    onAccept(socket: ByteSocket): void {
      accepted.push(socket);
      socket.setOwner({ onBytes() {}, onPeerFinished() {}, onWritable() {}, onClosed() {} });
    },
    onAcceptFailure() {},
  };
  const silent = await listenOnTcp({ host: '127.0.0.1', port: 0, backlog: 5 }, acceptor);
  const one = await start(1, 1, 11);
  one.network.setPeers([two.address, { ...slow.address, port: silent.port }]);
  await until(() => two.events.includes('connected 1'), 'the session');
  for (let i = 0; i < 3; i++) two.network.send(1, 'raft', Buffer.from(String(i)));
  await pause(100);
  expect([one.events, one.frames]).toEqual([[], []]);
  await until(() => one.frames.length === 3, 'the frames, once the silent one was given up');
  expect(one.events).toEqual(['connected 2']);
  expect(one.frames).toEqual(['2: 0', '2: 1', '2: 2']);
  one.network.close();
  for (const socket of accepted) socket.destroy();
  await silent.close();
});

describe('the clearance of a process', () => {
  test('comes when every peer has been asked, and is not undone by later peers', () => {
    const clearance = new Clearance();
    expect(clearance.isCleared).toBe(true);
    clearance.begin([2, 3]);
    clearance.settled(2);
    expect(clearance.isCleared).toBe(false);
    clearance.settled(3);
    expect(clearance.isCleared).toBe(true);
    clearance.begin([2, 3, 4]);
    expect(clearance.isCleared).toBe(true);
  });

  test('is suspended while a peer objects', () => {
    const clearance = new Clearance();
    clearance.begin([2, 3]);
    clearance.objects(2);
    clearance.settled(3);
    expect(clearance.isCleared).toBe(false);
    clearance.settled(2);
    expect(clearance.isCleared).toBe(true);
    clearance.objects(3);
    expect(clearance.isCleared).toBe(false);
  });
});
