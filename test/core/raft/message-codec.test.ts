import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { DecodeError } from '../../../src/core/bytes/decode-error.ts';
import { configurationOf } from '../../../src/core/raft/configuration.ts';
import type { Entry } from '../../../src/core/raft/entry.ts';
import { decodeMessage, encodeMessage } from '../../../src/core/raft/message-codec.ts';
import type { PeerMessage } from '../../../src/core/raft/messages.ts';
import { readHardState, writeHardState } from '../../../src/core/raft/raft-encoding.ts';
import { RaftNode } from '../../../src/core/raft/raft-node.ts';
import { raftOptions, storageWith } from './support/local-cluster.ts';

const id = fc.integer({ min: 0, max: 0x7fffffff });
const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 100 });
const term = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const entryId = fc.record({ term: count, index: count });
const payload = fc.uint8Array({ maxLength: 40 });
const kind = fc.constantFrom('normal' as const, 'configuration' as const);

const proposed: fc.Arbitrary<Entry> = fc.record({ term: fc.constant(0), index: fc.constant(0), kind, data: payload });
const snapshot = fc.record({
  index: count,
  term: fc.constant(1),
  configuration: fc
    .uniqueArray(id, { minLength: 2, maxLength: 6 })
    .map(([learner, ...voters]) => configurationOf(voters, [learner!])),
  data: fc.uint8Array({ maxLength: 6000 }),
});

/** Entries of rising terms after a previous one, and a leader whose term is at least theirs. */
const append = fc
  .record({
    from: id,
    to: id,
    previous: fc.record({ term: fc.integer({ min: 0, max: 9 }), index: fc.integer({ min: 0, max: 2 ** 40 }) }),
    commit: count,
    steps: fc.array(fc.record({ rise: fc.integer({ min: 0, max: 3 }), kind, data: payload }), { maxLength: 6 }),
  })
  .map(({ steps, ...envelope }): PeerMessage => {
    let at = Math.max(envelope.previous.term, 1);
    const entries = steps.map(({ rise, ...rest }, n) => {
      at += rise;
      return { term: at, index: envelope.previous.index + 1 + n, ...rest };
    });
    return { ...envelope, type: 'AppendEntries', term: at, entries };
  });

const envelope = { from: id, to: id, term };
const type = <T extends string>(...names: T[]) => fc.constantFrom(...names);
const message: fc.Arbitrary<PeerMessage> = fc.oneof(
  append,
  fc.record({ ...envelope, type: type('AppendEntriesResponse'), index: count, rejection: fc.option(entryId) }),
  fc.record({ ...envelope, type: type('Heartbeat'), commit: count, readRound: count }),
  fc.record({ ...envelope, type: type('HeartbeatResponse'), readRound: count }),
  fc.record({
    ...envelope,
    type: type('RequestVote', 'RequestPreVote'),
    last: entryId,
    committed: entryId,
    transfer: fc.boolean(),
  }),
  fc.record({ ...envelope, type: type('VoteResponse', 'PreVoteResponse'), granted: fc.boolean(), committed: entryId }),
  fc.record({ ...envelope, type: type('InstallSnapshot'), snapshot }),
  fc.record({ ...envelope, type: type('TimeoutNow') }),
  fc.record({
    ...envelope,
    term: fc.constant(0),
    type: type('Propose'),
    entries: fc.array(proposed, { maxLength: 5 }),
  }),
  fc.record({ ...envelope, type: type('TransferLeadership'), transferee: id }),
  fc.record({ ...envelope, term: fc.constant(0), type: type('ReadIndex'), requestId: count }),
  fc.record({ ...envelope, type: type('ReadIndexResponse'), requestId: count, index: count }),
);

function bytesOf(given: PeerMessage): Uint8Array {
  return Uint8Array.from(encodeMessage(given).flatMap((piece) => [...piece]));
}

/** The message, or null where it is refused; anything but a DecodeError is a mistake. */
function decoded(bytes: Uint8Array): PeerMessage | null {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return null;
  }
}

test('every message survives its encoding', () => {
  fc.assert(
    fc.property(message, (given) => {
      expect(decodeMessage(bytesOf(given))).toEqual(given);
    }),
    { numRuns: 500 },
  );
});

test('nothing of a decoded message points into the buffer it came in', () => {
  const given: PeerMessage = {
    type: 'AppendEntries',
    from: 1,
    to: 2,
    term: 1,
    previous: { term: 0, index: 0 },
    commit: 0,
    entries: [{ term: 1, index: 1, kind: 'normal', data: Uint8Array.of(1, 2, 3) }],
  };
  const bytes = bytesOf(given);
  const result = decodeMessage(bytes);
  bytes.fill(0);
  expect(result).toEqual(given);
});

test('a truncated message, or one with more behind it, is refused', () => {
  fc.assert(
    fc.property(message, fc.nat(), (given, cut) => {
      const bytes = bytesOf(given);
      expect(decoded(bytes.subarray(0, cut % bytes.length))).toBeNull();
      expect(decoded(Uint8Array.from([...bytes, 0]))).toBeNull();
    }),
  );
});

test('damaged bytes are refused, or are a message that a node takes without falling over', () => {
  fc.assert(
    fc.property(message, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, at, flip) => {
      const bytes = bytesOf(given);
      bytes[at % bytes.length]! ^= flip;
      const result = decoded(bytes);
      if (result === null) return;
      const node = new RaftNode(raftOptions(1), storageWith(configurationOf([1, 2, 3]), [1, 1]));
      try {
        node.step(result);
      } catch (error) {
        // A node may well conclude from a wild commit index that its own log is damaged.
        expect(String(error)).toMatch(/RaftStateError/);
      }
    }),
    { numRuns: 500 },
  );
});

describe('what a core must never see', () => {
  const base = { from: 1, to: 2, term: 3 };
  const previous = { term: 2, index: 4 };
  const data = new Uint8Array(0);
  const normal = 'normal' as const;
  test.each<[string, PeerMessage]>([
    ['a leader without a term', { ...base, term: 0, type: 'Heartbeat', commit: 0, readRound: 0 }],
    ['a proposal with one', { ...base, type: 'Propose', entries: [] }],
    [
      'falling terms',
      { ...base, type: 'AppendEntries', previous, commit: 0, entries: [{ term: 1, index: 5, kind: normal, data }] },
    ],
    [
      'terms to come',
      { ...base, type: 'AppendEntries', previous, commit: 0, entries: [{ term: 4, index: 5, kind: normal, data }] },
    ],
    ['a negative index', { ...base, type: 'AppendEntriesResponse', index: -1, rejection: null }],
    ['a storage thread', { ...base, from: -2, type: 'TimeoutNow' }],
    [
      'a configuration that nothing leads to',
      {
        ...base,
        type: 'InstallSnapshot',
        snapshot: { index: 1, term: 1, configuration: { ...configurationOf([1]), learners: [1] }, data },
      },
    ],
  ])('%s', (_, given) => {
    expect(decoded(bytesOf(given))).toBeNull();
  });
});

test('a hard state survives its encoding', () => {
  for (const state of [
    { term: 0, vote: -1, commit: 0 },
    { term: 7, vote: 0, commit: 2 ** 40 },
  ]) {
    const writer = new ByteWriter();
    writeHardState(writer, state);
    expect(readHardState(new ByteReader(writer.toBytes()))).toEqual(state);
  }
});
