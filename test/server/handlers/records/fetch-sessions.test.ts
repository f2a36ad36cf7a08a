import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import type { FetchResponse } from '../../../../src/core/protocol/generated/fetch-response.ts';
import { batchOf, temporaryDirectory } from '../../../support/logs.ts';
import { type Asked, answerOf, FetchBroker, partitionsOf } from './fetch-broker.ts';

let temporary: { path: string; remove(): void };
let broker: FetchBroker;
beforeEach(async () => {
  temporary = temporaryDirectory();
  broker = await FetchBroker.open(temporary.path);
  broker.createTopic('a', { partitions: 2 });
  broker.createTopic('b');
});
afterEach(async () => {
  await broker.close();
  temporary.remove();
});

const everything: Asked[] = [{ topic: 'a' }, { topic: 'a', partition: 1 }, { topic: 'b' }];
const names = (response: FetchResponse): string[] => partitionsOf(response).map(({ name }) => name);

function fetch(sessionId: number, sessionEpoch: number, asked: Asked[] = [], forgotten: Asked[] = [], version = 17) {
  return broker.fetch(version, { sessionId, sessionEpoch }, asked, forgotten);
}

/** A session over everything; the next epoch is 1. */
async function begun(asked = everything, version = 17): Promise<number> {
  const response = await fetch(0, 0, asked, [], version);
  expect(response.sessionId).toBeGreaterThan(0);
  return response.sessionId;
}

describe.each([7, 12, 13, 17])('55, 56: a session of v%i', (version) => {
  test('begins with everything, goes on with news, in consecutive epochs', async () => {
    const first = await fetch(0, 0, everything, [], version);
    expect(names(first)).toEqual(['a-0', 'a-1', 'b-0']);
    const { sessionId } = first;
    expect(names(await fetch(sessionId, 1, [], [], version))).toEqual([]);
    await broker.put('a', batchOf(['x']), 1);
    const news = await fetch(sessionId, 2, [], [], version);
    expect(news).toMatchObject({ errorCode: 0, sessionId });
    expect(names(news)).toEqual(['a-1']);
    // Not acknowledged by a new offset: records are given again.
    expect(names(await fetch(sessionId, 3, [], [], version))).toEqual(['a-1']);
    expect(names(await fetch(sessionId, 4, [{ topic: 'a', partition: 1, offset: 1 }], [], version))).toEqual([]);
    expect(names(await fetch(sessionId, 5, [], [], version))).toEqual([]);
  });

  test('forgets what it is told to, and takes in what is new', async () => {
    const sessionId = await begun(everything.slice(0, 2), version);
    await broker.put('a', batchOf(['x']));
    await broker.put('b', batchOf(['x']));
    const answer = await fetch(sessionId, 1, [{ topic: 'b' }], [{ topic: 'a' }, { topic: 'nowhere' }], version);
    expect(names(answer)).toEqual(['b-0']);
  });
});

