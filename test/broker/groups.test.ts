/** Groups of many members, many groups, and groups that a crash of the broker interrupts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { GroupMember } from '../../native-free-bench/load/group-member.ts';
import { joinToFirstRecord, manyGroups, rebalances } from '../../native-free-bench/load/groups.ts';
import { createTopic } from '../../src/client/admin.ts';
import { committedOffsets } from '../../src/client/group-offsets.ts';
import { listGroups } from '../../src/client/groups.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';
import { startBroker } from '../../src/index.ts';
import { withDirectory } from './support/running.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

test('from the first join of a new group to its first record: moments', async () => {
  const tookMs = await joinToFirstRecord();
  console.log(`first join to first record: ${tookMs.toFixed(0)} ms`);
  expect(tookMs).toBeLessThan(1_000);
});

test('members that join at once, one more, one less: every partition has one owner, and nobody is told of an error', async () => {
  const { together, oneMore, oneLess } = await rebalances(60);
  console.log(
    `60 members: ${together.toFixed(0)} ms, one more ${oneMore.toFixed(0)} ms, one less ${oneLess.toFixed(0)} ms`,
  );
  expect(Math.max(oneMore, oneLess)).toBeLessThan(5_000);
});

test('many groups, each with a member and an offset', async () => {
  const { perGroup } = await manyGroups(200);
  expect(perGroup).toBeLessThan(100);
});

test('many groups and their offsets are there again after a restart', async () => {
  await withDirectory(async (directory) => {
    const names = Array.from({ length: 100 }, (_, n) => `group-${n}`);
    const commit = async (bootstrapServers: string): Promise<void> => {
      const client = new KafkaClient({ bootstrapServers });
      await createTopic(client, { name: 't', partitions: 1, replicationFactor: 1, configs: new Map() });
      await client.close();
      const [host, port] = bootstrapServers.split(':') as [string, string];
      const first = new GroupMember({ host, port: Number(port), group: names[0]!, topic: 't', partitions: 1 });
      await first.connect();
      await first.findCoordinator();
      await Promise.all(
        names.map(async (group, n) => {
          const member = new GroupMember({ host, port: Number(port), group, topic: 't', partitions: 1 });
          member.shareConnection(first);
          expect(await member.commit(0, n)).toBe(0);
        }),
      );
      first.close();
    };
    const before = await startBroker({ directory });
    await commit(before.bootstrapServers);
    await before.stop();
    const after = await startBroker({ directory });
    const client = new KafkaClient({ bootstrapServers: after.bootstrapServers });
    expect((await listGroups(client)).map(({ groupId }) => groupId).sort()).toEqual([...names].sort());
    for (const n of [0, 57, 99]) expect(await committedOffsets(client, names[n]!)).toMatchObject([{ offset: n }]);
    await client.close();
    await after.stop();
  });
});

const isBuilt = existsSync(MAIN);
let child: ChildProcess | null = null;
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function start(directory: string, port: number): ChildProcess {
  const settings = [`listeners=PLAINTEXT://127.0.0.1:${port}`, `log.dirs=${directory}`];
  const overrides = settings.flatMap((setting) => ['--override', setting]);
  return spawn(process.execPath, [MAIN, 'start', ...overrides], { stdio: 'ignore' });
}

/** Beats and commits until told to stop; goes on after a lost connection as a client library does: with its old place. */
class SteadyMember extends GroupMember {
  acknowledged = 0;
  rejoined = 0;
  isStopped = false;

  async live(): Promise<void> {
    while (!this.isStopped) {
      try {
        if (!(await this.heartbeat())) this.rejoined++;
        const next = this.acknowledged + 1;
        if ((await this.commit(this.assignment[0]!, next)) === 0) this.acknowledged = next;
      } catch {
        await this.reconnect();
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async reconnect(): Promise<void> {
    for (const deadline = Date.now() + 60_000; ; ) {
      try {
        await this.connect();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

describe.skipIf(!isBuilt)(isBuilt ? 'kill -9' : 'kill -9 [SKIPPED: not built]', () => {
  test('members keep their places, and every acknowledged commit is there', async () => {
    await withDirectory(async (directory) => {
      const port = await freePort();
      child = start(directory, port);
      const surfaced: string[] = [];
      const onSurfaced = (what: string): void => void surfaced.push(what);
      const members = [0, 1, 2].map(
        () =>
          new SteadyMember({
            host: '127.0.0.1',
            port,
            group: 'g',
            topic: 't',
            partitions: 3,
            sessionTimeoutMs: 90_000,
            onSurfaced,
          }),
      );
      for (const member of members) await member.reconnect();
      const client = new KafkaClient({ bootstrapServers: `127.0.0.1:${port}` });
      await createTopic(client, { name: 't', partitions: 3, replicationFactor: 1, configs: new Map() });
      await members[0]!.findCoordinator();
      // One after the other, so that the others rebalance; then all are in the last generation.
      for (const [n, member] of members.entries()) {
        await Promise.all([member.join(), ...members.slice(0, n).map((earlier) => rejoin(earlier))]);
      }
      const generation = members[0]!.generation;
      const living = members.map((member) => member.live());
      for (let crash = 0; crash < 3; crash++) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
        const before = members.map(({ acknowledged }) => acknowledged);
        child = start(directory, port);
        for (const deadline = Date.now() + 60_000; ; ) {
          if (members.every(({ acknowledged }, n) => acknowledged > before[n]! + 3)) break;
          if (Date.now() > deadline) throw new Error(`commits do not go on: ${before}, ${surfaced}`);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      }
      for (const member of members) member.isStopped = true;
      await Promise.all(living);
      expect(surfaced).toEqual([]);
      expect(members.map(({ rejoined }) => rejoined)).toEqual([0, 0, 0]);
      expect(members.map((member) => member.generation)).toEqual([generation, generation, generation]);
      const offsets = new Map(
        (await committedOffsets(client, 'g')).map(({ partition, offset }) => [partition, offset]),
      );
      for (const { assignment, acknowledged } of members) {
        expect(offsets.get(assignment[0]!)).toBeGreaterThanOrEqual(acknowledged);
      }
      await client.close();
      for (const member of members) member.close();
    });
  }, 180_000);
});

/** Heartbeats until told to join again. */
async function rejoin(member: GroupMember): Promise<void> {
  while (await member.heartbeat()) await new Promise((resolve) => setTimeout(resolve, 5));
}
