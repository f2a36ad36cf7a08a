/** What a topic's configuration asks of a produced batch. */
import type { TopicConfig } from '../../core/config/topic-config.ts';
import { TimestampType } from '../../core/records/batch-format.ts';
import type { AppendRules } from '../../core/records/batch-validator.ts';

/** A batch may unfold to this many times `max.message.bytes`, and to at least MIN_UNFOLDED_BYTES, while it is checked. */
const MAX_UNFOLDING = 64;
const MIN_UNFOLDED_BYTES = 64 * 1024 * 1024;

export function appendRules(config: TopicConfig): AppendRules {
  return {
    maxMessageBytes: config.maxMessageBytes,
    segmentBytes: config.segmentBytes,
    isCompacted: config.isCompacted,
    timestampType:
      config.messageTimestampType === 'LogAppendTime' ? TimestampType.LogAppendTime : TimestampType.CreateTime,
    timestampBeforeMaxMs: config.messageTimestampBeforeMaxMs,
    timestampAfterMaxMs: config.messageTimestampAfterMaxMs,
    maxDecompressedBytes: Math.max(config.maxMessageBytes * MAX_UNFOLDING, MIN_UNFOLDED_BYTES),
  };
}
