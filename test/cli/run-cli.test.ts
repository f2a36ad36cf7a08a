import { describe, expect, test } from 'vitest';
import { COMMAND_TABLE } from '../../src/cli/command-table.ts';
import { run } from './support/run.ts';

describe('help', () => {
  test('lists every command, with and without --help', async () => {
    for (const argv of [[], ['--help'], ['-h']]) {
      const { code, stdout } = await run(argv);
      expect(code).toBe(0);
      for (const { name, summary } of COMMAND_TABLE) expect(stdout).toContain(`${name.padEnd(20)}  ${summary}`);
    }
  });

  test('of a group lists its commands alone', async () => {
    for (const argv of [['topic', '--help'], ['topic']]) {
      const { code, stdout } = await run(argv);
      expect(code).toBe(0);
      expect(stdout).toContain('add-partitions');
      expect(stdout).not.toContain('cluster info');
    }
  });

  test.each(COMMAND_TABLE.map(({ name }) => name))(
    'of %s names its options, and agrees with the table',
    async (name) => {
      const entry = COMMAND_TABLE.find((candidate) => candidate.name === name)!;
      const command = await entry.load();
      expect([command.name, command.summary]).toEqual([entry.name, entry.summary]);
      const { code, stdout } = await run([...name.split(' '), '--help']);
      expect(code).toBe(0);
      for (const option of Object.keys(command.options)) expect(stdout).toContain(`--${option}`);
      // Two options with one letter would hide each other.
      const letters = Object.values(command.options).flatMap(({ short }) => (short === undefined ? [] : [short]));
      expect(new Set(letters).size).toBe(letters.length);
    },
  );
});

test('--version', async () => {
  expect(await run(['--version'])).toEqual({ code: 0, stdout: 'chronik 1.2.3\n', stderr: '' });
});

describe('wrong arguments end with 2 and name what to change', () => {
  test.each([
    [['bogus'], "no command 'bogus'"],
    [['topic', 'bogus'], "no command 'topic bogus'"],
    [['tpoic', 'list'], "no command 'tpoic': did you mean 'chronik topic list'?"],
    [['topic', 'craete', 't'], "no command 'topic craete': did you mean 'chronik topic create'?"],
    [['tpoic'], "no command 'tpoic': did you mean 'chronik topic'?"],
    [['consme', 't'], "no command 'consme': did you mean 'chronik consume'?"],
    [['topic', 'list', '--bogus'], "no option '--bogus'\n"],
    [['topic', 'create', 't', '--partition', '3'], "no option '--partition': did you mean '--partitions'?"],
    [['topic', 'create'], 'it needs <topic>...'],
    [['topic', 'list', 'x'], "'x' is one argument too many"],
    [['topic', 'list', '--bogus'], "no option '--bogus'"],
    [['topic', 'create', 't', '-p', 'x'], "--partitions takes a whole number from 1 to 2147483647, not 'x'"],
    [['topic', 'create', 't', '-p', '-5'], "--partitions takes a whole number from 1 to 2147483647, not '-5'"],
    [['topic', 'create', 't', '-c', 'x'], "--config takes name=value, not 'x'"],
    [
      ['topic', 'create', 't', '-b', 'a b'],
      "--bootstrap-server takes host:port, several separated by commas, not 'a b'",
    ],
    [['topic', 'alter', 't'], 'give --set, --delete, --append or --subtract'],
    [['topic', 'add-partitions', 't'], 'give either --add or --to'],
    [['config', 'describe', 'box', '1'], "'box' is not one of topic, broker, group"],
    [['config', 'describe', 'broker', 'x'], "a broker is named by its id or 'default', not 'x'"],
    [['produce', 't', '-z', 'rar'], "--compression is one of none, gzip, snappy, lz4, zstd, not 'rar'"],
    [['produce', 't', '-k', 'a', '-K', ':'], 'give either --key or --key-separator'],
    [['consume', 't', '-f', '%q'], '--format does not know %q'],
    [['consume', 't', '-o', 'soon'], "--offset does not understand 'soon'"],
    [['consume', 't', '--offset', '5', '--from-beginning'], 'give either --offset or --from-beginning'],
    [['consume', 't', '-p', '1,x'], "--partition takes numbers, not 'x'"],
  ])('%j', async (argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('a cluster that cannot be reached ends with 1 and names the option', async () => {
  // Port 1 is reserved, and nothing listens there.
  const { code, stderr } = await run(['topic', 'list', '-b', '127.0.0.1:1']);
  expect(code).toBe(1);
  expect(stderr).toContain('no broker of 127.0.0.1:1 can be reached');
  expect(stderr).toContain('--bootstrap-server');
});

describe('config reference', () => {
  test('one property, for people', async () => {
    const { code, stdout } = await run(['config', 'reference', 'topic', 'retention.ms']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      '### `retention.ms`\n\nHow long records are kept; -1 keeps them for ever.\n\n' +
        'Type: long; default: `604800000`; takes at least -1; update: at any time; ' +
        'inherits `log.retention.ms`, then `log.retention.minutes`, then `log.retention.hours`.\n',
    );
  });

  test('all of them, with the reasons of those without effect', async () => {
    const { stdout } = await run(['config', 'reference', 'broker', '--json']);
    const entries = JSON.parse(stdout) as { name: string; ignoredBecause: string | null; sentence: string }[];
    expect(entries.length).toBeGreaterThan(300);
    expect(entries.find(({ name }) => name === 'num.io.threads')!.ignoredBecause).toContain('event loop');
    for (const { name, sentence } of entries)
      expect([name, sentence]).toEqual([name, expect.stringMatching(/^[A-Z].*\.$/)]);
    const honoured = await run(['config', 'reference', 'broker', '--json', '--honoured']);
    expect(JSON.parse(honoured.stdout).length).toBeLessThan(entries.length);
  });

  test('an unknown name ends with 1, an unknown scope with 2', async () => {
    expect((await run(['config', 'reference', 'topic', 'bogus'])).code).toBe(1);
    expect((await run(['config', 'reference', 'bogus'])).code).toBe(2);
  });
});
