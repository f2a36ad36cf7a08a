/** Mistakes about what producers have sent before. */
import { type Mutation, mutation } from './mutation.ts';

export const PRODUCERS: readonly Mutation[] = [
  mutation(
    'dedupLostAtStart',
    'forgets what producers have sent when it opens a log',
    'services/log/partition-log.ts',
    '      for (const segment of loaded.segments) this.#adopt(segment, options.nowMs);\n',
    '      for (const segment of loaded.segments) this.#adopt(segment, options.nowMs);\n      this.producers.reset(loaded.logEndOffset);\n',
  ),
  mutation(
    'dedupLostOnFollowers',
    'does not learn of producers from a leader',
    'services/log/partition-log.ts',
    '    const completed = this.producers.replay(batch);\n',
    '    const completed = baseOffset === this.logEndOffset && source.baseOffset === baseOffset && baseOffset > 0 ? null : this.producers.replay(batch);\n',
  ),
  mutation(
    'duplicatesRefused',
    'does not know a batch that comes again',
    'core/log/producer-state.ts',
    '      if (this.duplicate !== null) return ErrorCode.NONE;\n',
    '      this.duplicate = null;\n',
  ),
  mutation(
    'sequencesUnchecked',
    'takes batches of a producer in any order, and again',
    'core/log/producer-state.ts',
    '    if (entry !== null && origin === AppendOrigin.Client) {\n',
    '    if (entry !== null && origin === AppendOrigin.Client && epoch < 0) {\n',
  ),
  mutation(
    'producerIdsTwice',
    'gives the same producer ids to two brokers',
    'core/metadata/producer-id-control.ts',
    'nextProducerId: producerIdStart + PRODUCER_ID_BLOCK,',
    'nextProducerId: producerIdStart,',
  ),
];
