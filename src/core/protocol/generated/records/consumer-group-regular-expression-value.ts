// Generated from consumer-group-regular-expression.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupRegularExpressionValue {
  topics: string[];
  version: number;
  timestamp: number;
}

export function newConsumerGroupRegularExpressionValue(fields?: Partial<ConsumerGroupRegularExpressionValue>): ConsumerGroupRegularExpressionValue {
  const m: ConsumerGroupRegularExpressionValue = { topics: [], version: 0, timestamp: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupRegularExpressionValue(r: ByteReader, v: number): ConsumerGroupRegularExpressionValue {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupRegularExpressionValue', v);
  const m: ConsumerGroupRegularExpressionValue = {
    topics: compactStrings(r, r.compactArrayLength(1)),
    version: r.int64(),
    timestamp: r.int64(),
  };
  r.skipTags();
  return m;
}

export function writeConsumerGroupRegularExpressionValue(w: ByteWriter, m: ConsumerGroupRegularExpressionValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupRegularExpressionValue', v);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) w.compactString(e);
  w.int64(m.version);
  w.int64(m.timestamp);
  w.uvarint(0);
}
