/**
 * Groups as Kafka's own consumer uses them: classic and cooperative, the consumer protocol, and the one becoming the
 * other. Needs Java 17 and the jars that `test/wire/java/fetch.sh` fetches.
 */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
} from '../../../../src/core/protocol/generated/create-topics-request.ts';
import { GroupServer } from './group-server.ts';

const jars = new URL('../../../../.compat/jars', import.meta.url).pathname;
const source = new URL('java/GroupMembers.java', import.meta.url).pathname;
const missing = whatIsMissing();

function whatIsMissing(): string {
  if (!existsSync(jars)) return 'no jars: run test/wire/java/fetch.sh';
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return '';
  } catch {
    return 'no java';
  }
}

/** The consumers, and what each said it owns. */
class Members {
  readonly #java: ChildProcessWithoutNullStreams;
  readonly owned = new Map<string, string[]>();
  readonly said: string[] = [];
  readonly #exit: Promise<void>;

  constructor(bootstrap: string) {
    this.#java = spawn('java', ['-cp', `${jars}/*`, source, bootstrap]);
    this.#exit = new Promise((done) => this.#java.once('exit', () => done()));
    let rest = '';
    this.#java.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop()!;
      for (const line of lines) this.#hear(line);
    });
  }

  #hear(line: string): void {
    this.said.push(line);
    const [name = '', list = '', ...more] = line.split(' ');
    if (more.length === 0 && list !== 'closed' && name !== 'ready')
      this.owned.set(name, list === '' ? [] : list.split(','));
    if (list === 'closed') this.owned.delete(name);
  }

  start(name: string, protocol: string, assignor = '-', subscription = 'orders', instance = '-'): void {
    this.#java.stdin.write(`start ${name} ${protocol} ${assignor} ${subscription} ${instance}\n`);
  }

  stop(name: string): void {
    this.#java.stdin.write(`stop ${name}\n`);
  }

  commit(name: string, offset: number): void {
    this.#java.stdin.write(`commit ${name} ${offset}\n`);
  }

  async until(what: string, condition: () => boolean): Promise<void> {
    for (let i = 0; i < 600; i++) {
      if (condition()) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(
      `it never came to pass that ${what}: ${JSON.stringify([...this.owned])}, ${JSON.stringify(this.said.slice(-12))}`,
    );
  }

  /** All partitions are owned, each once, by exactly these, as evenly as can be. */
  shared(partitions: number, ...names: string[]): boolean {
    const all = [...this.owned.values()].flat();
    const loads = names.map((name) => this.owned.get(name)?.length ?? -1);
    return (
      this.owned.size === names.length &&
      all.length === partitions &&
      new Set(all).size === partitions &&
      Math.max(...loads) - Math.min(...loads) <= 1
    );
  }

  async end(): Promise<void> {
    this.#java.stdin.end();
    const kill = setTimeout(() => this.#java.kill('SIGKILL'), 10_000);
    await this.#exit;
    clearTimeout(kill);
  }
}

describe.skipIf(missing !== '')(`Kafka's own consumer${missing === '' ? '' : ` (skipped: ${missing})`}`, () => {
  let server: GroupServer;
  let members: Members;

  beforeEach(async () => {
    server = await GroupServer.start({
      'group.consumer.heartbeat.interval.ms': '200',
      'group.consumer.min.heartbeat.interval.ms': '100',
    });
    members = new Members(server.bootstrap);
    await createTopic('orders', 6);
    await members.until('Java is up', () => members.said.includes('ready'));
  }, 60_000);

  afterEach(async () => {
    await members.end();
    await server.stop();
    expect(members.said.filter((line) => line.includes(' error '))).toEqual([]);
  }, 60_000);

  async function createTopic(name: string, numPartitions: number): Promise<void> {
    const topics = [newCreateTopicsRequestCreatableTopic({ name, numPartitions, replicationFactor: 1 })];
    await new Promise<void>((done) =>
      server.broker.metadata.submit(
        { apiKey: 19, request: newCreateTopicsRequest({ topics }) },
        server.broker.clock.monotonicMs() + 10_000,
        () => done(),
      ),
    );
  }

  test.each([
    ['classic', 'RangeAssignor'],
    ['classic', 'CooperativeStickyAssignor'],
    ['consumer', 'uniform'],
    ['consumer', 'range'],
  ])(
    '%s, %s: three come one after another, one leaves',
    async (protocol, assignor) => {
      members.start('a', protocol, assignor);
      await members.until('a has all', () => members.shared(6, 'a'));
      members.start('b', protocol, assignor);
      members.start('c', protocol, assignor);
      await members.until('three share', () => members.shared(6, 'a', 'b', 'c'));
      members.commit('b', 41);
      await members.until('b has committed', () =>
        members.said.some((line) => line.startsWith('b committed') && line.includes('=41note')),
      );
      members.stop('b');
      await members.until('two share', () => members.shared(6, 'a', 'c'));
    },
    60_000,
  );

  test('the consumer protocol with a regular expression', async () => {
    await createTopic('others', 2);
    await createTopic('payments', 2);
    members.start('a', 'consumer', '-', '/o.*s');
    await members.until('a has what matches', () => members.shared(8, 'a'));
  }, 60_000);

  test('a static member of the consumer protocol comes back to what it had', async () => {
    members.start('a', 'consumer', '-', 'orders', 'one');
    members.start('b', 'consumer', '-', 'orders', 'two');
    await members.until('they share', () => members.shared(6, 'a', 'b'));
    const before = members.owned.get('a')!;
    const others = members.owned.get('b')!;
    members.stop('a');
    await members.until('a is closed', () => members.said.includes('a closed'));
    await new Promise((done) => setTimeout(done, 1000));
    expect(members.owned.get('b')).toEqual(others);
    members.start('a2', 'consumer', '-', 'orders', 'one');
    await members.until('its successor has the same', () => members.shared(6, 'a2', 'b'));
    expect(members.owned.get('a2')).toEqual(before);
  }, 60_000);

  test('a classic group is upgraded member by member, and downgraded again', async () => {
    members.start('a', 'classic', 'CooperativeStickyAssignor');
    members.start('b', 'classic', 'CooperativeStickyAssignor');
    await members.until('two classic ones share', () => members.shared(6, 'a', 'b'));
    members.start('n', 'consumer');
    await members.until('three share', () => members.shared(6, 'a', 'b', 'n'));
    members.commit('a', 5);
    await members.until('a classic member has committed', () =>
      members.said.some((line) => line.startsWith('a committed')),
    );
    members.stop('a');
    members.stop('b');
    await members.until('the new one has all', () => members.shared(6, 'n'));
    members.start('c', 'classic', 'RangeAssignor');
    await members.until('a classic one joins again', () => members.shared(6, 'c', 'n'));
    members.stop('n');
    await members.until('the classic one has all', () => members.shared(6, 'c'));
    expect(server.groups.all().length).toBe(5);
  }, 90_000);
});
