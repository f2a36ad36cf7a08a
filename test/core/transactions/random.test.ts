// Random lives of transactional producers: what must hold whatever they do, whenever the coordinator dies, and whatever is
// lost, refused or repeated on the way. `TRANSACTION_RUNS=20000` runs for longer; a failure is shrunk when it is repeated with
// `TRANSACTION_SEED` and `TRANSACTION_PATH`.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newTransaction, type Transaction, TransactionState } from '../../../src/core/transactions/transaction.ts';
import { decodeKey, decodeValue, encodeKey, encodeValue } from '../../../src/core/transactions/transaction-record.ts';
import { Bench, START } from './support/transaction-bench.ts';
import { ModelProducer, World } from './support/world.ts';

const REPLAY =
  process.env['TRANSACTION_SEED'] === undefined
    ? { endOnFailure: true }
    : { seed: Number(process.env['TRANSACTION_SEED']), path: process.env['TRANSACTION_PATH'] ?? '' };
const RUNS = Number(process.env['TRANSACTION_RUNS'] ?? 250);
/** The last two producers have the same id. */
const IDS = ['x', 'y', 'z'];
const PRODUCERS = 4;

const producer = fc.nat(PRODUCERS - 1);
const step = fc.oneof(
  { weight: 40, arbitrary: fc.record({ kind: fc.constant('step' as const), producer, choice: fc.nat(1000) }) },
  { weight: 30, arbitrary: fc.record({ kind: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('allocate' as const) }) },
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant('markers' as const),
      fate: fc.constantFrom('written' as const, 'written' as const, 'lost' as const, 'unreported' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('repeat' as const), which: fc.nat(100) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('stale' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('die' as const), producer }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), lost: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reject' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refuseId' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('version' as const), level: fc.constantFrom(1, 2) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 1, 20, 20, 100, 1500, 31_000) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function play(world: World, producers: readonly ModelProducer[], one: Step): void {
  const { bench } = world;
  switch (one.kind) {
    case 'step':
      producers[one.producer]!.step(one.choice);
      return;
    case 'commit':
      if (bench.uncommitted.length > 0) bench.commit(Math.min(one.count, bench.uncommitted.length));
      return;
    case 'allocate':
      if (bench.demands.length > 0) bench.allocate();
      return;
    case 'markers':
      if (bench.unsent.length > 0) world.markers(bench.unsent.shift()!, one.fate);
      return;
    case 'repeat': {
      // The network delivers twice what is not answered yet.
      const effect = bench.unsent[one.which % Math.max(1, bench.unsent.length)];
      if (effect !== undefined) world.deliver(effect);
      return;
    }
    case 'stale':
      if (world.stale.length > 0) world.deliver(world.stale.shift()!);
      return;
    case 'die':
      producers[one.producer]!.die();
      return;
    case 'restart':
      world.restart(Math.min(one.lost, bench.uncommitted.length));
      return;
    case 'reject':
      if (bench.uncommitted.length > 0)
        bench.reject(ErrorCode.NOT_ENOUGH_REPLICAS, Math.min(one.count, bench.uncommitted.length));
      return;
    case 'refuseId':
      if (bench.demands.length > 0)
        bench.take(
          bench.coordinator.producerIdRefused(
            bench.demands.shift()!,
            ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
            bench.now,
          ),
        );
      return;
    case 'version':
      bench.transactionVersion = one.level;
      return;
    case 'pass':
      bench.pass(one.ms);
  }
}

const withoutLastEpoch = (transactions: readonly Transaction[]) =>
  transactions.map((one) => ({ ...one, lastProducerEpoch: -1 }));

const { Empty, Ongoing, PrepareCommit, PrepareAbort, CompleteCommit, CompleteAbort } = TransactionState;
const BEFORE: Record<TransactionState, readonly TransactionState[]> = {
  [Empty]: [Empty, CompleteCommit, CompleteAbort],
  [Ongoing]: [Ongoing, Empty, CompleteCommit, CompleteAbort],
  [PrepareCommit]: [Ongoing],
  [PrepareAbort]: [Ongoing, Empty, CompleteCommit, CompleteAbort],
  [CompleteCommit]: [PrepareCommit],
  [CompleteAbort]: [PrepareAbort],
};

/** What happened at all, over all runs: a test of nothing would pass, too. */
const seenInAll = { commits: 0, aborts: 0, timeouts: 0, exchanged: 0, fenced: 0, repeated: 0 };

