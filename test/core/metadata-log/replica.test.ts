/**
 * One replica and one term, step by step: the rules whose breach the random model meets too seldom, each right and wrong,
 * and what the model does not do.
 */
import { describe, expect, test } from 'vitest';
import { ControllerTerm } from '../../../src/core/metadata-log/controller-term.ts';
import { ImageChecks } from '../../../src/core/metadata-log/image-checks.ts';
import type { LogEntry } from '../../../src/core/metadata-log/log-entry.ts';
import { forkPoint } from '../../../src/core/metadata-log/log-outline.ts';
import type { LogMessage } from '../../../src/core/metadata-log/messages.ts';
import { Replica } from '../../../src/core/metadata-log/replica.ts';
import { DEFAULT_REPLICA_LIMITS } from '../../../src/core/metadata-log/replica-limits.ts';
import { SAFETY_RULES, type SafetyRules } from '../../../src/core/metadata-log/safety-rules.ts';

const entry = (epoch: number, index: number): LogEntry => ({
  epoch,
  index,
  requestId: null,
  payload: Uint8Array.of(epoch, index),
});

/** A replica whose disk answers when the test says so. */
class Bench {
  readonly sent: { readonly to: number; readonly message: LogMessage }[] = [];
  readonly writes: (() => void)[] = [];
  readonly promises: (() => void)[] = [];
  readonly committed: number[] = [];
  readonly lost: number[][] = [];
  readonly replica: Replica;
  term: ControllerTerm | null = null;
  /** The disk is written on the replica's own thread, before a call returns. */
  isDiskHere = false;

  constructor(entries: readonly LogEntry[] = [], rules: SafetyRules = SAFETY_RULES, limits = DEFAULT_REPLICA_LIMITS) {
    const start = { base: { epoch: 0, index: 0 }, entries, promised: entries.at(-1)?.epoch ?? 0 };
    this.replica = new Replica(
      start,
      {
        promise: (_epoch, done) => this.promises.push(done),
        append: (_entries, done) => this.writes.push(done),
        truncate: (_last, done) => this.writes.push(done),
        install: (_snapshot, _bytes, done) => {
          if (this.isDiskHere) done();
          else this.writes.push(done);
          return true;
        },
        send: (to, message) => this.sent.push({ to, message }) > 0,
        encodeSnapshot: () => ({
          snapshot: { epoch: 1, index: this.replica.commitIndex },
          bytes: new Uint8Array(1_000_000),
        }),
        imageCheck: () => null,
        onCommitted: (index) => this.committed.push(index),
        onInstalled: () => {},
        onDurable: () => this.term?.onProgress(),
        onPromised: () => {},
        onLeader: () => {},
        onDiverged: () => {},
      },
      limits,
      0,
      rules,
    );
  }

  lead(epoch: number, rules: SafetyRules = SAFETY_RULES): ControllerTerm {
    this.term = new ControllerTerm(
      epoch,
      1,
      { voters: [1, 2, 3], votersOutgoing: [] },
      this.replica,
      {
        send: (to, message) => this.sent.push({ to, message }) > 0,
        peers: () => [2, 3],
        firstPayload: () => new Uint8Array(1),
        imageCheck: () => null,
        onActive: () => {},
        onDeposed: () => {},
        onDiverged: () => {},
        onLost: (...lost) => void this.lost.push(lost),
      },
      0,
      rules,
    );
    this.term.start();
    return this.term;
  }

  /** The newest stream that this replica has asked for. */
  stream(): number {
    const subscribes = this.sent.flatMap(({ message }) => (message.type === 'subscribe' ? [message] : []));
    return subscribes.at(-1)!.stream;
  }

  sentOf<T extends LogMessage['type']>(type: T) {
    return this.sent.flatMap(({ to, message }) =>
      message.type === type ? [{ to, message: message as Extract<LogMessage, { type: T }> }] : [],
    );
  }

