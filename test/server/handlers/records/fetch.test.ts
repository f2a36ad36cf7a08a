import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import { BatchView } from '../../../../src/core/records/batch-view.ts';
import { buildEndTxnBatch } from '../../../../src/core/records/control-record.ts';
import { batchOf, temporaryDirectory } from '../../../support/logs.ts';
import { answerOf, FetchBroker, ids, partitionsOf } from './fetch-broker.ts';

let temporary: { path: string; remove(): void };
let broker: FetchBroker;
beforeEach(async () => {
  temporary = temporaryDirectory();
  broker = await FetchBroker.open(temporary.path);
});
afterEach(async () => {
  await broker.close();
  temporary.remove();
});

/** Base offsets of the batches; fails unless they are whole and valid. */
function batchesIn(bytes: Uint8Array | null): number[] {
  const offsets: number[] = [];
  const view = new DataView(bytes!.buffer, bytes!.byteOffset, bytes!.byteLength);
  const batch = new BatchView();
  for (let at = 0; at < bytes!.length; at = batch.end) {
    batch.wrap(bytes!, view, at);
    expect(batch.isValid).toBe(true);
    offsets.push(batch.baseOffset);
  }
  return offsets;
}

/** Closes everything and opens it again: the ring is empty, so what is read comes from files. */
async function restart(
  settings: Parameters<typeof FetchBroker.open>[1] = {},
  ...topics: ('a' | 'b' | 'c')[]
): Promise<void> {
  await broker.close();
  broker = await FetchBroker.open(temporary.path, settings);
  for (const topic of topics) broker.createTopic(topic);
}

const NOTHING = { records: new Uint8Array(0), abortedTransactions: null };

