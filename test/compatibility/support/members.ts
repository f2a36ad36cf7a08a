/** Group members of the client libraries as child processes that stay until they are told to leave, and what they said. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { compatDir, kafkaLibs, suiteDir, whyNoJava, whyNotFetched } from './places.ts';

export type Assignor = 'range' | 'cooperative-sticky' | 'consumer';

const python = `${compatDir}/python/bin/python`;

interface Library {
  readonly whyNot: string | null;
  readonly command: readonly [string, ...string[]];
}

export const libraries = {
  kafkajs: { whyNot: null, command: [process.execPath, `${suiteDir}/clients/kafkajs/member.mjs`] },
  java: {
    whyNot: whyNoJava() ?? whyNotFetched(`${compatDir}/java/MemberDriver.class`),
    command: [
      'java',
      '-Xmx96m',
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      `-Dlog4j2.configurationFile=${suiteDir}/kafka/log4j2.properties`,
      '-cp',
      `${compatDir}/java:${kafkaLibs}/*`,
      'MemberDriver',
    ],
  },
  'franz-go': { whyNot: whyNotFetched(`${compatDir}/franz-go`), command: [`${compatDir}/franz-go`, 'member'] },
  'kafka-python': {
    whyNot: whyNotFetched(python),
    command: [python, `${suiteDir}/clients/python/kafka_python_member.py`],
  },
  'confluent-kafka': {
    whyNot: whyNotFetched(python),
    command: [python, `${suiteDir}/clients/python/confluent_member.py`],
  },
  'node-rdkafka': {
    whyNot: whyNotFetched(`${compatDir}/node-rdkafka/node_modules/node-rdkafka/build/Release/node-librdkafka.node`),
    command: [process.execPath, `${suiteDir}/clients/node-rdkafka/member.mjs`],
  },
} satisfies Record<string, Library>;

export type LibraryName = keyof typeof libraries;

interface Owned {
  readonly member: string;
  readonly at: number;
  readonly partitions: readonly number[];
}

export interface Read {
  readonly member: string;
  readonly partition: number;
  readonly offset: number;
}

/** All members of one group, in the order in which they came. */
export class Members {
  readonly owned: Owned[] = [];
  readonly read: Read[] = [];
  private readonly running = new Map<string, { child: ChildProcess; ended: Promise<string>; partitions: number[] }>();

  start(name: string, library: LibraryName, args: readonly string[]): void {
    const [program, ...first] = libraries[library].command;
    const child = spawn(program, [...first, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, COMPAT_DIR: compatDir },
    });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-2_000);
    });
    const partitions: number[] = [];
    const ended = new Promise<string>((resolve) =>
      child.once('close', (status, signal) =>
        resolve(status === 0 ? '' : `${name} ended (${status ?? signal}): ${log}`),
      ),
    );
    const member = { child, ended, partitions };
    this.running.set(name, member);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { at: number; owned?: number[]; read?: [number, number] };
      if (said.owned !== undefined) {
        member.partitions = said.owned;
        this.owned.push({ member: name, at: said.at, partitions: said.owned });
      }
      if (said.read !== undefined) this.read.push({ member: name, partition: said.read[0], offset: said.read[1] });
    });
  }

  /** Waits until everyone owns something and every partition has one owner. @throws with who owns what after `timeoutMs` */
  async settled(partitionCount: number, timeoutMs = 25_000): Promise<void> {
    await until(timeoutMs, () => {
      const all = [...this.running.values()].flatMap((member) => member.partitions).sort((a, b) => a - b);
      const everyone = [...this.running.values()].every((member) => member.partitions.length > 0);
      return everyone && all.length === partitionCount && all.every((partition, n) => partition === n)
        ? null
        : `not settled: ${[...this.running].map(([name, member]) => `${name} [${member.partitions}]`).join(', ')}`;
    });
  }

  /** Waits until each of the records was read by someone. */
  async haveRead(ends: readonly number[], timeoutMs = 20_000): Promise<void> {
    await until(timeoutMs, () => {
      const seen = new Set(this.read.map((read) => `${read.partition}@${read.offset}`));
      for (const [partition, end] of ends.entries()) {
        for (let offset = 0; offset < end; offset++) {
          if (!seen.has(`${partition}@${offset}`))
            return `nobody read partition ${partition}, offset ${offset}, of ${end}`;
        }
      }
      return null;
    });
  }

  /** Lets a member leave as its library does it. @throws when it fails at that */
  async leave(name: string): Promise<void> {
    const { child, ended } = this.running.get(name)!;
    child.stdin!.end();
    const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const failure = await ended;
    clearTimeout(limit);
    this.running.delete(name);
    if (failure !== '') throw new Error(failure);
  }

  async leaveAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.leave(name)));
  }

  /** Ends what is left after a failure. */
  kill(): void {
    for (const { child } of this.running.values()) child.kill('SIGKILL');
  }

  /**
   * Moments at which a partition was given to one member while another had not yet given it up.
   * @param late members that tell the broker before they tell their user, as others may then own it already
   */
  overlaps(late: readonly string[] = []): string[] {
    const found: string[] = [];
    const holds = new Map<string, readonly number[]>();
    const less = (event: Owned) => event.partitions.length;
    for (const event of [...this.owned].sort((a, b) => a.at - b.at || less(a) - less(b))) {
      for (const [other, partitions] of holds) {
        if (other === event.member || late.includes(other)) continue;
        const both = event.partitions.filter((partition) => partitions.includes(partition));
        if (both.length > 0) found.push(`${event.member} got [${both}] while ${other} owned it`);
      }
      holds.set(event.member, event.partitions);
    }
    return found;
  }
}

async function until(timeoutMs: number, whyNot: () => string | null): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const reason = whyNot();
    if (reason === null) return;
    if (Date.now() > deadline) throw new Error(reason);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