  sync(): void {
    for (const queue of [this.promises, this.writes]) for (const done of queue.splice(0)) done();
  }
}

/** What each outcome is under the right rule and under a wrong one. */
function bothWays<T>(wrong: Partial<SafetyRules>, outcome: (rules: SafetyRules) => T): { right: T; wrong: T } {
  return { right: outcome(SAFETY_RULES), wrong: outcome({ ...SAFETY_RULES, ...wrong }) };
}

describe('rules that random walks seldom break', () => {
  /** Three entries of an old epoch; the new controller has shown agreement on the first one only. */
  const partlyMatched = (rules: SafetyRules) => {
    const bench = new Bench([entry(1, 1), entry(1, 2), entry(1, 3)], rules);
    bench.replica.receive(2, { type: 'announce', epoch: 4 }, 0);
    const prev = { epoch: 1, index: 1 };
    bench.replica.receive(
      2,
      { type: 'append', epoch: 4, stream: bench.stream(), prev, entries: [], commitIndex: 3 },
      1,
    );
    bench.sync();
    return { acknowledged: bench.sentOf('ack').at(-1)!.message.durableIndex, commitIndex: bench.replica.commitIndex };
  };

  test('ackOwnLength: only what is known to be the controller’s log is acknowledged', () => {
    const { right, wrong } = bothWays({ acknowledged: (durable) => durable }, partlyMatched);
    expect([right.acknowledged, wrong.acknowledged]).toEqual([1, 3]);
  });

  test('applyUnmatched: only what is known to be the controller’s log is applied', () => {
    const { right, wrong } = bothWays(
      { applicable: (commit, _matched, durable) => Math.min(commit, durable) },
      partlyMatched,
    );
    expect([right.commitIndex, wrong.commitIndex]).toEqual([1, 3]);
  });

  const answersFence = (isPromiseDurable: boolean, isLogDurable: boolean) => (rules: SafetyRules) => {
    const bench = new Bench([], rules);
    bench.replica.receive(2, { type: 'announce', epoch: 1 }, 0);
    const prev = { epoch: 0, index: 0 };
    bench.replica.receive(
      2,
      { type: 'append', epoch: 1, stream: bench.stream(), prev, entries: [entry(1, 1)], commitIndex: 0 },
      1,
    );
    if (isLogDurable) for (const done of bench.writes.splice(0)) done();
    bench.replica.receive(3, { type: 'fence', epoch: 5 }, 2);
    if (isPromiseDurable) for (const done of bench.promises.splice(0)) done();
    return bench.sentOf('fenced').length;
  };

  test('promiseBeforeFsync: a promise is told once it is on the disk', () => {
    const rule: SafetyRules['isFenceAnswerable'] = (_epoch, _promise, durable, last) => durable >= last;
    expect(bothWays({ isFenceAnswerable: rule }, answersFence(false, true))).toEqual({ right: 0, wrong: 1 });
    expect(answersFence(true, true)(SAFETY_RULES)).toBe(1);
  });

  test('fenceBeforeFsync: so is the log that the promise speaks of', () => {
    const rule: SafetyRules['isFenceAnswerable'] = (epoch, promise) => promise >= epoch;
    expect(bothWays({ isFenceAnswerable: rule }, answersFence(true, false))).toEqual({ right: 0, wrong: 1 });
  });

  test('adoptWithoutSelf: a controller is not fenced before its own disk has promised', () => {
    const state = (rules: SafetyRules) => {
      const bench = new Bench([], rules);
      const term = bench.lead(7, rules);
      const outline = { base: { epoch: 0, index: 0 }, runs: [{ epoch: 0, end: 0 }] };
      for (const peer of [2, 3]) term.receive(peer, { type: 'fenced', epoch: 7, outline }, 1);
      return term.state;
    };
    const rule: SafetyRules['isFenced'] = (members, has, self) =>
      SAFETY_RULES.isFenced(members, (id) => id === self || has(id), self);
    expect(bothWays({ isFenced: rule }, state)).toEqual({ right: 'fencing', wrong: 'starting' });
  });

  test('commitBeyondOwnDisk: what the own disk lacks is counted again under the members of that time', () => {
    const commitIndex = (rules: SafetyRules) => {
      const bench = new Bench([], rules);
      const term = bench.lead(7, rules);
      const outline = { base: { epoch: 0, index: 0 }, runs: [{ epoch: 0, end: 0 }] };
      term.receive(2, { type: 'fenced', epoch: 7, outline }, 1);
      for (const done of bench.promises.splice(0)) done();
      for (const peer of [2, 3]) {
        term.receive(peer, { type: 'ack', epoch: 7, stream: 1, durableIndex: 1, check: null }, 2);
      }
      term.reconfigure({ voters: [1, 4, 5], votersOutgoing: [1, 2, 3] });
      bench.sync();
      return bench.replica.commitIndex;
    };
    const rule: SafetyRules['committed'] = (members, durable) => SAFETY_RULES.committed(members, durable, 1_000);
    expect(bothWays({ committed: rule }, commitIndex)).toEqual({ right: 0, wrong: 1 });
  });

  test('selfNotFenced: a deposed controller cannot write to its own log', () => {
    const appended = (rules: SafetyRules) => {
      const bench = new Bench([], rules);
      const term = bench.lead(7, rules);
      const outline = { base: { epoch: 0, index: 0 }, runs: [{ epoch: 0, end: 0 }] };
      term.receive(2, { type: 'fenced', epoch: 7, outline }, 1);
      bench.sync();
      bench.replica.receive(3, { type: 'fence', epoch: 9 }, 2);
      return term.append(null, new Uint8Array(1)) !== null;
    };
    expect(bothWays({ refusesOwn: () => false }, appended)).toEqual({ right: false, wrong: true });
  });
});

