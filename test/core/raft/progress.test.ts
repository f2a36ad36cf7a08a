import { describe, expect, test } from 'vitest';
import { Inflights } from '../../../src/core/raft/inflights.ts';
import { Progress } from '../../../src/core/raft/progress.ts';

const LIMITS = { maxInflightMessages: 2, maxInflightBytes: 100 };

function progress(match: number, next: number): Progress {
  return new Progress(match, next, false, true, LIMITS);
}

describe('probing', () => {
  test('one message with entries, then silence until an answer', () => {
    const follower = progress(0, 5);
    follower.sentEntries(0, 0);
    expect(follower.isPaused).toBe(false);
    follower.sentEntries(3, 30);
    expect([follower.isPaused, follower.next]).toEqual([true, 5]);
  });

  test('a refusal leads back to the hint, never behind what matches', () => {
    const follower = progress(2, 10);
    expect(follower.retreatFrom(9, 5)).toBe(true);
    expect(follower.next).toBe(6);
    expect(follower.retreatFrom(5, 0)).toBe(true);
    expect(follower.next).toBe(3);
  });

  test('a refusal of anything but the last probe is old', () => {
    expect(progress(2, 10).retreatFrom(7, 5)).toBe(false);
  });
});

describe('replicating', () => {
  test('next runs ahead until the window is full, and an answer opens it', () => {
    const follower = progress(4, 5);
    follower.becomeReplicate();
    follower.sentEntries(2, 10);
    follower.sentEntries(1, 10);
    expect([follower.next, follower.isPaused]).toEqual([8, true]);
    follower.advanceTo(6);
    follower.inflights.freeUpTo(6);
    expect([follower.isPaused, follower.inflights.count]).toEqual([false, 1]);
  });

  test('a refusal falls back to what matches; one of what matches is old', () => {
    const follower = progress(4, 9);
    follower.becomeReplicate();
    follower.next = 9;
    expect(follower.retreatFrom(4, 0)).toBe(false);
    expect(follower.retreatFrom(8, 7)).toBe(true);
    expect(follower.next).toBe(5);
  });

  test('match and next never go back with an answer', () => {
    const follower = progress(4, 9);
    expect(follower.advanceTo(4)).toBe(false);
    expect(follower.advanceTo(6)).toBe(true);
    expect([follower.match, follower.next]).toEqual([6, 9]);
  });
});

test('after a snapshot the probe starts behind it, unless it failed', () => {
  const follower = progress(2, 3);
  follower.becomeSnapshot(50);
  expect([follower.isPaused, follower.next]).toEqual([true, 51]);
  follower.becomeProbe();
  expect(follower.next).toBe(51);
  follower.becomeSnapshot(60);
  follower.pendingSnapshot = 0;
  follower.becomeProbe();
  expect(follower.next).toBe(3);
});

test('a commit index is news only up to what was sent', () => {
  const follower = progress(4, 8);
  follower.sentCommit(5);
  expect(follower.couldLearnCommit(5)).toBe(false);
  expect(follower.couldLearnCommit(6)).toBe(true);
  follower.sentCommit(7);
  expect(follower.couldLearnCommit(9)).toBe(false);
});

describe('the window', () => {
  test('is full by messages or by bytes', () => {
    const window = new Inflights(3, 100);
    window.add(1, 60);
    expect(window.full).toBe(false);
    window.add(2, 60);
    expect(window.full).toBe(true);
    window.freeUpTo(1);
    expect(window.full).toBe(false);
    window.add(3, 1);
    window.add(4, 1);
    expect(window.full).toBe(true);
    expect(() => window.add(5, 1)).toThrow();
  });

  test('frees what is answered, however long it runs', () => {
    const window = new Inflights(100, Number.POSITIVE_INFINITY);
    for (let index = 1; index <= 1000; index++) {
      window.add(index, 1);
      if (index > 99) window.freeUpTo(index - 99);
      expect(window.count).toBe(Math.min(index, 99));
    }
    window.freeUpTo(5);
    expect(window.count).toBe(99);
    window.freeUpTo(1000);
    expect(window.count).toBe(0);
  });
});
