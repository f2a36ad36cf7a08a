/**
 * A truncated or bit-flipped file of every kind, in a directory of an orderly stop and in one of a kill. Whatever the
 * broker then does, it serves every acknowledged record, or it refuses and names the file: it never shows less, or others.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BatchBuilder } from '../../src/core/records/batch-builder.ts';
import { BatchView } from '../../src/core/records/batch-view.ts';
import { buildEndTxnBatch } from '../../src/core/records/control-record.ts';
import { startTestBroker, type TestBroker } from './support/running.ts';
import { TopicClient } from './support/topic-client.ts';

const TOPIC = 'kept';
const VALUE_BYTES = 60_000;
const COUNT = 40;
const STOPPED = 'after an orderly stop';
const KILLED = 'after a kill';
/** The socket that `chronik top` asks is of the running process, and no copy of it can be made. */
const COPYING = { recursive: true, filter: (path: string) => !path.endsWith('.sock') };

let root: string;
/** Committed records: value by offset. */
const expected = new Map<number, string>();
let end = 0;

function valueAt(i: number): string {
  return `${i}:`.padEnd(VALUE_BYTES, String.fromCharCode(97 + (i % 26)));
}

/** As the coordinators append: no client may write these batches unasked. */
async function appendDirectly(running: TestBroker, bytes: Uint8Array): Promise<void> {
  const hosted = running.broker.replicas.get(TOPIC, 0)!;
  const batch = new BatchView().wrap(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
  const { errorCode, endOffset } = hosted.appends.appendInternal(batch, -1, Date.now());
  expect(errorCode).toBe(0);
  running.broker.replicas.wakeSoon();
  while (hosted.highWatermark < endOffset) await setTimeout(5);
}

function transactional(value: string): Uint8Array {
  const builder = new BatchBuilder({ producerId: 77, producerEpoch: 0, baseSequence: 0, isTransactional: true });
  builder.append(Date.now(), null, new TextEncoder().encode(value), []);
  return builder.build()!;
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'chronik-damage-'));
  const directory = join(root, 'live');
  const running = await startTestBroker({ directories: [directory] });
  const client = new TopicClient(running.bootstrapServers);
  await client.create(TOPIC, { 'segment.bytes': String(1024 * 1024) });
  const produce = async (i: number): Promise<void> => {
    const offset = await client.produce(TOPIC, [valueAt(i)]);
    expected.set(offset as number, valueAt(i));
  };
  for (let i = 0; i < 3; i++) await produce(i);
  await appendDirectly(running, transactional('never committed'));
  const marker = { producerId: 77, producerEpoch: 0, commits: false, coordinatorEpoch: 0 };
  await appendDirectly(running, buildEndTxnBatch(marker, Date.now()));
  for (let i = 3; i < COUNT; i++) await produce(i);
  end = Math.max(...expected.keys()) + 1;
  await client.close();
  cpSync(directory, join(root, KILLED), COPYING);
  await running.stop();
  cpSync(directory, join(root, STOPPED), COPYING);
}, 60_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Every file but the lock, which the second test of bad-disk.test.ts is about. */
function filesOf(image: string): string[] {
  const paths = readdirSync(image, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.lock')
    .map((entry) => relative(image, join(entry.parentPath, entry.name)))
    .sort();
  return paths;
}

interface Damage {
  readonly name: string;
  readonly apply: (path: string) => void;
}

const DAMAGES: readonly Damage[] = [
  { name: 'emptied', apply: (path) => truncateSync(path, 0) },
  { name: 'cut in half', apply: (path) => truncateSync(path, Math.floor(statSync(path).size / 2)) },
  { name: 'cut by a byte', apply: (path) => truncateSync(path, Math.max(0, statSync(path).size - 1)) },
  flipped('its first bit', () => 0, 7),
  flipped('a bit of byte 7', () => 7),
  flipped('a bit of byte 11', () => 11),
  flipped('a bit of byte 26', () => 26),
  flipped('a bit in the middle', (size) => size >> 1, 4),
  flipped('a bit of the last byte', (size) => size - 1, 3),
];

function flipped(name: string, at: (size: number) => number, bit = 0): Damage {
  return {
    name: `${name} flipped`,
    apply(path) {
      const bytes = readFileSync(path);
      const place = at(bytes.length);
      if (place < bytes.length) bytes[place]! ^= 1 << bit;
      writeFileSync(path, bytes);
    },
  };
}

/** What became of the broker on the damaged directory, in one word; throws what must never be. */
async function outcomeOf(directory: string, file: string): Promise<string> {
  const complaints: string[] = [];
  const name = file.split('/').at(-1)!;
  const named = (texts: readonly string[]): boolean => texts.some((text) => text.includes(name));
  let running: TestBroker;
  try {
    running = await startTestBroker({ directories: [directory], complaints });
  } catch (error) {
    expect(named([(error as Error).message, ...complaints]), `the refusal names no file: ${error}`).toBe(true);
    return 'start refused';
  }
  const client = new TopicClient(running.bootstrapServers);
  try {
    const { error, values, highWatermark } = await client
      .readAll(TOPIC)
      .catch((thrown: Error) => ({ error: thrown.message, values: new Map<number, string>(), highWatermark: -1 }));
    for (const [offset, value] of values)
      expect(value, `offset ${offset} shows another record`).toBe(expected.get(offset));
    // The client's own checksum saw it, as with Kafka.
    if (error === 'CHECKSUM') return 'seen by the client';
    if (error !== 'NONE') {
      expect(['KAFKA_STORAGE_ERROR', 'CORRUPT_MESSAGE']).toContain(error);
      expect(named(complaints), `no line names the file: ${complaints}`).toBe(true);
      return 'partition refused';
    }
    expect(highWatermark).toBe(end);
    expect([...values.keys()]).toEqual([...expected.keys()]);
    expect(await client.produce(TOPIC, ['more'])).toBe(end);
    return complaints.length > 0 ? 'served, with a warning' : 'served';
  } finally {
    await client.close();
    await running.stop();
  }
}

describe.each([STOPPED, KILLED])('%s', (image) => {
  test('an undamaged directory is served', async () => {
    const copy = join(root, 'copy');
    cpSync(join(root, image), copy, { recursive: true });
    expect(await outcomeOf(copy, '')).toBe('served');
    rmSync(copy, { recursive: true });
  });

  test('every kind of file, every kind of damage', async () => {
    const summary: string[] = [];
    const failures: string[] = [];
    for (const file of filesOf(join(root, image))) {
      const outcomes: string[] = [];
      for (const damage of DAMAGES) {
        const copy = join(root, 'copy');
        rmSync(copy, { recursive: true, force: true });
        cpSync(join(root, image), copy, { recursive: true });
        const before = readFileSync(join(copy, file));
        damage.apply(join(copy, file));
        if (before.equals(readFileSync(join(copy, file)))) continue;
        try {
          outcomes.push(`${damage.name}: ${await outcomeOf(copy, file)}`);
        } catch (error) {
          outcomes.push(`${damage.name}: WRONG`);
          failures.push(`${file}, ${damage.name}: ${(error as Error).message.slice(0, 300)}`);
        }
      }
      summary.push(`${file}\n    ${outcomes.join('\n    ')}`);
    }
    if (failures.length > 0) console.log(`${image}\n  ${summary.join('\n  ')}`);
    expect(failures).toEqual([]);
  }, 300_000);
});
