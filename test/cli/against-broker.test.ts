/**
 * The commands against a broker of our own, in this process: what they do to it, and what they say. With
 * CHRONIK_TEST_BOOTSTRAP=host:port they are tried on that cluster instead, of whatever make; it should be empty.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/start-broker.ts';
import { COMPRESSION_NAMES } from '../../src/core/records/batch-format.ts';
import { type RunOptions, run } from './support/run.ts';

const elsewhere = process.env['CHRONIK_TEST_BOOTSTRAP'];
const directory = mkdtempSync(join(tmpdir(), 'chronik-cli-'));
const broker: Pick<RunningBroker, 'bootstrapServers' | 'stop'> =
  elsewhere === undefined
    ? await startBroker({ directory })
    : { bootstrapServers: elsewhere, stop: () => Promise.resolve() };

afterAll(async () => {
  await broker.stop();
  rmSync(directory, { recursive: true });
});

async function chronik(command: string, options: RunOptions = {}) {
  return run([...command.split(' '), '-b', broker.bootstrapServers], options);
}

/** Runs a command that must succeed; answers its standard output. */
async function done(command: string, options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await chronik(command, options);
  expect([command, code, stderr]).toEqual([command, 0, '']);
  return stdout;
}

async function jsonOf<T>(command: string): Promise<T> {
  return JSON.parse(await done(`${command} --json`)) as T;
}

describe('topics', () => {
  test('are created, listed, described, changed, grown and deleted', async () => {
    expect(await done('topic create life -p 2 -c retention.ms=1000')).toBe('Created life with 2 partitions\n');
    expect(await jsonOf('topic list')).toContainEqual(
      expect.objectContaining({ name: 'life', partitions: 2, replicas: 1 }),
    );
    expect(await done('topic alter life -s cleanup.policy=compact,delete -d retention.ms')).toBe('Changed life\n');
    expect(await done('topic add-partitions life --to 5')).toBe('life has 5 partitions\n');
    const [described] =
      await jsonOf<{ partitions: object[]; configs: { name: string; value: string; source: string }[] }[]>(
        'topic describe life',
      );
    expect(described!.partitions).toHaveLength(5);
    expect(described!.partitions[4]).toMatchObject({ partition: 4, leader: 1, startOffset: 0, endOffset: 0 });
    expect(described!.configs.filter(({ source }) => source === 'topic')).toMatchObject([
      { name: 'cleanup.policy', value: 'compact,delete' },
    ]);
    expect(await done('topic delete life')).toBe('Deleted life\n');
    expect(await done('topic list')).not.toContain('life');
  });

  test('what was done is told as JSON too', async () => {
    await done('topic create told');
    expect(await jsonOf('topic alter told -s retention.ms=1')).toEqual([{ name: 'told', changed: true }]);
    expect(await jsonOf('config alter topic told -d retention.ms --validate-only')).toEqual({
      type: 'topic',
      name: 'told',
      changed: false,
    });
    expect(await jsonOf('topic add-partitions told --add 2')).toEqual({ name: 'told', partitions: 3 });
    expect(await jsonOf('topic delete told nothing --if-exists')).toEqual([
      { name: 'told', deleted: true },
      { name: 'nothing', deleted: false },
    ]);
  });

  test('refusals come in the words of Kafka, with 1', async () => {
    await done('topic create there');
    const twice = await chronik('topic create there');
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('TOPIC_ALREADY_EXISTS')]);
    expect(await done('topic create there --if-not-exists')).toBe('there exists already\n');
    const config = await chronik('topic create bad -c retention.ms=x');
    expect(config.stderr).toContain('Invalid value x for configuration retention.ms: Not a number of type LONG');
    const missing = await chronik('topic delete missing');
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('UNKNOWN_TOPIC_OR_PARTITION')]);
    expect(await done('topic delete missing --if-exists')).toBe('missing does not exist\n');
    expect((await chronik('consume missing')).stderr).toContain('there is no such topic');
    expect(await done('topic create dry --validate-only')).toBe('dry could be created\n');
    expect(await done('topic list')).not.toContain('dry');
  });
});

