// Generated from streams-group-topology.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupTopologyKey {
  groupId: string;
}

export function newStreamsGroupTopologyKey(fields?: Partial<StreamsGroupTopologyKey>): StreamsGroupTopologyKey {
  const m: StreamsGroupTopologyKey = { groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupTopologyKey(r: ByteReader, v: number): StreamsGroupTopologyKey {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupTopologyKey', v);
  return { groupId: r.string() };
}

export function writeStreamsGroupTopologyKey(w: ByteWriter, m: StreamsGroupTopologyKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupTopologyKey', v);
  w.string(m.groupId);
}
