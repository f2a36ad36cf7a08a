/** Main's end of the conversation: everything is answered once, and no more is on its way than can be sent again. */
import { expect, test } from 'vitest';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newBrokerHeartbeatRequest } from '../../../src/core/protocol/generated/broker-heartbeat-request.ts';
import { newCreateTopicsRequest } from '../../../src/core/protocol/generated/create-topics-request.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { ControllerClient } from '../../../src/workers/controller/controller-client.ts';
import type {
  ControllerPort,
  FromController,
  ToController,
} from '../../../src/workers/controller/controller-messages.ts';

function bench() {
  const clock = new ManualClock();
  const posted: Extract<ToController, { type: 'submit' }>[] = [];
  const port: ControllerPort<ToController, FromController> = {
    post: (message) => message.type === 'submit' && posted.push(message),
    onMessage: () => {},
  };
  const client = new ControllerClient(port, clock, { onImage() {}, onEntries() {}, onNote() {}, onFatal() {} });
  client.registered(1, 7);
  const codes: number[] = [];
  const submit = (timeoutMs = 1_000) => {
    const command = { apiKey: ApiKey.CreateTopics, request: newCreateTopicsRequest() } as const;
    client.submit(command, clock.monotonicMs() + timeoutMs, ({ errorCode }) => codes.push(errorCode));
  };
  const reply = (errorCode: number, correlation: number) =>
    port.onMessage({ type: 'reply', correlation, errorCode, response: null, index: 0 });
  return { clock, posted, client, codes, submit, reply };
}

test('as many requests are on their way as the controller remembers answers for; the rest follows in order', () => {
  const { posted, submit, reply, codes, client, clock } = bench();
  for (let i = 0; i < 1_200; i++) submit();
  expect(posted).toHaveLength(500);
  client.submit({ apiKey: ApiKey.BrokerHeartbeat, request: newBrokerHeartbeatRequest() }, 1_000, () => {});
  expect(posted.at(-1)!.apiKey).toBe(ApiKey.BrokerHeartbeat);
  reply(0, posted.at(-1)!.correlation);
  for (let i = 0; i < posted.length; i++) reply(ErrorCode.NONE, posted[i]!.correlation);
  expect(codes).toHaveLength(1_200);
  const sequences = posted
    .filter(({ apiKey }) => apiKey === ApiKey.CreateTopics)
    .map(({ requestId }) => requestId!.sequence);
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  clock.advance(2_000);
  expect(codes).toHaveLength(1_200);
  expect(clock.pendingTimers).toBe(0);
});

test('what times out unsent is never sent, and makes no room twice', () => {
  const { clock, posted, submit, codes } = bench();
  for (let i = 0; i < 500; i++) submit(5_000);
  for (let i = 0; i < 100; i++) submit(1_000);
  clock.advance(1_500);
  expect(codes).toEqual(new Array(100).fill(ErrorCode.REQUEST_TIMED_OUT));
  submit(9_000);
  expect(posted).toHaveLength(500);
  clock.advance(4_000);
  expect(posted).toHaveLength(501);
});

test('a controller that is none is asked again with the same id until the deadline', () => {
  const { clock, posted, submit, codes, reply } = bench();
  submit(100);
  reply(ErrorCode.NOT_CONTROLLER, posted[0]!.correlation);
  clock.advance(25);
  expect(posted).toHaveLength(2);
  expect(posted[1]!.requestId).toEqual(posted[0]!.requestId);
  expect(posted[1]!.timeoutMs).toBeLessThan(posted[0]!.timeoutMs);
  clock.advance(60);
  reply(ErrorCode.NOT_CONTROLLER, posted[0]!.correlation);
  expect(codes).toEqual([ErrorCode.NOT_CONTROLLER]);
});
