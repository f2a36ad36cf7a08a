import { expect, test } from 'vitest';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import type { LogIo } from '../../../src/workers/controller/log-io.ts';
import type { LogJobResult } from '../../../src/workers/controller/log-jobs.ts';
import { WatchedLogIo } from '../../../src/workers/raft/watched-log-io.ts';

const DONE = { file: null, error: null } as unknown as LogJobResult;

test('a disk owes what it was asked for, and a queue of jobs is no stall while one after another gets done', () => {
  const clock = new ManualClock();
  const waiting: ((result: LogJobResult) => void)[] = [];
  const io: LogIo = { run: (_job, done) => waiting.push(done), close: () => {} };
  const watched = new WatchedLogIo(io, clock);
  const done: number[] = [];
  expect(watched.owedMs).toBe(0);
  for (const n of [1, 2, 3]) watched.run({ kind: 'close', file: n }, () => done.push(n));
  clock.advance(300);
  expect(watched.owedMs).toBe(300);
  waiting.shift()!(DONE);
  expect(watched.owedMs).toBe(0);
  clock.advance(200);
  expect(watched.owedMs).toBe(200);
  for (const answer of waiting.splice(0)) answer(DONE);
  clock.advance(200);
  expect(watched.owedMs).toBe(0);
  expect(done).toEqual([1, 2, 3]);
});