test('55: the sessions that are not', async () => {
  const sessionless = await fetch(0, -1, everything);
  expect([sessionless.sessionId, broker.sessions.size]).toEqual([0, 0]);
  const sessionId = await begun();
  const refused: [string, number, number, number][] = [
    ['unknown', sessionId + 1, 1, ErrorCode.FETCH_SESSION_ID_NOT_FOUND],
    ['session 0', 0, 1, ErrorCode.FETCH_SESSION_ID_NOT_FOUND],
    ['epoch ahead', sessionId, 2, ErrorCode.INVALID_FETCH_SESSION_EPOCH],
    ['epoch below', sessionId, -2, ErrorCode.INVALID_FETCH_SESSION_EPOCH],
  ];
  for (const [what, id, epoch, errorCode] of refused) {
    expect(await fetch(id, epoch, everything), what).toMatchObject({ errorCode, sessionId: 0, responses: [] });
  }
  expect(await fetch(sessionId, 1, [], [], 12)).toMatchObject({
    errorCode: ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR,
    responses: [],
  });
  // None of these moved it.
  expect(await fetch(sessionId, 1)).toMatchObject({ errorCode: 0, sessionId });
  expect((await fetch(sessionId, 1)).errorCode).toBe(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
});

test('55: a full fetch ends the session that it names; epoch -1 only ends it', async () => {
  const sessionId = await begun();
  const next = await fetch(sessionId, 0, everything);
  expect(next.sessionId).not.toBe(sessionId);
  expect(broker.sessions.size).toBe(1);
  expect((await fetch(sessionId, 1)).errorCode).toBe(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
  const last = await fetch(next.sessionId, -1, [{ topic: 'a' }]);
  expect([last.sessionId, names(last), broker.sessions.size]).toEqual([0, ['a-0'], 0]);
});

test('55: a session without partitions is over', async () => {
  const sessionId = await begun();
  expect(await fetch(sessionId, 1, [], everything)).toMatchObject({ errorCode: 0, sessionId: 0, responses: [] });
  expect(broker.sessions.size).toBe(0);
});

test('56: an error is told every time, and so is its end', async () => {
  broker.createTopic('c', { leader: 2, replicas: [2] });
  const sessionId = await begun([{ topic: 'a' }, { topic: 'c' }]);
  expect(names(await fetch(sessionId, 1))).toEqual(['c-0']);
  expect(names(await fetch(sessionId, 2))).toEqual(['c-0']);
  broker.change('c', { leader: 1, isr: [1], replicas: [1, 2] });
  expect(partitionsOf(await fetch(sessionId, 3))).toMatchObject([{ name: 'c-0', errorCode: 0, highWatermark: 0 }]);
  expect(names(await fetch(sessionId, 4))).toEqual([]);
});

test('56: a moved log start and a moved high watermark are news without records', async () => {
  await broker.put('a', batchOf(['x', 'y']));
  const sessionId = await begun([{ topic: 'a', offset: 2 }]);
  expect(names(await fetch(sessionId, 1))).toEqual([]);
  broker.partition('a').log!.setLogStartOffset(1, { onDurable() {} });
  expect(partitionsOf(await fetch(sessionId, 2))).toMatchObject([{ name: 'a-0', logStartOffset: 1, highWatermark: 2 }]);
  expect(names(await fetch(sessionId, 3))).toEqual([]);
});

test('49: what gave records goes to the end of the session, so that all are served in turn', async () => {
  for (let i = 0; i < 3; i++) {
    await broker.put('a', batchOf(['x']));
    await broker.put('a', batchOf(['x']), 1);
    await broker.put('b', batchOf(['x']));
  }
  const { sessionId } = await broker.fetch(17, { sessionEpoch: 0, maxBytes: 1 }, everything);
  const served: string[] = [];
  for (let epoch = 1; epoch <= 6; epoch++) {
    const got = partitionsOf(await broker.fetch(17, { sessionId, sessionEpoch: epoch, maxBytes: 1 }, []));
    served.push(...got.filter(({ records }) => records!.length > 0).map(({ name }) => name));
  }
  expect(served).toEqual(['a-0', 'a-1', 'b-0', 'a-0', 'a-1', 'b-0']);
});

test('an incremental fetch waits on all partitions of its session', async () => {
  const sessionId = await begun();
  const call = broker.start(17, { sessionId, sessionEpoch: 1, maxWaitMs: 10_000 }, []);
  expect(call.response).toBeNull();
  await broker.put('b', batchOf(['x']));
  expect(names(await answerOf(call))).toEqual(['b-0']);
});

test('a request that overtakes the reply of its session makes that reply an error', async () => {
  const sessionId = await begun();
  const overtaken = broker.start(17, { sessionId, sessionEpoch: 1, maxWaitMs: 500 }, []);
  expect(await fetch(sessionId, 2)).toMatchObject({ errorCode: 0 });
  broker.clock.advance(600);
  expect(await answerOf(overtaken)).toMatchObject({ errorCode: ErrorCode.INVALID_FETCH_SESSION_EPOCH, responses: [] });
});

test('a full cache serves without a session', async () => {
  for (let i = 0; i < 10; i++) await begun();
  const response = await fetch(0, 0, everything);
  expect([response.errorCode, response.sessionId, names(response).length]).toEqual([0, 0, 3]);
});