test('entries that were being written when they were taken back make nothing durable', () => {
  const bench = new Bench([entry(1, 1)]);
  bench.replica.receive(2, { type: 'announce', epoch: 2 }, 0);
  const prev = { epoch: 1, index: 1 };
  const append = { type: 'append', epoch: 2, stream: bench.stream(), prev, commitIndex: 0 } as const;
  bench.replica.receive(2, { ...append, entries: [entry(2, 2), entry(2, 3)] }, 1);
  bench.replica.receive(3, { type: 'announce', epoch: 3 }, 2);
  const next = { type: 'append', epoch: 3, stream: bench.stream(), prev, commitIndex: 0 } as const;
  bench.replica.receive(3, { ...next, entries: [entry(3, 2), entry(3, 3)] }, 3);
  // The write of epoch 2, and the cut; not yet the write of epoch 3.
  for (const done of bench.promises.splice(0)) done();
  bench.writes.shift()!();
  expect(bench.replica.durableIndex).toBe(1);
  bench.writes.shift()!();
  expect(bench.replica.durableIndex).toBe(1);
  bench.writes.shift()!();
  expect(bench.replica.durableIndex).toBe(3);
  expect(bench.sentOf('ack').at(-1)).toMatchObject({ to: 3, message: { epoch: 3, durableIndex: 3 } });
});

test('frames of an old stream, an old epoch and another node are void', () => {
  const bench = new Bench();
  bench.replica.receive(2, { type: 'announce', epoch: 4 }, 0);
  const old = bench.stream();
  bench.replica.onConnected(2, 1);
  const prev = { epoch: 0, index: 0 };
  const entries = [entry(4, 1)];
  bench.replica.receive(2, { type: 'append', epoch: 4, stream: old, prev, entries, commitIndex: 1 }, 2);
  bench.replica.receive(
    3,
    { type: 'append', epoch: 3, stream: bench.stream(), prev, entries: [entry(3, 1)], commitIndex: 1 },
    2,
  );
  expect(bench.replica.log.last.index).toBe(0);
  bench.replica.receive(2, { type: 'append', epoch: 4, stream: bench.stream(), prev, entries, commitIndex: 1 }, 3);
  expect(bench.replica.log.last.index).toBe(1);
  bench.replica.receive(3, { type: 'announce', epoch: 3 }, 4);
  expect(bench.sentOf('deposed')).toEqual([{ to: 3, message: { type: 'deposed', epoch: 4 } }]);
});