describe('48: how long a fetch waits', () => {
  test('not at all for MinBytes 0, MaxWait 0, no partitions, or an error', async () => {
    broker.createTopic('a');
    const offers: [object, Parameters<FetchBroker['start']>[2]][] = [
      [{ minBytes: 0, maxWaitMs: 10_000 }, [{ topic: 'a' }]],
      [{ minBytes: 1, maxWaitMs: 0 }, [{ topic: 'a' }]],
      [{ minBytes: 1, maxWaitMs: 10_000, maxBytes: 0 }, [{ topic: 'a' }]],
      [{ minBytes: 1, maxWaitMs: 10_000 }, []],
      [{ minBytes: 1, maxWaitMs: 10_000 }, [{ topic: 'a' }, { topic: 'nowhere' }]],
    ];
    for (const [fields, asked] of offers)
      expect(broker.start(17, fields, asked).response, JSON.stringify(fields)).not.toBeNull();
    expect(broker.deadlines.size).toBe(0);
  });

  test('until MaxWait, and then says that there is nothing', () => {
    broker.createTopic('a');
    const call = broker.start(17, { maxWaitMs: 500 }, [{ topic: 'a' }]);
    broker.clock.advance(499);
    expect(call.response).toBeNull();
    broker.clock.advance(20);
    return answerOf(call).then((response) => {
      expect(partitionsOf(response)).toMatchObject([
        { name: 'a-0', errorCode: 0, highWatermark: 0, logStartOffset: 0, ...NOTHING },
      ]);
      expect(broker.partition('a').watchers.size).toBe(0);
    });
  });

  test('until a record is durable, and no timer is left', async () => {
    broker.createTopic('a', { partitions: 3 });
    const call = broker.start(
      17,
      { maxWaitMs: 10_000 },
      [0, 1, 2].map((partition) => ({ topic: 'a' as const, partition })),
    );
    expect(broker.partition('a', 2).watchers.size).toBe(1);
    broker.append('a', batchOf(['x']), 2);
    expect(call.response).toBeNull();
    await broker.untilDurable('a', 2);
    const [, , third] = partitionsOf(await answerOf(call));
    expect(third!.highWatermark).toBe(1);
    expect(batchesIn(third!.records)).toEqual([0]);
    for (const partition of [0, 1, 2]) expect(broker.partition('a', partition).watchers.size).toBe(0);
    expect(broker.deadlines.size).toBe(0);
  });

  test('until MinBytes are there over all partitions, exactly', async () => {
    broker.createTopic('a', { partitions: 2 });
    const size = batchOf(['x']).length;
    for (const [minBytes, needed] of [
      [size * 3, 3],
      [size * 3 + 1, 4],
    ] as const) {
      const from = [0, 1].map((partition) => broker.partition('a', partition).log!.logEndOffset);
      const call = broker.start(
        17,
        { maxWaitMs: 10_000, minBytes },
        [0, 1].map((partition) => ({ topic: 'a' as const, partition, offset: from[partition]! })),
      );
      for (let i = 0; i < needed; i++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        expect(call.response).toBeNull();
        await broker.put('a', batchOf(['x']), i % 2);
      }
      const got = partitionsOf(await answerOf(call)).map(({ records }) => records!.length);
      expect(got[0]! + got[1]!).toBe(size * needed);
    }
  });

  test('what one partition may not give does not count towards MinBytes; MaxBytes caps MinBytes', async () => {
    broker.createTopic('a', { partitions: 2 });
    const size = batchOf(['x']).length;
    for (let i = 0; i < 5; i++) await broker.put('a', batchOf(['x']));
    const waiting = broker.start(17, { maxWaitMs: 10_000, minBytes: size * 2 }, [
      { topic: 'a', maxBytes: size },
      { topic: 'a', partition: 1 },
    ]);
    expect(waiting.response).toBeNull();
    await broker.put('a', batchOf(['x']), 1);
    expect(partitionsOf(await answerOf(waiting)).map(({ records }) => records!.length)).toEqual([size, size]);
    expect(
      broker.start(17, { maxWaitMs: 10_000, minBytes: size * 9, maxBytes: size * 2 }, [{ topic: 'a' }]).response,
    ).not.toBeNull();
  });

  test('what became durable together is answered together', async () => {
    broker.createTopic('a', { partitions: 2 });
    const call = broker.start(17, { maxWaitMs: 10_000 }, [{ topic: 'a' }, { topic: 'a', partition: 1 }]);
    for (const partition of [0, 1]) broker.append('a', batchOf(['x']), partition);
    await broker.untilDurable('a', 1);
    const got = partitionsOf(await answerOf(call));
    expect(got.map(({ records }) => batchesIn(records))).toEqual([[0], [0]]);
  });

  test('what may not be shown yet does not count towards MinBytes', async () => {
    broker.createTopic('a');
    const size = batchOf(['x']).length;
    await broker.put('a', batchOf(['x']));
    await broker.put('a', batchOf(['y'], { producerId: 7, producerEpoch: 0, baseSequence: 0, isTransactional: true }));
    const fields = { maxWaitMs: 10_000, minBytes: size + 1 };
    expect(broker.start(17, { ...fields, isolationLevel: 1 }, [{ topic: 'a' }]).response).toBeNull();
    expect(broker.start(17, fields, [{ topic: 'a' }]).response).not.toBeNull();
  });

  test('an error, a change of leader, a lost disk and a deletion end the wait', async () => {
    const ends: [number, () => void][] = [
      [ErrorCode.NOT_LEADER_OR_FOLLOWER, () => broker.change('a', { leader: 2 })],
      [ErrorCode.KAFKA_STORAGE_ERROR, () => broker.manager.onFailed(broker.directory.directory)],
      [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, () => broker.deleteTopic('a')],
    ];
    for (const [code, end] of ends) {
      broker.createTopic('a', { replicas: [1, 2] });
      // v10: later ones may read from a follower (KIP-392).
      const call = broker.start(10, { maxWaitMs: 10_000 }, [{ topic: 'a' }]);
      end();
      expect(partitionsOf(await answerOf(call))).toMatchObject([
        { errorCode: code, highWatermark: -1, logStartOffset: -1, ...NOTHING },
      ]);
      expect(broker.deadlines.size).toBe(0);
      if (code !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) broker.deleteTopic('a');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  test('a start of the log that moves past the position ends the wait', async () => {
    broker.createTopic('a');
    await broker.put('a', batchOf(['x']));
    await broker.put('a', batchOf(['y']));
    const waiting = broker.start(17, { minBytes: 1_000_000, maxWaitMs: 60_000 }, [{ topic: 'a', offset: 1 }]);
    const { log } = broker.partition('a');
    expect(log!.setLogStartOffset(1, { onDurable() {} })).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiting.response).toBe(null); // it can still have what it waits for
    expect(log!.setLogStartOffset(2, { onDurable() {} })).toBe(true);
    const [answer] = partitionsOf(await answerOf(waiting));
    expect(answer).toMatchObject({ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE });
  });

  test('a new leader epoch fences who waits under the old one', async () => {
    broker.createTopic('a');
    const call = broker.start(17, { maxWaitMs: 10_000 }, [{ topic: 'a', currentLeaderEpoch: 0 }]);
    broker.change('a', { leader: 1 });
    expect(partitionsOf(await answerOf(call))).toMatchObject([{ errorCode: ErrorCode.FENCED_LEADER_EPOCH }]);
  });

  test('a peer that went away is forgotten, however long it offered to wait', () => {
    broker.createTopic('a');
    let isAbandoned = false;
    const reply = {
      send: () => expect.unreachable(),
      nothing: () => expect.unreachable(),
      close: () => expect.unreachable(),
      whenSent() {},
      get isAbandoned() {
        return isAbandoned;
      },
    };
    broker.startWith(reply, { maxWaitMs: 2 ** 31 - 1 }, [{ topic: 'a' }]);
    broker.clock.advance(60_000);
    expect(broker.partition('a').watchers.size).toBe(1);
    isAbandoned = true;
    broker.clock.advance(60_000);
    expect(broker.partition('a').watchers.size).toBe(0);
    expect(broker.deadlines.size).toBe(0);
  });
});

describe.each(['ring', 'files'] as const)('what is served from %s', (source) => {
  const size = batchOf(['x']).length;

  async function filled(): Promise<void> {
    broker.createTopic('a');
    broker.createTopic('b');
    for (const topic of ['a', 'b'] as const) for (let i = 0; i < 4; i++) await broker.put(topic, batchOf(['x']));
    if (source === 'files') await restart({}, 'a', 'b');
  }

  test('49, 50: request order, whole batches, limits; the first batch always', async () => {
    await filled();
    const table: [string, number, [number, number], number[], number[]][] = [
      ['no limit', 1e9, [1e6, 1e6], [0, 1, 2, 3], [0, 1, 2, 3]],
      ['partition limits round down', 1e9, [size * 3 - 1, size * 2], [0, 1], [0, 1]],
      ['the total is used up in order', size * 5, [1e6, 1e6], [0, 1, 2, 3], [0]],
      ['the first batch though larger than everything', 1, [1, 1], [0], []],
      ['the first batch though larger than its partition’s limit', 1e9, [0, size * 2], [0], [0, 1]],
      ['a later batch only when it fits', 1e9, [size, size - 1], [0], []],
      ['negative limits', -5, [-1, -1], [], []],
    ];
    for (const [what, maxBytes, [maxA, maxB], a, b] of table) {
      const response = await broker.fetch(17, { maxBytes, minBytes: maxBytes < 0 ? 0 : 1 }, [
        { topic: 'a', maxBytes: maxA },
        { topic: 'b', maxBytes: maxB },
      ]);
      const got = partitionsOf(response);
      expect(got.map(({ name }) => name)).toEqual(['a-0', 'b-0']);
      const [gotA, gotB] = got.map(({ records }) => batchesIn(records));
      if (maxBytes < 0) expect([gotA, gotB], what).toEqual([[0], []]);
      else expect([gotA, gotB], what).toEqual([a, b]);
    }
  });

  test('50: an empty partition does not use up the right to a whole batch', async () => {
    await filled();
    const response = await broker.fetch(17, { maxBytes: 1 }, [
      { topic: 'a', offset: 4 },
      { topic: 'b', maxBytes: 1 },
    ]);
    expect(partitionsOf(response).map(({ records }) => batchesIn(records))).toEqual([[], [0]]);
  });

  test('51: from the batch that contains the offset', async () => {
    broker.createTopic('c');
    await broker.put('c', batchOf(['p', 'q', 'r']));
    await broker.put('c', batchOf(['s', 't']));
    if (source === 'files') await restart({}, 'c');
    for (const [offset, batches] of [
      [0, [0, 3]],
      [2, [0, 3]],
      [3, [3]],
      [4, [3]],
      [5, []],
    ] as const) {
      const [got] = partitionsOf(await broker.fetch(17, {}, [{ topic: 'c', offset }]));
      expect(got!.errorCode).toBe(0);
      expect(batchesIn(got!.records)).toEqual(batches);
    }
  });

  test('54: read_committed ends at the last stable offset and names what to skip', async () => {
    broker.createTopic('c');
    const txn = (producerId: number, baseSequence: number, ...values: string[]) =>
      broker.put('c', batchOf(values, { producerId, producerEpoch: 0, baseSequence, isTransactional: true }));
    const end = (producerId: number, commits: boolean) =>
      broker.put('c', buildEndTxnBatch({ producerId, producerEpoch: 0, commits, coordinatorEpoch: 0 }, Date.now()));
    await txn(7, 0, 'a', 'b'); // 0-1
    await txn(8, 0, 'c'); // 2
    await end(8, false); // 3
    await txn(9, 0, 'd'); // 4
    await end(7, false); // 5
    await end(9, true); // 6
    await txn(7, 2, 'e'); // 7: open
    await broker.put('c', batchOf(['f'])); // 8
    if (source === 'files') await restart({}, 'c');
    const uncommitted = partitionsOf(await broker.fetch(17, {}, [{ topic: 'c' }]))[0]!;
    expect(uncommitted).toMatchObject({ highWatermark: 9, lastStableOffset: 7, abortedTransactions: null });
    expect(batchesIn(uncommitted.records)).toEqual([0, 2, 3, 4, 5, 6, 7, 8]);
    const committed = partitionsOf(await broker.fetch(17, { isolationLevel: 1 }, [{ topic: 'c' }]))[0]!;
    expect(committed).toMatchObject({ highWatermark: 9, lastStableOffset: 7 });
    expect(batchesIn(committed.records)).toEqual([0, 2, 3, 4, 5, 6]);
    expect(committed.abortedTransactions).toEqual([
      { producerId: 7, firstOffset: 0 },
      { producerId: 8, firstOffset: 2 },
    ]);
    // Only those that overlap the range which is given.
    const part = partitionsOf(await broker.fetch(17, { isolationLevel: 1 }, [{ topic: 'c', offset: 4 }]))[0]!;
    expect(part.abortedTransactions).toEqual([{ producerId: 7, firstOffset: 0 }]);
    const last = partitionsOf(await broker.fetch(17, { isolationLevel: 1 }, [{ topic: 'c', offset: 6 }]))[0]!;
    expect([batchesIn(last.records), last.abortedTransactions]).toEqual([[6], []]);
    // Nothing below the last stable offset: no error, and no end of waiting.
    const none = partitionsOf(await broker.fetch(17, { isolationLevel: 1 }, [{ topic: 'c', offset: 7 }]))[0]!;
    expect([none.errorCode, none.records!.length, none.abortedTransactions]).toEqual([0, 0, []]);
    const waiting = broker.start(17, { isolationLevel: 1, maxWaitMs: 10_000 }, [{ topic: 'c', offset: 7 }]);
    await broker.put('c', batchOf(['g']));
    expect(waiting.response).toBeNull();
    await end(7, true);
    // What the files hold is given first; the ring has the rest for the next fetch.
    const shown = batchesIn(partitionsOf(await answerOf(waiting))[0]!.records);
    expect(shown).toEqual(source === 'ring' ? [7, 8, 9, 10] : [7, 8]);
  });
});

describe('52, 53: offsets', () => {
  test('what is not committed is not shown; beyond the log is out of range', async () => {
    broker.createTopic('a', { replicas: [1, 2], isr: [1, 2] });
    for (let i = 0; i < 3; i++) await broker.put('a', batchOf(['x']));
    const at = async (offset: number) => partitionsOf(await broker.fetch(17, {}, [{ topic: 'a', offset }]))[0]!;
    for (const offset of [0, 2, 3]) {
      expect(await at(offset)).toMatchObject({
        errorCode: 0,
        highWatermark: 0,
        lastStableOffset: 0,
        logStartOffset: 0,
        ...NOTHING,
      });
    }
    const outOfRange = {
      errorCode: ErrorCode.OFFSET_OUT_OF_RANGE,
      highWatermark: -1,
      lastStableOffset: -1,
      logStartOffset: -1,
      ...NOTHING,
    };
    for (const offset of [-1, 4, 2 ** 53]) expect(await at(offset)).toMatchObject(outOfRange);
    const waiting = broker.start(17, { maxWaitMs: 10_000 }, [{ topic: 'a', offset: 1 }]);
    expect(waiting.response).toBeNull();
    broker.change('a', { isr: [1] });
    const shown = partitionsOf(await answerOf(waiting))[0]!;
    expect(shown.highWatermark).toBe(3);
    expect(batchesIn(shown.records)).toEqual([1, 2]);
    const { log } = broker.partition('a');
    expect(log!.setLogStartOffset(2, { onDurable() {} })).toBe(true);
    expect(await at(1)).toMatchObject(outOfRange);
    expect(await at(2)).toMatchObject({ errorCode: 0, highWatermark: 3, logStartOffset: 2 });
  });

  test('every version answers, within its own fields', async () => {
    broker.createTopic('a');
    await broker.put('a', batchOf(['x']));
    for (let version = 4; version <= 18; version++) {
      const [got] = partitionsOf(await broker.fetch(version, {}, [{ topic: 'a' }]));
      expect(got).toMatchObject({
        name: 'a-0',
        errorCode: 0,
        highWatermark: 1,
        lastStableOffset: 1,
        logStartOffset: version >= 5 ? 0 : -1,
      });
      expect(batchesIn(got!.records)).toEqual([0]);
    }
  });
});

describe('57-62: errors of one partition', () => {
  test('topics and partitions that are not there', async () => {
    broker.createTopic('a');
    for (const [version, code] of [
      [12, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      [13, ErrorCode.UNKNOWN_TOPIC_ID],
    ] as const) {
      const got = partitionsOf(
        await broker.fetch(version, {}, [
          { topic: 'nowhere' },
          { topic: 'a', partition: 1 },
          { topic: 'a', partition: -1 },
          { topic: 'a' },
        ]),
      );
      expect(got.map(({ errorCode }) => errorCode)).toEqual([
        code,
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
        ErrorCode.NONE,
      ]);
    }
  });

  test('58: the leader epoch, checked before leadership', async () => {
    broker.createTopic('a', { leaderEpoch: 5 });
    broker.createTopic('b', { leaderEpoch: 5, leader: 2, replicas: [1, 2] });
    const table: [number, number, number][] = [
      [-1, ErrorCode.NONE, ErrorCode.NONE],
      [4, ErrorCode.FENCED_LEADER_EPOCH, ErrorCode.FENCED_LEADER_EPOCH],
      [5, ErrorCode.NONE, ErrorCode.NONE],
      [6, ErrorCode.UNKNOWN_LEADER_EPOCH, ErrorCode.UNKNOWN_LEADER_EPOCH],
    ];
    for (const [currentLeaderEpoch, a, b] of table) {
      const got = await broker.fetch(17, {}, [
        { topic: 'a', currentLeaderEpoch },
        { topic: 'b', currentLeaderEpoch },
      ]);
      expect(partitionsOf(got).map(({ errorCode }) => errorCode)).toEqual([a, b]);
    }
    // Before v11 a client reads from leaders alone.
    const old = await broker.fetch(10, {}, [{ topic: 'b', currentLeaderEpoch: 5 }]);
    expect(partitionsOf(old)).toMatchObject([{ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER }]);
  });

  test('59: where the logs parted, without records', async () => {
    broker.createTopic('a');
    await broker.put('a', batchOf(['x', 'y'])); // epoch 0: 0-1
    broker.change('a', { leader: 1 });
    broker.change('a', { leader: 1 });
    await broker.put('a', batchOf(['z'])); // epoch 2: 2
    const at = async (offset: number, lastFetchedEpoch: number) =>
      partitionsOf(await broker.fetch(17, { maxWaitMs: 10_000 }, [{ topic: 'a', offset, lastFetchedEpoch }]))[0]!;
    for (const [offset, epoch, diverging] of [
      [3, 0, { epoch: 0, endOffset: 2 }],
      [3, 1, { epoch: 0, endOffset: 2 }],
      [1, 1, { epoch: 0, endOffset: 2 }],
      [9, 2, { epoch: 2, endOffset: 3 }],
    ] as const) {
      const got = await at(offset, epoch);
      expect(got).toMatchObject({
        errorCode: 0,
        divergingEpoch: diverging,
        highWatermark: 3,
        logStartOffset: 0,
        ...NOTHING,
      });
    }
    expect(batchesIn((await at(2, 0)).records)).toEqual([2]);
    expect(batchesIn((await at(1, 0)).records)).toEqual([0, 2]);
    expect((await at(3, 3)).errorCode).toBe(ErrorCode.OFFSET_OUT_OF_RANGE);
  });

  test('61: who leads and where, as far as the version can say', async () => {
    broker.createTopic('a', { leader: 2, replicas: [2], leaderEpoch: 7 });
    broker.createTopic('b', { leader: 2, replicas: [2], leaderEpoch: 8 });
    broker.createTopic('c', { leaderEpoch: 3 });
    const asked = [{ topic: 'a' as const }, { topic: 'b' as const }, { topic: 'c' as const, currentLeaderEpoch: 2 }];
    for (const version of [11, 12, 15, 16, 17]) {
      const response = await broker.fetch(version, {}, asked);
      const got = partitionsOf(response);
      expect(got.map(({ errorCode }) => errorCode)).toEqual([6, 6, 74]);
      const nobody = { leaderId: -1, leaderEpoch: -1 };
      const leaders = [
        { leaderId: 2, leaderEpoch: 7 },
        { leaderId: 2, leaderEpoch: 8 },
        { leaderId: 1, leaderEpoch: 3 },
      ];
      expect(got.map(({ currentLeader }) => currentLeader)).toEqual(version >= 12 ? leaders : [nobody, nobody, nobody]);
      const endpoints = [
        { nodeId: 2, host: 'host2', port: 9092, rack: 'rack2' },
        { nodeId: 1, host: 'host1', port: 9091, rack: 'rack1' },
      ];
      expect(response.nodeEndpoints).toEqual(version >= 16 ? endpoints : []);
    }
  });

  test('62: a lost disk is told to old clients as lost leadership', async () => {
    broker.createTopic('a');
    broker.manager.onFailed(broker.directory.directory);
    for (const [version, code] of [
      [4, 6],
      [5, 6],
      [6, 56],
      [17, 56],
    ] as const) {
      expect(partitionsOf(await broker.fetch(version, {}, [{ topic: 'a' }]))[0]!.errorCode).toBe(code);
    }
  });

  test('a file that is damaged or gone is logged and answered, the other partitions are served', async () => {
    const faults: [number, (file: string) => void][] = [
      [
        ErrorCode.CORRUPT_MESSAGE,
        (file) => {
          const bytes = readFileSync(file);
          bytes.writeInt32BE(3, 8);
          writeFileSync(file, bytes);
        },
      ],
      [ErrorCode.KAFKA_STORAGE_ERROR, (file) => unlinkSync(file)],
    ];
    broker.createTopic('a');
    broker.createTopic('b');
    await broker.put('a', batchOf(['x']));
    await broker.put('b', batchOf(['x']));
    for (const [code, harm] of faults) {
      await restart({}, 'a', 'b');
      const directory = join(temporary.path, 'a-0');
      const file = join(directory, readdirSync(directory).find((name) => name.endsWith('.log'))!);
      const before = readFileSync(file);
      harm(file);
      const got = partitionsOf(await broker.fetch(17, {}, [{ topic: 'a' }, { topic: 'b' }]));
      expect(got.map(({ errorCode, highWatermark }) => [errorCode, highWatermark])).toEqual([
        [code, -1],
        [0, 1],
      ]);
      expect(batchesIn(got[1]!.records)).toEqual([0]);
      expect(broker.logged).toMatchObject([{ topic: 'a', partition: 0, offset: 0 }]);
      writeFileSync(file, before);
    }
  });
});

describe('64 and hostile requests', () => {
  test('a partition named twice is served once', async () => {
    broker.createTopic('a');
    await broker.put('a', batchOf(['x']));
    await broker.put('a', batchOf(['y']));
    const got = partitionsOf(
      await broker.fetch(17, {}, [
        { topic: 'a', offset: 0 },
        { topic: 'a', offset: 1 },
      ]),
    );
    expect(got.map(({ records }) => batchesIn(records))).toEqual([[1]]);
  });

  test('an isolation level that does not exist', async () => {
    broker.createTopic('a');
    expect(await broker.fetch(17, { isolationLevel: 2 }, [{ topic: 'a' }])).toMatchObject({
      errorCode: ErrorCode.INVALID_REQUEST,
      responses: [],
    });
  });

  test('fetch.max.bytes holds against any request', async () => {
    const size = batchOf(['x']).length;
    await restart({ maxFetchBytes: size * 2 }, 'a');
    for (let i = 0; i < 4; i++) await broker.put('a', batchOf(['x']));
    const [got] = partitionsOf(
      await broker.fetch(17, { maxBytes: 2 ** 31 - 1 }, [{ topic: 'a', maxBytes: 2 ** 31 - 1 }]),
    );
    expect(batchesIn(got!.records)).toEqual([0, 1]);
  });

  test('57: a topic made anew under the name is another topic', async () => {
    broker.createTopic('a');
    const { sessionId } = await broker.fetch(17, { sessionEpoch: 0 }, [{ topic: 'a' }]);
    broker.deleteTopic('a');
    const gone = await broker.fetch(17, { sessionId, sessionEpoch: 1 }, []);
    expect(partitionsOf(gone)).toMatchObject([{ name: 'a-0', errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }]);
    broker.createTopic('a', { id: ids.c });
    const renewed = await broker.fetch(17, { sessionId, sessionEpoch: 2 }, []);
    expect(partitionsOf(renewed)).toMatchObject([{ name: 'a-0', errorCode: ErrorCode.INCONSISTENT_TOPIC_ID }]);
    broker.deleteTopic('a', ids.c);
  });
});
