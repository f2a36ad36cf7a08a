// Every request in every state: what Kafka's coordinator answers, and what it writes.
import { describe, expect, test } from 'vitest';
import { errorName } from '../../../src/core/protocol/error-codes.ts';
import { type Transaction, TransactionState } from '../../../src/core/transactions/transaction.ts';
import { decodeValue } from '../../../src/core/transactions/transaction-record.ts';
import { benchWith, EPOCH, ID, PRODUCER_ID } from './support/states.ts';
import type { Bench, Producer } from './support/transaction-bench.ts';

const STATES = Object.keys(TransactionState) as (keyof typeof TransactionState)[];
const CURRENT = { producerId: PRODUCER_ID, producerEpoch: EPOCH };
const BEFORE = { producerId: PRODUCER_ID, producerEpoch: EPOCH - 1 };
const AFTER = { producerId: PRODUCER_ID, producerEpoch: EPOCH + 1 };
const OTHER = { producerId: PRODUCER_ID + 1, producerEpoch: EPOCH };

/** `NONE -> Ongoing 9`: the error, and the state and epoch of the record that was written first. */
function outcome(bench: Bench, request: (bench: Bench) => number): string {
  const known = bench.log.length;
  bench.holdsCommits = true;
  const ticket = request(bench);
  const record = bench.uncommitted[0]?.records[0];
  if (record === undefined) return errorName(bench.error(ticket));
  const next = decodeValue(ID, record.value!)!;
  const state = Object.entries(TransactionState).find(([, number]) => number === next.state)![0];
  expect(bench.isAnswered(ticket)).toBe(false);
  expect(bench.log.length).toBe(known);
  bench.commit(1);
  return `${errorName(bench.error(ticket))} -> ${state} ${next.producerEpoch}`;
}

function row(
  request: (bench: Bench) => number,
  transactionVersion: number,
  fields: Partial<Transaction> = {},
): Record<string, string> {
  return Object.fromEntries(
    STATES.map((name) => [
      name,
      outcome(benchWith({ state: TransactionState[name], ...fields }, { transactionVersion }), request),
    ]),
  );
}

const inAll = (what: string): Record<string, string> => Object.fromEntries(STATES.map((name) => [name, what]));
const BUSY = 'CONCURRENT_TRANSACTIONS';
const WRONG = 'INVALID_TXN_STATE';

describe('InitProducerId', () => {
  const init = (known?: Producer) => (bench: Bench) => bench.init(ID, known);
  test('of a producer that starts takes the next epoch, and has an open transaction aborted first', () => {
    for (const version of [0, 1, 2])
      expect(row(init(), version)).toEqual({
        Empty: 'NONE -> Empty 10',
        Ongoing: `${BUSY} -> PrepareAbort 10`,
        PrepareCommit: BUSY,
        PrepareAbort: BUSY,
        CompleteCommit: 'NONE -> Empty 10',
        CompleteAbort: 'NONE -> Empty 10',
      });
  });

  test('of a producer that goes on takes the next epoch', () => {
    expect(row(init(CURRENT), 2)).toEqual({
      Empty: 'NONE -> Empty 10',
      Ongoing: `${BUSY} -> PrepareAbort 10`,
      PrepareCommit: BUSY,
      PrepareAbort: BUSY,
      CompleteCommit: 'NONE -> Empty 10',
      CompleteAbort: 'NONE -> Empty 10',
    });
  });

  test('of a producer whose epoch or id is not the newest is fenced', () => {
    const fenced = { ...inAll('PRODUCER_FENCED'), PrepareCommit: BUSY, PrepareAbort: BUSY };
    expect(row(init(OTHER), 2)).toEqual(fenced);
    // An open transaction is aborted whoever asks; the epoch is looked at when the producer comes back.
    const open = { Ongoing: `${BUSY} -> PrepareAbort 10` };
    expect(row(init(BEFORE), 2)).toEqual({ ...fenced, ...open });
    expect(row(init(AFTER), 2)).toEqual({ ...fenced, ...open });
  });
});

describe('AddPartitionsToTxn and AddOffsetsToTxn', () => {
  const joined = {
    Empty: 'NONE -> Ongoing 9',
    Ongoing: 'NONE -> Ongoing 9',
    PrepareCommit: BUSY,
    PrepareAbort: BUSY,
    CompleteCommit: 'NONE -> Ongoing 9',
    CompleteAbort: 'NONE -> Ongoing 9',
  };
  const completing = { PrepareCommit: BUSY, PrepareAbort: BUSY };
  const requests = {
    'client asks': (producer: Producer) => (bench: Bench) => bench.add(ID, producer, { t: [1, 2] }, 3),
    'broker asks': (producer: Producer) => (bench: Bench) => bench.add(ID, producer, { t: [1, 2] }, 5),
    offsets: (producer: Producer) => (bench: Bench) => bench.addOffsets(ID, producer, 17, 3),
  };
  for (const [name, request] of Object.entries(requests)) {
    test(`${name}: joins the transaction of the producer alone`, () => {
      for (const version of [0, 1, 2]) expect(row(request(CURRENT), version)).toEqual(joined);
      expect(row(request(OTHER), 2)).toEqual({ ...inAll('INVALID_PRODUCER_ID_MAPPING'), ...completing });
      expect(row(request(BEFORE), 2)).toEqual({ ...inAll('PRODUCER_FENCED'), ...completing });
      expect(row(request(AFTER), 2)).toEqual({ ...inAll('PRODUCER_FENCED'), ...completing });
    });
  }

  test('partitions that are in the transaction already write nothing', () => {
    const again = (bench: Bench) => bench.add(ID, CURRENT, { t: [0] });
    expect(row(again, 2)).toEqual({ ...joined, Ongoing: 'NONE' });
  });

  test('verification asks only', () => {
    const verify = (producer: Producer, partition: number) => (bench: Bench) =>
      bench.add(ID, producer, { t: [partition] }, 5, { verifyOnly: true });
    const abortable = { ...inAll('TRANSACTION_ABORTABLE'), ...completing };
    expect(row(verify(CURRENT, 1), 2)).toEqual({ ...abortable, Ongoing: 'NONE' });
    expect(row(verify(CURRENT, 2), 2)).toEqual(abortable);
    expect(row(verify(BEFORE, 1), 2)).toEqual(inAll('PRODUCER_FENCED'));
    expect(row(verify(OTHER, 1), 2)).toEqual(inAll('INVALID_PRODUCER_ID_MAPPING'));
  });
});