test('a committed entry is never taken back: whoever asks for it ends the node', () => {
  const bench = new Bench([entry(1, 1), entry(1, 2)]);
  bench.replica.receive(2, { type: 'announce', epoch: 2 }, 0);
  const prev = { epoch: 1, index: 2 };
  bench.replica.receive(2, { type: 'append', epoch: 2, stream: bench.stream(), prev, entries: [], commitIndex: 2 }, 1);
  expect(bench.replica.commitIndex).toBe(2);
  const conflict = { type: 'append', epoch: 2, stream: bench.stream(), commitIndex: 2 } as const;
  expect(() =>
    bench.replica.receive(2, { ...conflict, prev: { epoch: 1, index: 1 }, entries: [entry(2, 2)] }, 2),
  ).toThrow('committed');
});

test('a controller streams as far ahead as its window, and commits with one of two others', () => {
  const limits = { ...DEFAULT_REPLICA_LIMITS, frameBytes: 200, windowBytes: 400 };
  const bench = new Bench([], SAFETY_RULES, limits);
  const term = bench.lead(3);
  const outline = { base: { epoch: 0, index: 0 }, runs: [{ epoch: 0, end: 0 }] };
  term.receive(2, { type: 'fenced', epoch: 3, outline }, 1);
  bench.sync();
  term.receive(2, { type: 'subscribe', epoch: 3, stream: 77, outline }, 2);
  for (let i = 0; i < 50; i++) term.append(null, new Uint8Array(36));
  term.flush(3);
  const sent = () => bench.sentOf('append').reduce((sum, { message }) => sum + message.entries.length, 0);
  expect(sent()).toBeLessThan(8);
  bench.sync();
  expect(bench.committed).toEqual([]);
  for (let i = 0; i < 60; i++) {
    term.receive(2, { type: 'ack', epoch: 3, stream: 77, durableIndex: sent(), check: null }, 4 + i);
    term.flush(4 + i);
  }
  expect(sent()).toBe(51);
  expect(bench.replica.commitIndex).toBe(51);
  expect(bench.sentOf('append').at(-1)!.message.commitIndex).toBe(51);
});

test('a disk that changed hands does not count any more', () => {
  const bench = new Bench();
  const term = bench.lead(3);
  const outline = { base: { epoch: 0, index: 0 }, runs: [{ epoch: 0, end: 0 }] };
  term.receive(2, { type: 'fenced', epoch: 3, outline }, 1);
  for (const done of bench.promises.splice(0)) done();
  term.receive(2, { type: 'ack', epoch: 3, stream: 1, durableIndex: 1, check: null }, 1);
  term.forget(2);
  bench.sync();
  expect(bench.replica.commitIndex).toBe(0);
  term.receive(3, { type: 'ack', epoch: 3, stream: 1, durableIndex: 1, check: null }, 1);
  expect(bench.replica.commitIndex).toBe(1);
});

