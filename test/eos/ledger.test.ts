/** The exactly-once test's judge, judged: each way of breaking the promise must be seen. */
import { expect, test } from 'vitest';
import { OffsetLedger, OutputLedger } from './ledger.ts';
import { ABORTED } from './pipeline.ts';

test('accepts each record once, in the order of its input partition', () => {
  const ledger = new OutputLedger(6, 2);
  for (const [partition, id] of [
    [0, 1],
    [0, 0],
    [1, 3],
    [1, 2],
    [0, 4],
    [0, 5],
  ] as const)
    ledger.see(partition, 0, `${id}`);
  ledger.complete();
});

test('sees a record that came twice', () => {
  const ledger = new OutputLedger(6, 2);
  ledger.see(0, 0, '4');
  expect(() => ledger.see(0, 1, '4')).toThrow(/came twice/);
});

test('sees a record of an aborted transaction', () => {
  expect(() => new OutputLedger(6, 2).see(0, 0, `${ABORTED}4`)).toThrow(/aborted transaction/);
});

test('sees what is missing', () => {
  const ledger = new OutputLedger(3, 2);
  ledger.see(0, 0, '0');
  ledger.see(0, 1, '2');
  expect(() => ledger.complete()).toThrow(/1 records are missing from the output: 1/);
});

test('sees records of one input partition out of order', () => {
  const ledger = new OutputLedger(9, 2);
  ledger.see(0, 0, '4');
  expect(() => ledger.see(0, 1, '0')).toThrow(/record 0 came after 4/);
});

test('sees what nobody wrote', () => {
  expect(() => new OutputLedger(3, 2).see(0, 0, '3')).toThrow(/nobody wrote/);
});

test('sees a committed offset that goes back', () => {
  const ledger = new OffsetLedger();
  ledger.see(0, 5);
  ledger.see(1, 2);
  expect(() => ledger.see(0, 4)).toThrow(/input 0 went back from 5 to 4/);
});
