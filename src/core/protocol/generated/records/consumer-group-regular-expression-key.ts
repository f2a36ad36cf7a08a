// Generated from consumer-group-regular-expression.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupRegularExpressionKey {
  groupId: string;
  regularExpression: string;
}

export function newConsumerGroupRegularExpressionKey(fields?: Partial<ConsumerGroupRegularExpressionKey>): ConsumerGroupRegularExpressionKey {
  const m: ConsumerGroupRegularExpressionKey = { groupId: '', regularExpression: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupRegularExpressionKey(r: ByteReader, v: number): ConsumerGroupRegularExpressionKey {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupRegularExpressionKey', v);
  return { groupId: r.string(), regularExpression: r.string() };
}

export function writeConsumerGroupRegularExpressionKey(w: ByteWriter, m: ConsumerGroupRegularExpressionKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupRegularExpressionKey', v);
  w.string(m.groupId);
  w.string(m.regularExpression);
}
