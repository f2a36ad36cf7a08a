// Whatever the log does, an acknowledged offset is never lost, and what was once read never goes back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendErrorToResponse, type CoordinatorResult } from '../../../src/core/groups/coordinator-contract.ts';
import { DEFAULT_GROUP_CONFIG } from '../../../src/core/groups/group-config.ts';
import { GroupCoordinator } from '../../../src/core/groups/group-coordinator.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import type { OffsetCommitResponse } from '../../../src/core/protocol/generated/offset-commit-response.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import { HostedCoordinator } from '../../../src/services/coordinator/hosted-coordinator.ts';
import { commitRequest, Topics } from '../../core/groups/support/coordinator-bench.ts';
import { MemoryLog } from '../coordinator/memory-log.ts';
import { settle } from '../metadata/support.ts';

const CONTEXT = { apiVersion: 9, clientId: '', clientHost: '', mayDescribeTopic: () => true };
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant('commit' as const) },
  { weight: 4, arbitrary: fc.constant('read' as const) },
  { weight: 4, arbitrary: fc.constant('turn' as const) },
  { weight: 4, arbitrary: fc.constant('durable' as const) },
  { weight: 1, arbitrary: fc.constant('refuse' as const) },
  { weight: 1, arbitrary: fc.constant('accept' as const) },
  { weight: 1, arbitrary: fc.constant('lose' as const) },
  { weight: 1, arbitrary: fc.constant('wait' as const) },
  { weight: 1, arbitrary: fc.constant('move' as const) },
);

test('acknowledged means kept, and reads never go back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const clock = new ManualClock(0);
      const log = new MemoryLog();
      log.commitsAtOnce = false;
      const topics = new Topics({ orders: 1 });
      const hosted = new HostedCoordinator<GroupCoordinator, CoordinatorResult>({
        name: 'group coordinator',
        topic: '__consumer_offsets',
        partition: 0,
        log,
        logger: silentLogger,
        createCoordinator: (now) =>
          new GroupCoordinator(
            DEFAULT_GROUP_CONFIG,
            { topics, randomUuid: () => '', groupOverrides: () => ({}), event() {} },
            now,
          ),
        now: () => clock.wallMs(),
        sizeOf: (coordinator) => coordinator.groupCount,
        answers: { commitTimeoutMs: () => 5000, errorToResponse: appendErrorToResponse },
        onDeadline() {},
        defer: (work) => queueMicrotask(work),
        retry: (work) => void clock.setTimer(100, work),
      });
      hosted.load();
      await settle();
      let next = 0;
      let acknowledged = -1;
      let seen = -1;
      let asked = 0;
      let answered = 0;
      const commit = (offset: number): void => {
        asked++;
        hosted.submit(
          {
            send: (response: OffsetCommitResponse) => {
              answered++;
              expect(response.topics[0]!.partitions[0]!.errorCode).toBe(0);
              acknowledged = Math.max(acknowledged, offset);
            },
            fail: () => void answered++,
          },
          (coordinator, ticket, now) =>
            coordinator.offsetCommit(ticket, commitRequest('g', { 'orders-0': offset }), CONTEXT, now),
        );
      };
      const read = (): void => {
        asked++;
        const topicsAsked = [{ name: 'orders', topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitionIndexes: [0] }];
        hosted.ask(
          {
            send: (offset: number) => {
              answered++;
              expect(offset).toBeGreaterThanOrEqual(Math.max(acknowledged, seen));
              seen = offset;
            },
            fail: () => void answered++,
          },
          (coordinator) =>
            coordinator.fetchOffsets(
              { groupId: 'g', memberId: null, memberEpoch: -1, topics: topicsAsked },
              false,
              false,
            ).topics[0]!.partitions[0]!.committedOffset,
        );
      };
      for (const one of steps) {
        if (one === 'commit') commit(next++);
        else if (one === 'read') read();
        else if (one === 'turn') await settle();
        else if (one === 'durable') log.commit();
        else if (one === 'refuse') log.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
        else if (one === 'accept') log.refuseWith = ErrorCode.NONE;
        else if (one === 'lose') log.lose(ErrorCode.KAFKA_STORAGE_ERROR);
        else if (one === 'wait') {
          clock.advance(3000);
          hosted.advance(clock.wallMs());
          await settle();
        } else {
          // Leadership goes and comes back: what was on its way is durable by then.
          await settle();
          while (log.waiting.length > 0) log.commit();
          hosted.load();
          await settle();
        }
      }
      log.refuseWith = ErrorCode.NONE;
      for (let i = 0; i < 5; i++) {
        clock.advance(6000);
        await settle();
        while (log.waiting.length > 0) log.commit();
        hosted.advance(clock.wallMs());
      }
      read();
      await settle();
      expect(seen).toBeGreaterThanOrEqual(acknowledged);
      expect(hosted.waitingCount).toBe(0);
      expect(answered).toBe(asked);
    }),
    { numRuns: Number(process.env['GROUP_RUNS'] ?? 200) },
  );
});
