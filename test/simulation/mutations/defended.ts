/**
 * Mistakes that no seed can show, because something else stands in their way. By name only (`--mutations name`); the rules
 * that they break have mutations of their own in the models below `test/core`.
 */
import { type Mutation, mutation } from './mutation.ts';

export interface Defended extends Mutation {
  /** What still holds. */
  readonly defence: string;
}

export const DEFENDED: readonly Defended[] = [
  {
    defence:
      'who cuts a log waits for the WAL to have written the cut, and whatever is acknowledged later lies behind it in the journal',
    ...mutation(
      'settledAtOnce',
      'takes for durable what has only been put into the ring',
      'workers/wal/wal-client.ts',
      'if (sink !== null) this.#ledger.push(this.#writer.head, this.#lsn, sink, settled);',
      'if (sink !== null) queueMicrotask(() => sink.onDurable(settled));',
    ),
  },
  {
    defence: 'a session finds a stream by its id, and forgets it when another takes its place',
    ...mutation(
      'anyEpochCounts',
      'counts acknowledgements of other leader epochs and streams',
      'core/replication/leader-replicas.ts',
      '    if (follower === undefined || follower.streamId !== streamId || streamId === -1) return false;\n',
      '    if (follower === undefined) return false;\n',
    ),
  },
  {
    defence: 'a broker that starts again has everything that it acknowledged, as long as its disk is the same one',
    ...mutation(
      'anyIncarnationJoins',
      'accepts members that have restarted since (KIP-903)',
      'core/metadata/alter-partition-control.ts',
      'if (!isCurrent || !image.brokers.isActive(member.brokerId)) return ErrorCode.INELIGIBLE_REPLICA;',
      'if (!image.brokers.isActive(member.brokerId)) return ErrorCode.INELIGIBLE_REPLICA;',
      { faults: ['slowConnections', 'isolate', 'oneWay', 'kill'], paceMs: 400 },
    ),
  },
  {
    defence: 'connections end with their process, and partition and leader epochs refuse what was on its way',
    ...mutation(
      'staleBrokersServed',
      'takes heartbeats and proposals of an incarnation that is over',
      'core/metadata/broker-control.ts',
      '  return broker.epoch === brokerEpoch ? ErrorCode.NONE : ErrorCode.STALE_BROKER_EPOCH;\n',
      '  return ErrorCode.NONE;\n',
      { faults: ['slowConnections', 'isolate', 'oneWay', 'kill'], paceMs: 400 },
    ),
  },
  {
    defence: "a registration is answered when it is in the broker's own image",
    ...mutation(
      'unfencedUnread',
      'lifts the fence of a broker that has not read its own registration',
      'core/metadata/broker-control.ts',
      '  const isCaughtUp = request.currentMetadataOffset >= broker.epoch;\n',
      '  const isCaughtUp = true;\n',
    ),
  },
  {
    defence: 'a promise ends the term of the own controller at once',
    ...mutation(
      'selfNotFenced',
      'lets a deposed controller write on to its own log',
      'core/metadata-log/safety-rules.ts',
      '  refusesOwn: (authorEpoch, promised) => authorEpoch < promised,\n',
      '  refusesOwn: () => false,\n',
    ),
  },
  {
    defence: 'a stream begins where the outlines of both logs part, and its id is the only one that counts',
    ...mutation(
      'noMatching',
      'takes entries behind any other entry',
      'core/metadata-log/safety-rules.ts',
      '  follows: (localEpoch, prev) => localEpoch === prev.epoch,\n',
      '  follows: (localEpoch) => localEpoch !== null,\n',
    ),
  },
  {
    defence: "the first frame of a stream holds the controller's first entry, which cuts what differs",
    ...mutation(
      'acknowledgesUnmatched',
      'acknowledges entries of other controllers',
      'core/metadata-log/safety-rules.ts',
      '  acknowledged: (durableIndex, matchedIndex) => Math.min(durableIndex, matchedIndex),\n',
      '  acknowledged: (durableIndex) => durableIndex,\n',
    ),
  },
  {
    defence: "the first frame of a stream holds the controller's first entry, which cuts what differs",
    ...mutation(
      'appliesUnmatched',
      "applies what is not known to be the controller's",
      'core/metadata-log/safety-rules.ts',
      '  applicable: (commitIndex, matchedIndex, durableIndex) => Math.min(commitIndex, matchedIndex, durableIndex),\n',
      '  applicable: (commitIndex, _matchedIndex, durableIndex) => Math.min(commitIndex, durableIndex),\n',
    ),
  },
  {
    defence: 'a frame says its lsn as well, and those go on from one life to the next',
    ...mutation(
      'framesOfAnyLife',
      'takes frames of an earlier life of the journal',
      'storage/journal/frame-format.ts',
      'crc32c(bytes, at + LENGTH, at + CRC, seed)',
      'crc32c(bytes, at + LENGTH, at + CRC, seed < 0 ? seed : 0)',
    ),
  },
  {
    defence: 'here the metadata log is on the thread that asks: it is written before the call returns',
    ...mutation(
      'promisesAtOnce',
      'answers a fence before the promise is on the disk',
      'core/metadata-log/safety-rules.ts',
      '    durablePromise >= epoch && durableIndex >= lastIndex,\n',
      '    durablePromise <= epoch && durableIndex >= lastIndex,\n',
      { faults: ['kill', 'killOfAll', 'killInDiskWork'], paceMs: 300, cables: 'far' },
    ),
  },
];