function count(world: World): void {
  for (const { told } of world.transactions) {
    if (told === 'commit') seenInAll.commits++;
    if (told === 'abort') seenInAll.aborts++;
  }
  seenInAll.timeouts += world.bench.events.filter(({ name }) => name === 'transaction timed out').length;
  seenInAll.exchanged += world.bench.coordinator.durableState().filter(({ producerId }) => producerId > 1002).length;
  for (const response of world.bench.answers.values())
    if ((response as { errorCode?: number }).errorCode === ErrorCode.PRODUCER_FENCED) seenInAll.fenced++;
  for (const { kind, ticket, lost } of world.abandoned)
    if (kind === 'end')
      seenInAll.repeated +=
        [ticket, ...lost].filter((one) => world.bench.isAnswered(one) && world.bench.error(one) === 0).length > 1
          ? 1
          : 0;
}

/** The log as a history: only steps that Kafka knows, epochs that never go back, producer ids that never come back. */
function checkHistory(bench: Bench): void {
  const newest = new Map<string, Transaction>();
  const retired = new Set<number>();
  for (const { key, value } of bench.log) {
    const id = decodeKey(key)!;
    if (value === null) {
      newest.delete(id);
      continue;
    }
    const next = decodeValue(id, value)!;
    const before = newest.get(id);
    newest.set(id, next);
    if (before === undefined) continue;
    expect(BEFORE[next.state]).toContain(before.state);
    if (next.producerId === before.producerId) expect(next.producerEpoch).toBeGreaterThanOrEqual(before.producerEpoch);
    else retired.add(before.producerId);
    expect(retired).not.toContain(next.producerId);
    if (next.state === Ongoing && before.state === Ongoing)
      for (const [topic, partitions] of before.partitions)
        expect([...next.partitions.get(topic)!]).toEqual(expect.arrayContaining([...partitions]));
  }
}

function checkOutcomes(world: World): void {
  world.collectAnswers();
  for (const { name, asked, told, outcomes } of world.transactions) {
    const reached = new Set(outcomes.values());
    expect(reached, `${name} hangs`).not.toContain('open');
    expect(reached.size, `${name} is atomic`).toBeLessThanOrEqual(1);
    if (reached.size === 0) continue;
    const [outcome] = reached;
    if (told !== 'nothing') expect(outcome, `${name} was told`).toBe(told);
    if (asked !== 'commit') expect(outcome, `${name} asked for ${asked}`).toBe('abort');
  }
}

/** With version 2 an epoch ends one transaction: no partition ever has both markers of it. */
function checkMarkers(seen: Map<string, boolean>, world: World): void {
  for (const { producerId, producerEpoch, isCommit, transactionVersion } of world.bench.unsent) {
    if (transactionVersion < 2) continue;
    const key = `${producerId}/${producerEpoch}`;
    expect(seen.get(key) ?? isCommit, `both outcomes for ${key}`).toBe(isCommit);
    seen.set(key, isCommit);
  }
}

test('transactions are atomic, acknowledged outcomes are final, epochs never go back, and no id is ever stuck', {
  timeout: 3_600_000,
}, () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 300, maxLength: 600, size: 'max' }),
      fc.tuple(...Array.from({ length: PRODUCERS }, () => fc.constantFrom(1, 2, 2))),
      fc.constantFrom(0, 100),
      fc.constantFrom(0, 32_758),
      (steps, versions, maxWaitMs, firstEpoch) => {
        const bench = new Bench({ maxWaitMs });
        if (firstEpoch > 0) {
          for (const [i, id] of IDS.entries()) {
            const transaction = { ...newTransaction(id, i + 1, 30_000, START), producerEpoch: firstEpoch };
            bench.log.push({ key: encodeKey(id), value: encodeValue(transaction, 2) });
          }
          bench.restart();
        }
        const world = new World(bench);
        const producers = versions.map((version, i) => new ModelProducer(world, IDS[Math.min(i, 2)]!, version));
        const seen = new Map<string, boolean>();
        for (const one of steps) {
          play(world, producers, one);
          checkMarkers(seen, world);
        }
        for (const one of producers) one.die();
        world.settle();
        checkHistory(bench);
        checkOutcomes(world);
        count(world);
        for (const { state } of bench.coordinator.durableState())
          expect([Empty, CompleteCommit, CompleteAbort]).toContain(state);
        expect(withoutLastEpoch(bench.replayed().durableState())).toEqual(
          withoutLastEpoch(bench.coordinator.durableState()),
        );
        for (const id of IDS) {
          const ticket = bench.init(id);
          world.settle();
          const known = bench.isAnswered(ticket) ? bench.error(ticket) : ErrorCode.NONE;
          expect([ErrorCode.NONE, ErrorCode.CONCURRENT_TRANSACTIONS]).toContain(known);
          expect(bench.state(id)).toBe('Empty');
        }
      },
    ),
    { numRuns: RUNS, ...REPLAY },
  );
  for (const [what, times] of Object.entries(seenInAll)) expect(times, what).toBeGreaterThan(RUNS / 20);
});
