import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type FileSystem, SyncFailedError } from '../../src/runtime/files/file-system.ts';
import { NodeFileSystem } from '../../src/runtime/files/node-file-system.ts';
import { startTestBroker, type TestBroker, type TestBrokerOptions } from './support/running.ts';
import { TopicClient } from './support/topic-client.ts';

let root: string;
const open: { stop(): Promise<unknown> }[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chronik-bad-disk-'));
});
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop();
  rmSync(root, { recursive: true, force: true });
});

async function start(options: Partial<TestBrokerOptions> = {}): Promise<TestBroker> {
  const running = await startTestBroker({ directories: [join(root, 'data')], ...options });
  open.push(running);
  return running;
}

function clientOf({ bootstrapServers }: TestBroker): TopicClient {
  const client = new TopicClient(bootstrapServers);
  open.push({ stop: () => client.close() });
  return client;
}

/** Whether this process may mount. Nothing is left mounted. */
function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'chronik-mount-'));
  try {
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe]).status !== 0) return false;
    return spawnSync('umount', [probe]).status === 0;
  } finally {
    rmSync(probe, { recursive: true });
  }
}

function mount(arguments_: string[], target: string): void {
  mkdirSync(target, { recursive: true });
  expect(spawnSync('mount', [...arguments_, target]).status).toBe(0);
  // Before the brokers, so after them when all is taken down.
  open.push({ stop: async () => void spawnSync('umount', ['-l', target]) });
}

const mayMount = process.platform === 'linux' && canMount();
const mounts = mayMount ? test : test.skip;
const note = mayMount ? '' : ' (skipped: this process may not mount)';