test('what a node had on disk and has no more, as on an older copy, is told of and does not count', () => {
  const bench = new Bench();
  const term = bench.lead(3);
  const subscribe = (stream: number, end: number) => {
    const outline = { base: { epoch: 0, index: 0 }, runs: [{ epoch: end === 0 ? 0 : 3, end }] };
    term.receive(2, { type: 'subscribe', epoch: 3, stream, outline }, stream);
  };
  const outline = { base: { epoch: 0, index: 0 }, runs: [{ epoch: 0, end: 0 }] };
  term.receive(2, { type: 'fenced', epoch: 3, outline }, 1);
  for (const done of bench.promises.splice(0)) done();
  subscribe(1, 0);
  for (let i = 0; i < 9; i++) term.append(null, new Uint8Array(8));
  term.flush(2);
  term.receive(2, { type: 'ack', epoch: 3, stream: 1, durableIndex: 10, check: null }, 2);
  // A restart, with all of it: nothing to tell.
  subscribe(2, 10);
  expect(bench.lost).toEqual([]);
  subscribe(3, 4);
  expect(bench.lost).toEqual([[2, 10, 4]]);
  bench.sync();
  expect(bench.replica.commitIndex).toBe(4);
  // It is served what it lacks, and counts again.
  expect(bench.sentOf('append').at(-1)!.message.prev.index).toBe(4);
  term.receive(2, { type: 'ack', epoch: 3, stream: 3, durableIndex: 10, check: null }, 4);
  expect(bench.replica.commitIndex).toBe(10);
});

test('forks are found by epochs alone', () => {
  const outline = (base: [number, number], ...runs: [number, number][]) => ({
    base: { epoch: base[0], index: base[1] },
    runs: runs.map(([epoch, end]) => ({ epoch, end })),
  });
  const log = outline([0, 0], [0, 0], [1, 4], [3, 9]);
  expect(forkPoint(log, outline([0, 0], [0, 0], [1, 4], [3, 9]))).toBe(9);
  expect(forkPoint(log, outline([0, 0], [0, 0], [1, 4], [3, 6], [4, 8]))).toBe(6);
  expect(forkPoint(log, outline([0, 0], [0, 0], [1, 2], [2, 7]))).toBe(2);
  expect(forkPoint(log, outline([0, 0], [0, 0], [5, 1]))).toBe(0);
  // Its base is committed, so it is in every controller's log, whatever that still shows of it.
  expect(forkPoint(outline([1, 4], [1, 4], [2, 6]), outline([3, 5], [3, 9]))).toBe(4);
});

test('an image that differs from the majority’s is named once the majority is known', () => {
  const checks = new ImageChecks();
  const voters = [1, 2, 3];
  expect(checks.report(1, { index: 1000, hash: 'a' }, voters)).toEqual([]);
  expect(checks.report(2, { index: 1000, hash: 'b' }, voters)).toEqual([]);
  expect(checks.report(9, { index: 1000, hash: 'c' }, voters)).toEqual([]);
  expect(checks.report(3, { index: 1000, hash: 'a' }, voters)).toEqual([2, 9]);
  expect(checks.report(3, { index: 1000, hash: 'a' }, voters)).toEqual([]);
});

/** Seed 5 of the whole-broker simulation: with the disk on its own thread a node that got a snapshot waited for ever. */
test('a snapshot that is installed before the call returns is installed, and the log goes on behind it', () => {
  for (const isDiskHere of [true, false]) {
    const bench = new Bench([entry(1, 1)]);
    bench.isDiskHere = isDiskHere;
    const { replica } = bench;
    const snapshot = { epoch: 2, index: 60 };
    replica.receive(2, { type: 'announce', epoch: 3 }, 0);
    replica.receive(2, { type: 'useSnapshot', epoch: 3, stream: bench.stream(), snapshot }, 0);
    const bytes = new Uint8Array(10);
    const chunk = { epoch: 3, stream: bench.stream(), snapshot, total: bytes.length, offset: 0, bytes };
    replica.receive(2, { type: 'snapshotChunk', ...chunk }, 0);
    bench.sync();
    expect(replica.commitIndex).toBe(60);
    const append = { epoch: 3, stream: bench.stream(), prev: snapshot, entries: [entry(3, 61)], commitIndex: 60 };
    replica.receive(2, { type: 'append', ...append }, 1);
    bench.sync();
    expect(replica.log.last).toEqual({ epoch: 3, index: 61 });
    expect(replica.isCurrent).toBe(true);
  }
});