describe('records', () => {
  test.each(COMPRESSION_NAMES)('come back byte for byte with %s', async (codec) => {
    const lines = Array.from({ length: 500 }, (_, number) => `line ${number} ${'\u00e9x'.repeat(number % 40)}`);
    await done(`produce bytes-${codec} -z ${codec} -p 0`, {
      stdin: [lines.slice(0, 250).join('\n'), '\n', lines.slice(250).join('\n')],
    });
    expect(await done(`consume bytes-${codec} -o start -e`)).toBe(`${lines.join('\n')}\n`);
  });

  test('with acks 0 and 1, and without idempotence', async () => {
    for (const options of ['--acks 0', '--acks 1', '--no-idempotence'])
      await done(`produce acks -p 0 ${options}`, { stdin: ['x\n'] });
    await expect.poll(() => done('consume acks -o start -e')).toBe('x\nx\nx\n');
  });

  test('keys choose partitions, headers and tombstones arrive', async () => {
    await done('topic create keyed -p 3');
    await done('produce keyed -K : -Z -H a=1 -H b=', { stdin: ['k1:one\nk2:two\nk1:\n'] });
    const out = await done('consume keyed -o start -e -f %p|%k|%v|%V|%h\\n');
    const rows = out.trim().split('\n').sort();
    expect(rows.map((row) => row.replace(/^\d/, '#'))).toEqual(
      expect.arrayContaining(['#|k1|one|3|a=1,b=', '#|k2|two|3|a=1,b=', '#|k1||-1|a=1,b=']),
    );
    const homes = rows.filter((row) => row.includes('|k1|')).map((row) => row[0]);
    expect(new Set(homes).size).toBe(1);
  });

  test('as JSON go from one topic into another unchanged', async () => {
    await done('topic create from -p 2');
    await done('produce from -k key -H h=v', { stdin: ['a\n', Buffer.from([0xff, 0x00, 0x0a])] });
    const json = await done('consume from -o start -e --json');
    await done('topic create to -p 2');
    await done('produce to -i json', { stdin: [json] });
    const strip = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => ({ ...(JSON.parse(line) as object), topic: '' }));
    expect(strip(await done('consume to -o start -e --json'))).toEqual(strip(json));
    expect(json).toContain('{"base64":"/wA="}');
  });

  test('a file as one record', async () => {
    const file = join(directory, 'whole.txt');
    writeFileSync(file, 'one\ntwo\n');
    expect(JSON.parse(await done(`produce whole -i whole -f ${file} --json`))).toMatchObject({ records: 1, bytes: 8 });
    expect(await done('consume whole -o start -e -f [%v]')).toBe('[one\ntwo\n]');
    const { code, stderr } = await chronik('produce whole -f nothing.txt');
    expect([code, stderr]).toEqual([1, expect.stringContaining('--file nothing.txt')]);
    const large = await chronik('produce whole -i whole', { stdin: [Buffer.alloc(2_000_000, 'x')] });
    expect([large.code, large.stderr]).toEqual([1, expect.stringMatching(/MESSAGE_TOO_LARGE.*max\.message\.bytes/)]);
  });

  test('ranges of offsets and times, and counts', async () => {
    await done('topic create range');
    const json = Array.from({ length: 20 }, (_, number) => `{"value":"${number}","timestamp":${1000 + number}}\n`);
    await done('topic alter range -s message.timestamp.before.max.ms=9223372036854775807');
    await done('produce range -i json', { stdin: [json.join('')] });
    const values = async (options: string) =>
      (await done(`consume range ${options}`))
        .trim()
        .split('\n')
        .filter((line) => line !== '')
        .map(Number);
    expect(await values('-o 5:8')).toEqual([5, 6, 7]);
    expect(await values('-o -3 -e')).toEqual([17, 18, 19]);
    expect(await values('-o +18 -e')).toEqual([18, 19]);
    expect(await values('-o @1004:@1006')).toEqual([4, 5]);
    expect(await values('-o @9999 -e')).toEqual([]);
    expect(await values('-o start -n 4')).toEqual([0, 1, 2, 3]);
    expect(await values('-o 15:999')).toEqual([15, 16, 17, 18, 19]);
    const outside = await chronik('consume range -o 99 -n 1');
    expect([outside.code, outside.stderr]).toEqual([
      1,
      expect.stringContaining('99 is not in the log of range-0, which goes from 0 to 20'),
    ]);
  });

  test('an offset to begin at that is not in the log is an error, where reading is to stop as where it is not', async () => {
    await done('topic create short -p 2');
    await done('produce short -p 1', { stdin: ['0\n1\n2\n'] });
    const refused = async (options: string) => {
      const { code, stdout, stderr } = await chronik(`consume short ${options}`);
      expect([options, code, stdout, stderr]).toEqual([
        options,
        1,
        '',
        expect.stringMatching(/ is not in the log of .*OFFSET_OUT_OF_RANGE/),
      ]);
      return stderr;
    };
    expect(await refused('-o 4 -e')).toContain(
      '4 is not in the log of short-0, which goes from 0 to 0; of short-1, which',
    );
    expect(await refused('-o 4:9')).toContain('short-0');
    expect(await refused('-o 4')).toContain('short-0');
    expect(await refused('-p 1 -o 4 -e --isolation read_committed')).not.toContain('short-0');
    // The end itself is a place to wait at, and nothing is behind it.
    expect(await done('consume short -p 1 -o 3 -e')).toBe('');
    expect(await done('consume short -p 1 -o 2 -e')).toBe('2\n');
  });

  test('that come later are waited for, until a signal', async () => {
    await done('topic create later');
    let stop = (_signal: string) => {};
    const signal = new Promise<string>((resolve) => (stop = resolve));
    const reading = chronik('consume later -o start', { signal });
    await done('produce later', { stdin: ['first\n'] });
    await new Promise((resolve) => setTimeout(resolve, 300));
    stop('SIGINT');
    expect(await reading).toEqual({ code: 0, stdout: 'first\n', stderr: '' });
  });
});