describe('a directory that cannot be used', () => {
  test('a file in its place refuses the start, and names log.dirs', async () => {
    writeFileSync(join(root, 'data'), 'a file');
    await expect(start()).rejects.toThrow(
      new RegExp(`${join(root, 'data')} cannot be used: it is a file.*change log.dirs`),
    );
  });

  mounts(`a read-only file system refuses the start${note}`, async () => {
    mount(['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs'], join(root, 'data'));
    await expect(start()).rejects.toThrow(/cannot be used: EROFS.*log\.dirs/);
  });

  test('two brokers on one directory: the second is refused, the first goes on', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(new RegExp(`${join(root, 'data')}.*in use.*log\\.dirs`));
    const client = clientOf(first);
    await client.create('t');
    expect(await client.produce('t', ['still served'])).toBe(0);
  });

  test('the lock of another living process is respected, that of a killed one taken over', async () => {
    const data = join(root, 'data');
    mkdirSync(data);
    const index = new URL('../../dist/storage/directory-lock.js', import.meta.url).href;
    const script = `const { lockDirectory } = await import(${JSON.stringify(index)}); lockDirectory(${JSON.stringify(data)}); console.log('locked'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect(start()).rejects.toThrow(`in use by process ${child.pid}`);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(readFileSync(join(data, '.lock'), 'utf8')).toContain(String(child.pid));
    await start();
  });

  test.each(['', 'not json', '{"pid":"x"}'])('a lock file that holds %j is nobody’s', async (content) => {
    mkdirSync(join(root, 'data'));
    writeFileSync(join(root, 'data', '.lock'), content);
    await start();
  });

  test('a directory of another node.id is refused', async () => {
    await (await start()).stop();
    await expect(start({ properties: { 'node.id': '2' } })).rejects.toThrow(/belongs to node\.id 1.*node\.id 2/);
  });

  test('directories of two clusters are refused, and neither is changed', async () => {
    const [a, b, fresh] = [join(root, 'a'), join(root, 'b'), join(root, 'fresh')];
    await (await start({ directories: [a] })).stop();
    await (await start({ directories: [b] })).stop();
    const before = [a, b].map((path) => readFileSync(join(path, 'meta.properties'), 'utf8'));
    await expect(start({ directories: [a, fresh, b] })).rejects.toThrow(/belongs to cluster/);
    expect([a, b].map((path) => readFileSync(join(path, 'meta.properties'), 'utf8'))).toEqual(before);
    expect(() => statSync(join(fresh, 'meta.properties'))).toThrow();
    await start({ directories: [a] });
  });

  test.each(['in-thread', 'dedicated'])('a metadata log that is damaged refuses the start (%s)', async (threads) => {
    const properties = { 'chronik.threads': threads };
    await (await start({ properties })).stop();
    const path = join(root, 'data', '__chronik_metadata', '00000000000000000001.log');
    const bytes = readFileSync(path);
    bytes[40]! ^= 1;
    writeFileSync(path, bytes);
    await expect(start({ properties })).rejects.toThrow(/__chronik_metadata.*damaged/);
  });
});

describe('one of several directories', () => {
  test('cannot be opened: the others are served, its partitions come back with it and not empty', async () => {
    const directories = [join(root, 'a'), join(root, 'b')];
    const first = await start({ directories });
    const before = clientOf(first);
    await before.create('spread', {}, 4);
    for (let i = 0; i < 4; i++) expect(await before.produce('spread', [`in ${i}`], i)).toBe(0);
    const homes = [0, 1, 2, 3].map((i) => first.broker.replicas.get('spread', i)!.log!.directory.path);
    expect(new Set(homes).size).toBe(2);
    await first.stop();

    const hidden = join(root, 'hidden');
    const files = new NodeFileSystem();
    files.rename(directories[1]!, hidden);
    writeFileSync(directories[1]!, 'a file in its place');
    const second = await start({ directories });
    expect(second.complaints.join('')).toContain(directories[1]);
    const during = clientOf(second);
    for (let i = 0; i < 4; i++) {
      const { error, values } = await during.readAll('spread', i);
      if (homes[i] === directories[0]) expect([...values.values()]).toEqual([`in ${i}`]);
      else expect(error).toBe('KAFKA_STORAGE_ERROR');
    }
    await during.create('new');
    expect(await during.produce('new', ['goes where there is a disk'])).toBe(0);
    await second.stop();

    rmSync(directories[1]!);
    files.rename(hidden, directories[1]!);
    const after = clientOf(await start({ directories }));
    for (let i = 0; i < 4; i++) expect([...(await after.readAll('spread', i)).values.values()]).toEqual([`in ${i}`]);
    expect((await after.readAll('new')).values.size).toBe(1);
  });

  test('holds the metadata log, and cannot be opened: the start is refused', async () => {
    const directories = [join(root, 'a'), join(root, 'b')];
    writeFileSync(directories[0]!, 'a file');
    await expect(start({ directories })).rejects.toThrow(`log directory ${directories[0]} cannot be used`);
    rmSync(directories[0]!);
    // Nothing is held: the same directories serve.
    await start({ directories });
  });

  test('a damaged journal takes its directory offline, not the broker', async () => {
    const directories = [join(root, 'a'), join(root, 'b')];
    await (await start({ directories })).stop();
    writeFileSync(join(directories[1]!, '__chronik_journal', 'checkpoint'), 'garbage');
    const { complaints } = await start({ directories });
    expect(complaints.join('')).toContain('__chronik_journal/checkpoint');
  });
});

/** The real disk, but for the calls that a test breaks. */
function faulty(faults: Partial<FileSystem>): FileSystem {
  const real = new NodeFileSystem();
  return new Proxy(real, {
    get(target, name) {
      const own = faults[name as keyof FileSystem] ?? target[name as keyof FileSystem];
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

describe('a failed fsync', () => {
  test('takes the only directory offline at once, tells the process, and is not tried again', async () => {
    let broken = false;
    let attempts = 0;
    const real = new NodeFileSystem();
    const metadata = new Set<number>();
    const files = faulty({
      open(path, mode) {
        const file = real.open(path, mode);
        if (path.includes('__chronik_metadata')) metadata.add(file);
        else metadata.delete(file);
        return file;
      },
      sync(file) {
        // The metadata log has a clock of its own, and what becomes of it is another test's matter.
        if (!broken || metadata.has(file)) return real.sync(file);
        attempts++;
        throw new SyncFailedError('EIO', 'EIO: i/o error, fdatasync');
      },
    });
    const running = await start({ files });
    const client = clientOf(running);
    await client.create('t');
    expect(await client.produce('t', ['acknowledged'])).toBe(0);
    broken = true;
    expect(await client.produce('t', ['never acknowledged'])).toBe('KAFKA_STORAGE_ERROR');
    expect(await client.produce('t', ['refused'])).toBe('KAFKA_STORAGE_ERROR');
    expect((await client.readAll('t')).error).toBe('KAFKA_STORAGE_ERROR');
    expect(attempts).toBe(1);
    expect(running.fatal.length).toBe(1);
    expect(running.complaints.join('')).toContain(join(root, 'data'));
    await running.stop();
    // The orderly stop must not have called the directory clean.
    expect(() => statSync(join(root, 'data', '.kafka_cleanshutdown'))).toThrow();

    const again = clientOf(await start());
    expect((await again.readAll('t')).values.get(0)).toBe('acknowledged');
  });

  test('of one directory of two leaves the other in service', async () => {
    const directories = [join(root, 'a'), join(root, 'b')];
    const real = new NodeFileSystem();
    const paths = new Map<number, string>();
    let broken = '';
    const files = faulty({
      open(path, mode) {
        const file = real.open(path, mode);
        paths.set(file, path);
        return file;
      },
      sync(file) {
        if (broken !== '' && paths.get(file)!.startsWith(broken)) throw new SyncFailedError('EIO', 'EIO: i/o error');
        real.sync(file);
      },
    });
    const running = await start({ directories, files });
    const client = clientOf(running);
    await client.create('t', {}, 2);
    const homes = [0, 1].map((i) => running.broker.replicas.get('t', i)!.log!.directory.path);
    const lost = homes.indexOf(directories[1]!);
    broken = join(directories[1]!, '__chronik_journal');
    expect(await client.produce('t', ['x'], lost)).toBe('KAFKA_STORAGE_ERROR');
    expect(await client.produce('t', ['x'], 1 - lost)).toBe(0);
    expect(running.fatal).toEqual([]);
  });
});

describe('a full disk', () => {
  test('in-thread: produces get a retriable error, nothing acknowledged is lost, and it goes on when there is space', async () => {
    let full = false;
    const real = new NodeFileSystem();
    const refuse = (): never => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    };
    const files = faulty({
      // What is allocated already can be written on a full disk, too; what makes a file longer cannot.
      write: (file, source, from, to, position) =>
        full && position + to - from > real.size(file) ? refuse() : real.write(file, source, from, to, position),
      writeAll: (file, parts, position) =>
        full && position + parts.reduce((sum, { length }) => sum + length, 0) > real.size(file)
          ? refuse()
          : real.writeAll(file, parts, position),
      freeBytes: (path) => (full ? 0 : real.freeBytes(path)),
    });
    const running = await start({ files });
    await fillAndFree(
      running,
      () => (full = true),
      () => (full = false),
    );
  });

  test('a little before it is full produces are refused, and taken again when there is space', async () => {
    let free = Number.MAX_SAFE_INTEGER;
    const client = clientOf(await start({ files: faulty({ freeBytes: () => free }) }));
    await client.create('t');
    const produce = (): Promise<number | string> => client.produce('t', ['x']);
    expect(await produce()).toBe(0);
    free = 1024;
    await expect.poll(produce, { timeout: 5_000 }).toBe('KAFKA_STORAGE_ERROR');
    free = Number.MAX_SAFE_INTEGER;
    await expect.poll(produce, { timeout: 5_000 }).toBeTypeOf('number');
  });

  mounts(`a real one, with threads of their own${note}`, async () => {
    const data = join(root, 'data');
    mount(['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs'], data);
    const running = await start({ properties: { 'chronik.threads': 'dedicated' } });
    const ballast = join(data, 'ballast');
    const fill = (): void => {
      try {
        for (let size = 64 * 1024; ; size += 64 * 1024) writeFileSync(ballast, new Uint8Array(size));
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
      }
    };
    await fillAndFree(running, fill, () => rmSync(ballast));
  });

  async function fillAndFree(running: TestBroker, fill: () => void, free: () => void): Promise<void> {
    const client = clientOf(running);
    await client.create('t');
    const acknowledged = new Map<number, string>();
    const produce = async (value: string): Promise<string> => {
      const answer = await client.produce('t', [value.padEnd(50_000, '.')]);
      if (typeof answer !== 'number') return answer;
      acknowledged.set(answer, value.padEnd(50_000, '.'));
      return 'NONE';
    };
    for (let i = 0; i < 5; i++) expect(await produce(`before ${i}`)).toBe('NONE');
    fill();
    const answers = new Set<string>();
    for (let i = 0; i < 12; i++) {
      answers.add(await Promise.race([produce(`during ${i}`), setTimeout(1_000, 'WAITS')]));
      await setTimeout(60);
    }
    expect(
      [...answers].filter((answer) => !['NONE', 'WAITS', 'KAFKA_STORAGE_ERROR', 'REQUEST_TIMED_OUT'].includes(answer)),
    ).toEqual([]);
    expect(answers).toContain('KAFKA_STORAGE_ERROR');
    expect(running.fatal).toEqual([]);
    free();
    await expect.poll(() => produce('after'), { timeout: 5_000, interval: 100 }).toBe('NONE');
    const { values, error } = await client.readAll('t');
    expect(error).toBe('NONE');
    for (const [offset, value] of acknowledged) expect(values.get(offset)?.slice(0, 20)).toBe(value.slice(0, 20));
    await running.stop();
    const again = clientOf(await start());
    const { values: kept } = await again.readAll('t');
    for (const [offset, value] of acknowledged) expect(kept.get(offset)).toBe(value);
  }
});
