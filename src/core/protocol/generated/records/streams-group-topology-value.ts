// Generated from streams-group-topology.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { compactStrings, int16s, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupTopologyValue {
  epoch: number;
  subtopologies: StreamsGroupTopologyValueSubtopology[];
}

export interface StreamsGroupTopologyValueSubtopology {
  subtopologyId: string;
  sourceTopics: string[];
  sourceTopicRegex: string[];
  stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[];
  repartitionSinkTopics: string[];
  repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[];
  copartitionGroups: StreamsGroupTopologyValueCopartitionGroup[];
}

export interface StreamsGroupTopologyValueTopicInfo {
  name: string;
  partitions: number;
  replicationFactor: number;
  topicConfigs: StreamsGroupTopologyValueTopicConfig[];
}

export interface StreamsGroupTopologyValueTopicConfig {
  key: string;
  value: string;
}

export interface StreamsGroupTopologyValueCopartitionGroup {
  sourceTopics: number[];
  sourceTopicRegex: number[];
  repartitionSourceTopics: number[];
}

export function newStreamsGroupTopologyValue(fields?: Partial<StreamsGroupTopologyValue>): StreamsGroupTopologyValue {
  const m: StreamsGroupTopologyValue = { epoch: 0, subtopologies: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupTopologyValueSubtopology(fields?: Partial<StreamsGroupTopologyValueSubtopology>): StreamsGroupTopologyValueSubtopology {
  const m: StreamsGroupTopologyValueSubtopology = {
    subtopologyId: '',
    sourceTopics: [],
    sourceTopicRegex: [],
    stateChangelogTopics: [],
    repartitionSinkTopics: [],
    repartitionSourceTopics: [],
    copartitionGroups: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupTopologyValueTopicInfo(fields?: Partial<StreamsGroupTopologyValueTopicInfo>): StreamsGroupTopologyValueTopicInfo {
  const m: StreamsGroupTopologyValueTopicInfo = { name: '', partitions: 0, replicationFactor: 0, topicConfigs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupTopologyValueTopicConfig(fields?: Partial<StreamsGroupTopologyValueTopicConfig>): StreamsGroupTopologyValueTopicConfig {
  const m: StreamsGroupTopologyValueTopicConfig = { key: '', value: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupTopologyValueCopartitionGroup(fields?: Partial<StreamsGroupTopologyValueCopartitionGroup>): StreamsGroupTopologyValueCopartitionGroup {
  const m: StreamsGroupTopologyValueCopartitionGroup = { sourceTopics: [], sourceTopicRegex: [], repartitionSourceTopics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupTopologyValue(r: ByteReader, v: number): StreamsGroupTopologyValue {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupTopologyValue', v);
  const m: StreamsGroupTopologyValue = {
    epoch: r.int32(),
    subtopologies: readStreamsGroupTopologyValueSubtopologyArray(r, v, r.compactArrayLength(8)),
  };
  r.skipTags();
  return m;
}

export function writeStreamsGroupTopologyValue(w: ByteWriter, m: StreamsGroupTopologyValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupTopologyValue', v);
  w.int32(m.epoch);
  w.compactArrayLength(m.subtopologies.length); for (const e of m.subtopologies) writeStreamsGroupTopologyValueSubtopology(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupTopologyValueSubtopology(r: ByteReader, v: number): StreamsGroupTopologyValueSubtopology {
  const m: StreamsGroupTopologyValueSubtopology = {
    subtopologyId: r.compactString(),
    sourceTopics: compactStrings(r, r.compactArrayLength(1)),
    sourceTopicRegex: compactStrings(r, r.compactArrayLength(1)),
    stateChangelogTopics: readStreamsGroupTopologyValueTopicInfoArray(r, v, r.compactArrayLength(9)),
    repartitionSinkTopics: compactStrings(r, r.compactArrayLength(1)),
    repartitionSourceTopics: readStreamsGroupTopologyValueTopicInfoArray(r, v, r.compactArrayLength(9)),
    copartitionGroups: readStreamsGroupTopologyValueCopartitionGroupArray(r, v, r.compactArrayLength(4)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupTopologyValueSubtopology(w: ByteWriter, m: StreamsGroupTopologyValueSubtopology, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.sourceTopics.length); for (const e of m.sourceTopics) w.compactString(e);
  w.compactArrayLength(m.sourceTopicRegex.length); for (const e of m.sourceTopicRegex) w.compactString(e);
  w.compactArrayLength(m.stateChangelogTopics.length); for (const e of m.stateChangelogTopics) writeStreamsGroupTopologyValueTopicInfo(w, e, v);
  w.compactArrayLength(m.repartitionSinkTopics.length); for (const e of m.repartitionSinkTopics) w.compactString(e);
  w.compactArrayLength(m.repartitionSourceTopics.length); for (const e of m.repartitionSourceTopics) writeStreamsGroupTopologyValueTopicInfo(w, e, v);
  w.compactArrayLength(m.copartitionGroups.length); for (const e of m.copartitionGroups) writeStreamsGroupTopologyValueCopartitionGroup(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupTopologyValueTopicInfo(r: ByteReader, v: number): StreamsGroupTopologyValueTopicInfo {
  const m: StreamsGroupTopologyValueTopicInfo = {
    name: r.compactString(),
    partitions: r.int32(),
    replicationFactor: r.int16(),
    topicConfigs: readStreamsGroupTopologyValueTopicConfigArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupTopologyValueTopicInfo(w: ByteWriter, m: StreamsGroupTopologyValueTopicInfo, v: number): void {
  w.compactString(m.name);
  w.int32(m.partitions);
  w.int16(m.replicationFactor);
  w.compactArrayLength(m.topicConfigs.length); for (const e of m.topicConfigs) writeStreamsGroupTopologyValueTopicConfig(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupTopologyValueTopicConfig(r: ByteReader, v: number): StreamsGroupTopologyValueTopicConfig {
  const m: StreamsGroupTopologyValueTopicConfig = { key: r.compactString(), value: r.compactString() };
  r.skipTags();
  return m;
}

function writeStreamsGroupTopologyValueTopicConfig(w: ByteWriter, m: StreamsGroupTopologyValueTopicConfig, v: number): void {
  w.compactString(m.key);
  w.compactString(m.value);
  w.uvarint(0);
}

function readStreamsGroupTopologyValueCopartitionGroup(r: ByteReader, v: number): StreamsGroupTopologyValueCopartitionGroup {
  const m: StreamsGroupTopologyValueCopartitionGroup = {
    sourceTopics: int16s(r, r.compactArrayLength(2)),
    sourceTopicRegex: int16s(r, r.compactArrayLength(2)),
    repartitionSourceTopics: int16s(r, r.compactArrayLength(2)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupTopologyValueCopartitionGroup(w: ByteWriter, m: StreamsGroupTopologyValueCopartitionGroup, v: number): void {
  w.compactArrayLength(m.sourceTopics.length); for (const e of m.sourceTopics) w.int16(e);
  w.compactArrayLength(m.sourceTopicRegex.length); for (const e of m.sourceTopicRegex) w.int16(e);
  w.compactArrayLength(m.repartitionSourceTopics.length); for (const e of m.repartitionSourceTopics) w.int16(e);
  w.uvarint(0);
}

function readStreamsGroupTopologyValueSubtopologyArray(r: ByteReader, v: number, n: number): StreamsGroupTopologyValueSubtopology[] {
  const a: StreamsGroupTopologyValueSubtopology[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupTopologyValueSubtopology(r, v));
  return a;
}

function readStreamsGroupTopologyValueTopicInfoArray(r: ByteReader, v: number, n: number): StreamsGroupTopologyValueTopicInfo[] {
  const a: StreamsGroupTopologyValueTopicInfo[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupTopologyValueTopicInfo(r, v));
  return a;
}

function readStreamsGroupTopologyValueTopicConfigArray(r: ByteReader, v: number, n: number): StreamsGroupTopologyValueTopicConfig[] {
  const a: StreamsGroupTopologyValueTopicConfig[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupTopologyValueTopicConfig(r, v));
  return a;
}

function readStreamsGroupTopologyValueCopartitionGroupArray(r: ByteReader, v: number, n: number): StreamsGroupTopologyValueCopartitionGroup[] {
  const a: StreamsGroupTopologyValueCopartitionGroup[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupTopologyValueCopartitionGroup(r, v));
  return a;
}