describe('configuration and cluster', () => {
  test('a broker property is set for all, seen by topics, and taken back', async () => {
    await done('topic create inheriting');
    await done('config alter broker default -s log.retention.ms=7777');
    // Brokers learn of it a moment later than the controller.
    await expect
      .poll(async () => (await jsonOf<object[]>('config describe topic inheriting -p retention.ms'))[0])
      .toMatchObject({ name: 'retention.ms', value: '7777', source: 'dynamic default' });
    await done('config alter broker default -d log.retention.ms');
    await expect.poll(() => done('config describe broker default')).not.toContain('log.retention.ms');
    const refused = await chronik('config alter broker 1 -s node.id=2');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('Cannot update these configs dynamically'),
    ]);
  });

  test('cluster info', async () => {
    const info = await jsonOf<{ brokers: object[]; clusterId: string }>('cluster info');
    expect(info.clusterId).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(info.brokers).toMatchObject([{ id: 1, host: '127.0.0.1', fenced: false }]);
    expect(await done('cluster info')).toContain(`Cluster:           ${info.clusterId}`);
  });
});

test.skipIf(elsewhere !== undefined)('what the broker leaves behind is sound, record by record', async () => {
  await done('produce sound -z zstd', { stdin: ['kept\n'] });
  await broker.stop();
  const verified = await run(['log', 'verify', directory, '--records']);
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('0 damaged, 0 incomplete')]);
  const dumped = await run(['log', 'dump', join(directory, 'sound-0'), '--records']);
  expect(dumped.code).toBe(0);
  expect(dumped.stdout).toContain('"value":"kept"');
});
