import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { LogLimiter } from '../../../src/runtime/logging/log-limiter.ts';
import {
  createLogger,
  type LogFields,
  type Logger,
  type LogLevel,
  silentLogger,
} from '../../../src/runtime/logging/logger.ts';

function collecting(level: LogLevel): { logger: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  return { logger: createLogger(level, { write: (line) => lines.push(JSON.parse(line)) }), lines };
}

test('a line is one JSON object: level in words, time, event, fields, those of the parents', () => {
  const { logger, lines } = collecting('info');
  logger.child({ node: 1 }).child({ room: 'wal' }).warn('disk is slow', { ms: 40 });
  logger.info('ready');
  expect(lines).toEqual([
    {
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      node: 1,
      room: 'wal',
      ms: 40,
      event: 'disk is slow',
    },
    { level: 'info', time: expect.any(String), event: 'ready' },
  ]);
});

test('levels below the chosen one are not written', () => {
  const { logger, lines } = collecting('warn');
  for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level](level);
  expect(lines.map(({ event }) => event)).toEqual(['warn', 'error']);
});

test('an error keeps its message, stack and cause', () => {
  const { logger, lines } = collecting('info');
  logger.error('failed', { error: new RangeError('outer', { cause: new Error('inner') }) });
  expect(lines[0]!['error']).toMatchObject({
    type: 'RangeError',
    message: expect.stringContaining('outer'),
    stack: expect.stringContaining('inner'),
  });
});

test('the silent logger is silent, and so are its children', () => {
  expect(() => silentLogger.child({ a: 1 }).error('nothing', {})).not.toThrow();
});

test('lines on stderr survive process.exit, and a reader that went away does not end the process', () => {
  // The library under us, used as createLogger uses it: plain Node cannot load TypeScript.
  const script = `
    import { destination, pino } from 'pino';
    const stderr = destination({ fd: 2, sync: true });
    stderr.on('error', () => {});
    const logger = pino({ base: null }, stderr);
    for (let i = 0; i < 2000; i++) logger.info({ i, pad: 'x'.repeat(100) }, 'line');
    process.exit(7);`;
  const run = (command: string) =>
    spawnSync('sh', ['-c', command], { encoding: 'utf8', maxBuffer: 10_000_000, input: script });
  const node = `'${process.execPath}' --input-type=module`;
  expect(run(`${node} 2>&1 >/dev/null | wc -l`).stdout.trim()).toBe('2000');
  // `head` hangs up after the first of 2,000 lines.
  const hungUp = run(`{ { ${node} 2>&1 >/dev/null; echo "code $?" >&3; } | head -n 1 >/dev/null; } 3>&1`);
  expect(hungUp.stdout.trim()).toBe('code 7');
});

class Collector implements Logger {
  readonly lines: { event: string; fields: LogFields }[] = [];
  debug(): void {}
  error(): void {}
  info(event: string, fields: LogFields = {}): void {
    this.lines.push({ event, fields });
  }
  warn(event: string, fields: LogFields = {}): void {
    this.lines.push({ event, fields });
  }
  child(): Logger {
    return this;
  }
}

test('the limiter lets ten lines of an event through in ten seconds, and then tells how many it kept back', () => {
  const clock = new ManualClock();
  const collector = new Collector();
  const limiter = new LogLimiter(collector, clock);
  for (let i = 0; i < 1000; i++) limiter.warn('garbage', { i });
  limiter.warn('another event', {});
  expect(collector.lines.map(({ fields }) => fields['i'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, undefined]);
  clock.advance(9_999);
  limiter.warn('garbage', { i: 1000 });
  expect(collector.lines.length).toBe(11);
  clock.advance(1);
  limiter.warn('garbage', { i: 1001 });
  expect(collector.lines.at(-1)).toEqual({ event: 'garbage', fields: { i: 1001, suppressedBefore: 991 } });
  limiter.info('garbage', { i: 1002 });
  expect(collector.lines.at(-1)).toEqual({ event: 'garbage', fields: { i: 1002 } });
});

test('of lines with one cause the limiter writes the first, and then ever fewer; another cause is told at once', () => {
  const clock = new ManualClock();
  const collector = new Collector();
  const limiter = new LogLimiter(collector, clock);
  const written: (readonly [second: number, suppressed: unknown])[] = [];
  for (let tenth = 0; tenth < 3_000; tenth++) {
    limiter.warn('refused', {}, 'foreign cluster');
    for (const { fields } of collector.lines.splice(0)) written.push([tenth / 10, fields['suppressedBefore']]);
    clock.advance(100);
  }
  expect(written).toEqual([
    [0, undefined],
    [10, 99],
    [30, 199],
    [70, 399],
    [150, 799],
  ]);
  limiter.warn('refused', {}, 'no such node');
  limiter.warn('refused', {}, 'no such node');
  expect(collector.lines).toEqual([{ event: 'refused', fields: {} }]);
  // Who was gone for long enough is news.
  clock.advance(320_000);
  collector.lines.length = 0;
  limiter.warn('refused', {}, 'foreign cluster');
  expect(collector.lines.length).toBe(1);
  limiter.warn('refused', {}, 'foreign cluster');
  clock.advance(10_000);
  limiter.warn('refused', {}, 'foreign cluster');
  expect(collector.lines.length).toBe(2);
});

test('a stranger that makes causes up gets no more lines than one without, and no memory', () => {
  const clock = new ManualClock();
  const collector = new Collector();
  const limiter = new LogLimiter(collector, clock);
  for (let i = 0; i < 1_000; i++) limiter.warn('refused', { i }, `cause ${i}`);
  expect(collector.lines.length).toBe(10);
  clock.advance(10_000);
  limiter.warn('refused', {}, 'cause 1');
  expect(collector.lines.at(-1)).toEqual({ event: 'refused', fields: { suppressedBefore: 990 } });
});
