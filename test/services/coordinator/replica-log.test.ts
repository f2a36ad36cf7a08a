import { expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { OrderedAppends } from '../../../src/services/coordinator/ordered-appends.ts';
import { ReplicaLog } from '../../../src/services/coordinator/replica-log.ts';
import { TRY_AGAIN } from '../../../src/services/partition/leader-appends.ts';
import type { ReplicaManager } from '../../../src/services/replica-manager.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test('a batch never overtakes one of its partition that found the ring full', () => {
  const appended: string[] = [];
  const stalled: (() => boolean)[] = [];
  const ring = { isFull: true };
  const partition = {
    appends: {
      appendInternal: (batch: { recordCount: number }) => {
        if (ring.isFull) return { errorCode: TRY_AGAIN };
        appended.push(`${batch.recordCount} records`);
        return { errorCode: ErrorCode.NONE, baseOffset: 0, endOffset: 1 };
      },
    },
    committedWaiters: { add: (_: number, waiter: { onOffsetReached(): void }) => waiter.onOffsetReached() },
  };
  const replicas = { get: () => partition, stall: (work: () => boolean) => void stalled.push(work), wakeSoon() {} };
  const log = new ReplicaLog(
    replicas as unknown as ReplicaManager,
    new OrderedAppends(replicas),
    new ManualClock(),
    null as never,
  );
  const answers: number[] = [];
  const append = (count: number): void => {
    const records = Array.from({ length: count }, (_, i) => ({ key: text(`${i}`), value: text('v') }));
    log.append('__consumer_offsets', 0, records, null, (errorCode) => void answers.push(errorCode * 100 + count));
  };
  append(1);
  ring.isFull = false;
  append(2);
  expect(appended).toEqual([]);
  for (const work of stalled.splice(0)) expect(work()).toBe(true);
  append(3);
  expect(appended).toEqual(['1 records', '2 records', '3 records']);
  expect(answers).toEqual([1, 2, 3]);
  expect(stalled).toEqual([]);
});
