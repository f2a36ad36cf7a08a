import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/core/metadata/commands.ts';
import type { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import type { BrokerHeartbeatRequest } from '../../../src/core/protocol/generated/broker-heartbeat-request.ts';
import type { BrokerHeartbeatResponse } from '../../../src/core/protocol/generated/broker-heartbeat-response.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import { BrokerLifecycle } from '../../../src/services/metadata/broker-lifecycle.ts';
import type { MetadataService } from '../../../src/services/metadata/metadata-service.ts';

const OK: BrokerHeartbeatResponse = {
  throttleTimeMs: 0,
  errorCode: 0,
  isCaughtUp: true,
  isFenced: false,
  shouldShutDown: false,
};

/** A controller that answers when told to, and a broker with a session of a second and a heartbeat each 100 ms. */
class Fixture {
  readonly clock = new ManualClock();
  readonly sent: BrokerHeartbeatRequest[] = [];
  readonly leases: boolean[] = [];
  leaseEnd: number | null = null;
  readonly expelled: string[] = [];
  answer: Partial<BrokerHeartbeatResponse> | null;
  /** Of the request as a whole. */
  refusal = 0;
  /** Milliseconds after which an answer is read. */
  late = 0;
  isHealthy = true;
  isUnfenced = false;
  readonly lifecycle: BrokerLifecycle;

  constructor(intervalMs: number | null = 100, answer: Partial<BrokerHeartbeatResponse> = {}) {
    this.answer = answer;
    const submit = (
      command: Command<typeof ApiKey.BrokerHeartbeat>,
      deadline: number,
      callback: (outcome: { errorCode: number; response: BrokerHeartbeatResponse | null; index: number }) => void,
    ) => {
      this.sent.push(command.request);
      if (this.refusal !== 0) callback({ errorCode: this.refusal, response: null, index: 0 });
      else if (this.answer !== null) {
        const outcome = { errorCode: 0, response: { ...OK, ...this.answer }, index: 1 };
        if (this.late === 0) callback(outcome);
        else this.clock.setTimer(this.late, () => callback(outcome));
      } else {
        this.clock.setTimer(deadline - this.clock.monotonicMs(), () =>
          callback({ errorCode: ErrorCode.REQUEST_TIMED_OUT, response: null, index: 0 }),
        );
      }
    };
    this.lifecycle = new BrokerLifecycle({
      brokerId: 1,
      brokerEpoch: 7,
      metadata: { submit, cache: { image: { index: 9 } } } as unknown as MetadataService,
      clock: this.clock,
      logger: silentLogger,
      intervalMs,
      sessionTimeoutMs: 1_000,
      isHealthy: () => this.isHealthy,
      offlineLogDirs: () => [],
      onLease: (end) => {
        this.leaseEnd = end;
        if (this.leases.at(-1) !== (end !== null)) this.leases.push(end !== null);
      },
      onExpelled: (error) => this.expelled.push(error.message),
    });
    this.lifecycle.start(() => {
      this.isUnfenced = true;
    });
  }
}

describe('joining', () => {
  test('asks until it is unfenced, then as often as configured', () => {
    const fixture = new Fixture(100, { isFenced: true });
    fixture.clock.advance(50);
    expect(fixture.isUnfenced).toBe(false);
    fixture.answer = {};
    fixture.clock.advance(20);
    expect(fixture.isUnfenced).toBe(true);
    expect(fixture.sent[0]).toMatchObject({ brokerId: 1, brokerEpoch: 7, currentMetadataOffset: 9 });
    const { length } = fixture.sent;
    fixture.clock.advance(1_000);
    expect(fixture.sent.length - length).toBeGreaterThanOrEqual(9);
    expect(fixture.sent.length - length).toBeLessThanOrEqual(11);
  });

  test('a node by itself asks once and has its lease for good', () => {
    const fixture = new Fixture(null);
    fixture.clock.advance(60_000);
    expect(fixture.sent).toHaveLength(1);
    expect(fixture.leases).toEqual([true]);
    expect(fixture.clock.pendingTimers).toBe(0);
  });
});

describe('the lease', () => {
  test('ends 0.8 sessions after the last question that was answered, and comes back with an answer', () => {
    const fixture = new Fixture();
    fixture.clock.advance(500);
    const leaseEnd = fixture.leaseEnd!;
    expect(leaseEnd - fixture.clock.monotonicMs()).toBeGreaterThan(690);
    expect(leaseEnd - fixture.clock.monotonicMs()).toBeLessThanOrEqual(800);
    fixture.answer = null;
    fixture.clock.advance(leaseEnd - fixture.clock.monotonicMs() - 1);
    expect(fixture.leases).toEqual([true]);
    fixture.clock.advance(1);
    expect(fixture.leases).toEqual([true, false]);
    fixture.answer = {};
    fixture.clock.advance(500);
    expect(fixture.leases).toEqual([true, false, true]);
  });

  test('an answer that is read after its time, as the process stood still, is no lease', () => {
    const fixture = new Fixture(100, { isFenced: true });
    fixture.late = 900;
    fixture.answer = {};
    fixture.clock.advance(1_000);
    expect(fixture.leases).toEqual([]);
    expect(fixture.isUnfenced).toBe(false);
    fixture.late = 0;
    fixture.clock.advance(1_000);
    expect(fixture.leases).toEqual([true]);
    expect(fixture.isUnfenced).toBe(true);
  });

  test('heartbeats go on after one that got no answer', () => {
    const fixture = new Fixture();
    fixture.answer = null;
    fixture.clock.advance(1_000);
    const sent = fixture.sent.length;
    expect(sent).toBeGreaterThan(2);
    expect(sent).toBeLessThan(6);
  });

  test('a broker whose threads hang sends nothing and loses it', () => {
    const fixture = new Fixture();
    fixture.isHealthy = false;
    const { length } = fixture.sent;
    fixture.clock.advance(900);
    expect(fixture.sent).toHaveLength(length);
    expect(fixture.leases).toEqual([true, false]);
    fixture.isHealthy = true;
    fixture.clock.advance(100);
    expect(fixture.leases).toEqual([true, false, true]);
  });
});

test.each([ErrorCode.STALE_BROKER_EPOCH, ErrorCode.BROKER_ID_NOT_REGISTERED])(
  'an incarnation that has no place any more stops: %i',
  (errorCode) => {
    const fixture = new Fixture();
    fixture.answer = { errorCode };
    fixture.clock.advance(5_000);
    expect(fixture.expelled).toHaveLength(1);
    expect(fixture.leases.at(-1)).toBe(false);
    const { length } = fixture.sent;
    fixture.clock.advance(5_000);
    expect(fixture.sent).toHaveLength(length);
    expect(fixture.clock.pendingTimers).toBe(0);
  },
);

test.each(['joining', 'running'])('so does one whose request is refused as a whole: %s', (state) => {
  const fixture = new Fixture(100, { isFenced: state === 'joining' });
  fixture.refusal = ErrorCode.STALE_BROKER_EPOCH;
  fixture.clock.advance(5_000);
  expect(fixture.expelled).toEqual([expect.stringContaining('another process has registered')]);
  expect(fixture.leases).toEqual(state === 'joining' ? [] : [true, false]);
  expect(fixture.clock.pendingTimers).toBe(0);
});

test.each([ErrorCode.NOT_CONTROLLER, ErrorCode.KAFKA_STORAGE_ERROR])(
  'a broker that is only refused for now asks on: %i',
  (errorCode) => {
    const fixture = new Fixture(100, { isFenced: true });
    fixture.refusal = errorCode;
    fixture.clock.advance(5_000);
    expect(fixture.expelled).toEqual([]);
    fixture.refusal = 0;
    fixture.answer = {};
    fixture.clock.advance(20);
    expect(fixture.isUnfenced).toBe(true);
  },
);

describe('controlled shutdown', () => {
  test('asks until it is let go', () => {
    const fixture = new Fixture();
    const outcomes: boolean[] = [];
    fixture.lifecycle.shutDown(5_000, (isOrderly) => outcomes.push(isOrderly));
    fixture.clock.advance(100);
    expect(outcomes).toEqual([]);
    expect(fixture.sent.at(-1)!.wantShutDown).toBe(true);
    fixture.answer = { isFenced: true, shouldShutDown: true };
    fixture.clock.advance(20);
    expect(outcomes).toEqual([true]);
    expect(fixture.clock.pendingTimers).toBe(0);
  });

  test('is given up in time where it is not let go', () => {
    const fixture = new Fixture();
    const outcomes: boolean[] = [];
    fixture.lifecycle.shutDown(5_000, (isOrderly) => outcomes.push(isOrderly));
    fixture.clock.advance(4_999);
    expect(outcomes).toEqual([]);
    fixture.clock.advance(1);
    expect(outcomes).toEqual([false]);
    fixture.lifecycle.stop();
    expect(fixture.clock.pendingTimers).toBe(0);
  });

  test('is given up with the lease where nobody answers', () => {
    const fixture = new Fixture();
    const outcomes: boolean[] = [];
    fixture.answer = null;
    fixture.lifecycle.shutDown(5_000, (isOrderly) => outcomes.push(isOrderly));
    fixture.clock.advance(799);
    expect(outcomes).toEqual([]);
    fixture.clock.advance(1);
    expect(outcomes).toEqual([false]);
    fixture.lifecycle.stop();
    fixture.clock.advance(10_000);
    expect(fixture.clock.pendingTimers).toBe(0);
  });
});