describe('EndTxn of transactions version 1', () => {
  const end = (producer: Producer, committed: boolean) => (bench: Bench) => bench.end(ID, producer, committed, 4);
  test('commits, and repeats what it said', () => {
    for (const version of [0, 1, 2])
      expect(row(end(CURRENT, true), version)).toEqual({
        Empty: WRONG,
        Ongoing: 'NONE -> PrepareCommit 9',
        PrepareCommit: BUSY,
        PrepareAbort: WRONG,
        CompleteCommit: 'NONE',
        CompleteAbort: WRONG,
      });
  });

  test('aborts, and repeats what it said', () => {
    for (const version of [0, 1, 2])
      expect(row(end(CURRENT, false), version)).toEqual({
        Empty: WRONG,
        Ongoing: 'NONE -> PrepareAbort 9',
        PrepareCommit: WRONG,
        PrepareAbort: BUSY,
        CompleteCommit: WRONG,
        CompleteAbort: 'NONE',
      });
  });

  test('of another producer changes nothing', () => {
    for (const committed of [true, false]) {
      expect(row(end(OTHER, committed), 1)).toEqual(inAll('INVALID_PRODUCER_ID_MAPPING'));
      expect(row(end(BEFORE, committed), 1)).toEqual(inAll('PRODUCER_FENCED'));
      expect(row(end(AFTER, committed), 1)).toEqual(inAll('PRODUCER_FENCED'));
    }
  });
});

describe('EndTxn of transactions version 2', () => {
  const end = (producer: Producer, committed: boolean) => (bench: Bench) => bench.end(ID, producer, committed, 5);
  test('commits, with the next epoch', () => {
    expect(row(end(CURRENT, true), 2)).toEqual({
      Empty: WRONG,
      Ongoing: 'NONE -> PrepareCommit 10',
      PrepareCommit: 'PRODUCER_FENCED',
      PrepareAbort: 'PRODUCER_FENCED',
      CompleteCommit: WRONG,
      CompleteAbort: WRONG,
    });
  });

  test('aborts, with the next epoch, even what was not begun', () => {
    expect(row(end(CURRENT, false), 2)).toEqual({
      Empty: 'NONE -> PrepareAbort 10',
      Ongoing: 'NONE -> PrepareAbort 10',
      PrepareCommit: 'PRODUCER_FENCED',
      PrepareAbort: 'PRODUCER_FENCED',
      CompleteCommit: 'NONE -> PrepareAbort 10',
      CompleteAbort: 'NONE -> PrepareAbort 10',
    });
  });

  test('repeated with the epoch of the transaction repeats the answer', () => {
    expect(row(end(BEFORE, true), 2)).toEqual({
      Empty: 'PRODUCER_FENCED',
      Ongoing: 'PRODUCER_FENCED',
      PrepareCommit: BUSY,
      PrepareAbort: WRONG,
      CompleteCommit: 'NONE',
      CompleteAbort: WRONG,
    });
    expect(row(end(BEFORE, false), 2)).toEqual({
      Empty: 'PRODUCER_FENCED',
      Ongoing: 'PRODUCER_FENCED',
      PrepareCommit: WRONG,
      PrepareAbort: BUSY,
      CompleteCommit: WRONG,
      CompleteAbort: 'NONE',
    });
  });

  test('of another producer changes nothing', () => {
    for (const committed of [true, false]) {
      expect(row(end(OTHER, committed), 2)).toEqual(inAll('INVALID_PRODUCER_ID_MAPPING'));
      expect(row(end(AFTER, committed), 2)).toEqual(inAll('PRODUCER_FENCED'));
    }
  });
});

test('an id that is not known has no transaction', () => {
  const bench = benchWith({});
  expect(errorName(bench.error(bench.add('else', CURRENT, { t: [0] })))).toBe('INVALID_PRODUCER_ID_MAPPING');
  expect(errorName(bench.error(bench.add('else', CURRENT, { t: [0] }, 4, { verifyOnly: true })))).toBe(
    'INVALID_PRODUCER_ID_MAPPING',
  );
  expect(errorName(bench.error(bench.addOffsets('else', CURRENT, 0)))).toBe('INVALID_PRODUCER_ID_MAPPING');
  for (const version of [4, 5])
    expect(errorName(bench.error(bench.end('else', CURRENT, true, version)))).toBe('INVALID_PRODUCER_ID_MAPPING');
  expect(bench.coordinator.size).toBe(1);
});
