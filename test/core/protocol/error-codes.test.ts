import { describe, expect, test } from 'vitest';
import { ErrorCode, errorMessage, errorName, isRetriable } from '../../../src/core/protocol/error-codes.ts';

describe('error codes', () => {
  test('run from -1 to 136 without a gap, each with a message', () => {
    const codes = Object.values(ErrorCode).sort((a, b) => a - b);
    expect(codes).toEqual(Array.from({ length: 138 }, (_, i) => i - 1));
    for (const code of codes) expect(errorMessage(code)).not.toBe('');
  });

  test.each([
    [-1, 'UNKNOWN_SERVER_ERROR', false],
    [0, 'NONE', false],
    [3, 'UNKNOWN_TOPIC_OR_PARTITION', true],
    [6, 'NOT_LEADER_OR_FOLLOWER', true],
    [35, 'UNSUPPORTED_VERSION', false],
    [45, 'OUT_OF_ORDER_SEQUENCE_NUMBER', false],
    [56, 'KAFKA_STORAGE_ERROR', true],
    [129, 'REBOOTSTRAP_REQUIRED', false],
  ])('%d is %s, retriable: %s', (code, name, retriable) => {
    expect(errorName(code)).toBe(name);
    expect(isRetriable(code)).toBe(retriable);
  });

  test('a code from the future has a name and the message of an unexpected error', () => {
    expect(errorName(999)).toBe('UNKNOWN(999)');
    expect(errorMessage(999)).toBe(errorMessage(ErrorCode.UNKNOWN_SERVER_ERROR));
    expect(isRetriable(999)).toBe(false);
  });
});
