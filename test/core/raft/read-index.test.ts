import { expect, test } from 'vitest';
import { configurationOf } from '../../../src/core/raft/configuration.ts';
import type { ReadIndex } from '../../../src/core/raft/messages.ts';
import { ReadIndexQueue } from '../../../src/core/raft/read-index.ts';

const THREE = configurationOf([1, 2, 3]);

function read(requestId: number): ReadIndex {
  return { type: 'ReadIndex', from: 1, to: 1, term: 0, requestId };
}

function confirmed(queue: ReadIndexQueue): number[] {
  return queue.takeConfirmed(THREE).map(({ request }) => request.requestId);
}

test('an answer confirms the reads its heartbeat knew of, and no later ones', () => {
  const queue = new ReadIndexQueue();
  queue.add(read(10), 5);
  queue.acknowledge(1, queue.round);
  const sent = queue.round;
  queue.add(read(11), 6);
  queue.acknowledge(1, queue.round);
  queue.acknowledge(2, sent);
  expect(confirmed(queue)).toEqual([10]);
  // The same answer once more, or an older one.
  queue.acknowledge(2, sent);
  queue.acknowledge(3, 0);
  expect(confirmed(queue)).toEqual([]);
  queue.acknowledge(3, queue.round);
  expect(confirmed(queue)).toEqual([11]);
});

test('one round confirms all that wait, oldest first', () => {
  const queue = new ReadIndexQueue();
  for (let id = 1; id <= 5; id++) queue.add(read(id), id);
  queue.acknowledge(1, queue.round);
  queue.acknowledge(2, queue.round);
  expect(confirmed(queue)).toEqual([1, 2, 3, 4, 5]);
  expect(queue.round).toBe(0);
});

test('both halves of a joint configuration must answer', () => {
  const queue = new ReadIndexQueue();
  const joint = { ...THREE, votersOutgoing: [4, 5, 6] };
  queue.add(read(1), 1);
  for (const id of [1, 2, 3, 4]) queue.acknowledge(id, 1);
  expect(queue.takeConfirmed(joint)).toEqual([]);
  queue.acknowledge(5, 1);
  expect(queue.takeConfirmed(joint)).toHaveLength(1);
});
