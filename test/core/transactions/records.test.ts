// The records of `__transaction_state`: as Kafka 4.4 writes them, byte for byte, and whatever else may be found in a log.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../../src/core/bytes/decode-error.ts';
import { newTransaction, type Transaction, TransactionState } from '../../../src/core/transactions/transaction.ts';
import { decodeKey, decodeValue, encodeKey, encodeValue } from '../../../src/core/transactions/transaction-record.ts';
import {
  withAddedPartitions,
  withCompletion,
  withEpoch,
  withOutcome,
} from '../../../src/core/transactions/transitions.ts';
import { Bench } from './support/transaction-bench.ts';

const T0 = 1_700_000_000_000;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const fresh = (producerEpoch: number): Transaction => ({
  ...newTransaction('pay', 4_000_000_001, 60_000, T0),
  producerEpoch,
});
const ORDERS = [{ name: 'orders', partitions: [7] }];

describe('as Kafka writes them', () => {
  test('the key', () => {
    expect(hex(encodeKey('pay'))).toBe('00000003706179');
    expect(decodeKey(bytes('00000003706179'))).toBe('pay');
  });

  test('version 0 of the value, before transaction.version 1', () => {
    const ongoing = withAddedPartitions(fresh(3), ORDERS, 0, T0 + 123);
    const decided = withOutcome(ongoing, true, 0, -1, T0 + 456);
    expect([ongoing, decided, withCompletion(decided, T0 + 789)].map((one) => hex(encodeValue(one, 0)))).toEqual([
      '000000000000ee6b280100030000ea60010000000100066f726465727300000001000000070000018bcfe5687b0000018bcfe5687b',
      '000000000000ee6b280100030000ea60020000000100066f726465727300000001000000070000018bcfe569c80000018bcfe5687b',
      '000000000000ee6b280100030000ea6004000000000000018bcfe56b150000018bcfe5687b',
    ]);
  });

  test('version 1, over an exchange of the producer id', () => {
    const ongoing = withAddedPartitions(fresh(32_766), ORDERS, 2, T0 + 123);
    const decided = withOutcome(ongoing, true, 2, 4_000_000_002, T0 + 456);
    expect([ongoing, decided, withCompletion(decided, T0 + 789)].map((one) => hex(encodeValue(one, 2)))).toEqual([
      '000100000000ee6b28017ffe0000ea600102076f72646572730200000007000000018bcfe5687b0000018bcfe5687b02000800000000ee6b280102020002',
      '000100000000ee6b28017fff0000ea600202076f72646572730200000007000000018bcfe569c80000018bcfe5687b03000800000000ee6b2801010800000000ee6b280202020002',
      '000100000000ee6b280200000000ea6004010000018bcfe56b150000018bcfe5687b02000800000000ee6b280102020002',
    ]);
    // Version 0 has no room for what version 2 of transactions needs.
    expect(hex(encodeValue(decided, 0))).toBe(hex(encodeValue(decided, 2)));
  });

  test('an id without a transaction has no list of partitions at all', () => {
    expect(hex(encodeValue(withEpoch(fresh(3), 4, -1, 45_000, T0 + 123), 1))).toBe(
      '000100000000ee6b280100040000afc800000000018bcfe5687bffffffffffffffff01000800000000ee6b2801',
    );
  });
});

describe('what a log may hold besides', () => {
  test('keys and values of the future are skipped', () => {
    const { coordinator } = new Bench();
    expect(coordinator.replay(bytes('00010003706179'), null)).toBe(false);
    expect(coordinator.replay(encodeKey('pay'), bytes('0002ffff'))).toBe(false);
    expect(coordinator.replay(encodeKey('pay'), bytes('ffff'))).toBe(false);
    expect(coordinator.size).toBe(0);
  });

  test('states that are never written, and bytes that are no record, are a DecodeError', () => {
    const value = encodeValue(fresh(3), 1);
    for (const status of [6, 7, 8, 0xff]) {
      const other = value.slice();
      other[2 + 8 + 2 + 4] = status;
      expect(() => decodeValue('pay', other)).toThrow(DecodeError);
    }
    const any = fc.uint8Array({ maxLength: 80 });
    const truncated = fc.nat(value.length).map((length) => value.slice(0, length));
    const broken = fc.tuple(fc.nat(value.length - 1), fc.nat(255)).map(([at, byte]) => value.with(at, byte));
    fc.assert(
      fc.property(fc.oneof(any, truncated, broken), (given) => {
        for (const read of [() => decodeKey(given), () => decodeValue('pay', given)]) {
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeError);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a tombstone of an id that is not known', () => {
    const { coordinator } = new Bench();
    expect(coordinator.replay(encodeKey('pay'), null)).toBe(true);
    expect(coordinator.size).toBe(0);
  });

  test('only the newest record of an id counts', () => {
    const { coordinator } = new Bench();
    const ongoing = withAddedPartitions(fresh(3), ORDERS, 0, T0);
    for (const one of [fresh(2), ongoing]) coordinator.replay(encodeKey('pay'), encodeValue(one, 1));
    expect(coordinator.durableState()).toEqual([ongoing]);
    expect(TransactionState.Ongoing).toBe(ongoing.state);
  });
});
