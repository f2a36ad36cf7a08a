import { expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import {
  type BrokerFacts,
  type RegistrationResult,
  registerBroker,
} from '../../../src/services/metadata/broker-registration.ts';
import type { MetadataService } from '../../../src/services/metadata/metadata-service.ts';

const NEVER = -2;

/** A controller that answers with one error after the other, then registers. */
function registered(errors: readonly number[], completeEpoch: BrokerFacts['completeEpoch'] = -1) {
  const clock = new ManualClock();
  const left = [...errors];
  const waits: string[] = [];
  const results: RegistrationResult[] = [];
  const incarnations = new Set<string>();
  const metadata = {
    cache: { image: { brokers: new Map() } },
    nowMs: () => clock.monotonicMs(),
    atDeadline: (deadline: number, callback: () => void) => clock.setTimer(deadline - clock.monotonicMs(), callback),
    submit: (
      { request }: { request: { incarnationId: string } },
      deadline: number,
      callback: (outcome: unknown) => void,
    ) => {
      incarnations.add(request.incarnationId);
      const errorCode = left.shift() ?? ErrorCode.NONE;
      if (errorCode === NEVER) {
        const late = { errorCode: ErrorCode.REQUEST_TIMED_OUT, response: null, index: 0 };
        clock.setTimer(deadline - clock.monotonicMs(), () => callback(late));
      } else if (errorCode === ErrorCode.KAFKA_STORAGE_ERROR) callback({ errorCode, response: null, index: 0 });
      else callback({ errorCode: 0, response: { errorCode, brokerEpoch: 7 }, index: 7 });
    },
  } as unknown as MetadataService;
  const facts: BrokerFacts = {
    brokerId: 3,
    clusterId: 'cluster',
    incarnationId: 'AAAAAAAAAAAAAAAAAAAAAQ',
    listeners: [],
    features: [],
    rack: null,
    logDirs: [],
    completeEpoch,
  };
  registerBroker(
    facts,
    metadata,
    { registered: () => {} },
    20_000,
    (error) => waits.push(error),
    (result) => results.push(result),
  );
  return { clock, waits, results, incarnations };
}

test('what passes is waited for, as the same incarnation, and told of', () => {
  const { clock, incarnations, results, waits } = registered([
    ErrorCode.DUPLICATE_BROKER_REGISTRATION,
    ErrorCode.KAFKA_STORAGE_ERROR,
    NEVER,
  ]);
  clock.advance(10_000);
  expect(results).toEqual([{ brokerEpoch: 7 }]);
  expect(waits).toEqual(['DUPLICATE_BROKER_REGISTRATION', 'KAFKA_STORAGE_ERROR', 'REQUEST_TIMED_OUT']);
  expect(incarnations.size).toBe(1);
});

test('what does not pass, or not in time, ends the start', () => {
  for (const [errors, completeEpoch] of [
    [[ErrorCode.INCONSISTENT_CLUSTER_ID], -1],
    [[ErrorCode.KAFKA_STORAGE_ERROR], 'latest'],
    [[NEVER, NEVER, NEVER, NEVER, NEVER], -1],
  ] as const) {
    const { clock, results } = registered(errors, completeEpoch);
    clock.advance(20_000);
    expect(results).toEqual([{ error: expect.any(Error) }]);
    expect(clock.pendingTimers).toBe(0);
  }
});
