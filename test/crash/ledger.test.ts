/** The crash test's judge, judged: each way a log can break its promise must be seen. */
import { expect, test } from 'vitest';
import { PartitionLedger, recordValue } from './ledger.ts';

const IDEMPOTENT = 1;
const PLAIN = 2;

function ledger(): PartitionLedger {
  return new PartitionLedger('t-0', (producer) => producer === IDEMPOTENT);
}

function read(partition: PartitionLedger, producer: number, ...numbers: number[]): void {
  for (const n of numbers) partition.readNext(partition.checked, recordValue('t-0', producer, n));
}

test('accepts what was acknowledged, and what was not but is there', () => {
  const partition = ledger();
  partition.ack(partition.send(PLAIN, 1, 2), 0);
  partition.send(PLAIN, 1, 1).state = 'unanswered';
  read(partition, PLAIN, 0, 1, 2);
  partition.endOfLog(3);
});

test('sees an acknowledged record that is missing at the end', () => {
  const partition = ledger();
  partition.ack(partition.send(PLAIN, 1, 2), 0);
  expect(() => partition.endOfLog(0)).toThrow(/acknowledged at 0: 0 of 2/);
});

test('sees an acknowledged record that is missing in the middle', () => {
  const partition = ledger();
  partition.ack(partition.send(PLAIN, 1, 1), 0);
  partition.ack(partition.send(PLAIN, 1, 1), 1);
  expect(() => read(partition, PLAIN, 1)).toThrow(/acknowledged at 0, are missing/);
});

test('sees a duplicate', () => {
  const partition = ledger();
  partition.ack(partition.send(IDEMPOTENT, 1, 1), 0);
  expect(() => read(partition, IDEMPOTENT, 0, 0)).toThrow(/duplicate or out of order/);
});

test('sees half a batch', () => {
  const partition = ledger();
  partition.send(PLAIN, 1, 3).state = 'unanswered';
  read(partition, PLAIN, 0, 1);
  expect(() => partition.endOfLog(2)).toThrow(/half a batch/);
});

test('sees a record at another offset than it was acknowledged with', () => {
  const partition = ledger();
  partition.ack(partition.send(PLAIN, 1, 1), 5);
  expect(() => read(partition, PLAIN, 0)).toThrow(/acknowledged at 5/);
});

test('sees a changed byte', () => {
  const partition = ledger();
  partition.send(PLAIN, 1, 1);
  const value = recordValue('t-0', PLAIN, 0);
  value[value.length - 1]! ^= 1;
  expect(() => partition.readNext(0, value)).toThrow(/is changed/);
});

test('sees a gap in what an idempotent producer sent', () => {
  const partition = ledger();
  partition.send(IDEMPOTENT, 1, 1).state = 'unanswered';
  partition.send(IDEMPOTENT, 1, 1).state = 'unanswered';
  expect(() => read(partition, IDEMPOTENT, 1)).toThrow(/idempotent, are missing/);
});

test('sees something unanswered missing while something later on the same connection is there', () => {
  const partition = ledger();
  partition.send(PLAIN, 1, 1).state = 'unanswered';
  partition.send(PLAIN, 1, 1).state = 'unanswered';
  expect(() => read(partition, PLAIN, 1)).toThrow(/something sent before it on that connection is missing/);
});

test('lets a later connection go on after a cut one', () => {
  const partition = ledger();
  partition.send(PLAIN, 1, 1).state = 'unanswered';
  partition.endOfLog(0);
  partition.ack(partition.send(PLAIN, 2, 1), 0);
  read(partition, PLAIN, 1);
  partition.endOfLog(1);
});

test('sees a refused record in the log', () => {
  const partition = ledger();
  partition.send(PLAIN, 1, 1).state = 'refused';
  expect(() => read(partition, PLAIN, 0)).toThrow(/was refused/);
});

test('sees two answers that disagree on the place of a record sent twice', () => {
  const partition = ledger();
  const attempt = partition.send(IDEMPOTENT, 1, 1);
  attempt.state = 'unanswered';
  read(partition, IDEMPOTENT, 0);
  expect(() => partition.ack(attempt, 4)).toThrow(/lies at 0 but was acknowledged at 4/);
});

test('sees a log that ends before what was read of it, and one that reads differently again', () => {
  const partition = ledger();
  partition.ack(partition.send(PLAIN, 1, 1), 0);
  read(partition, PLAIN, 0);
  expect(() => partition.endOfLog(0)).toThrow(/the log ends at 0/);
  expect(() => partition.readAgain(0, Buffer.from('other'))).toThrow(/differs/);
});
