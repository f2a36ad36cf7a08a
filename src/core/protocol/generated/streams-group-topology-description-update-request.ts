// Generated from streams-group-topology-description-update.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface StreamsGroupTopologyDescriptionUpdateRequest {
  groupId: string;
  memberId: string;
  topologyEpoch: number;
  topologyDescription: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription;
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription {
  subtopologies: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[];
  globalStores: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[];
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology {
  subtopologyId: string;
  nodes: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[];
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode {
  name: string;
  nodeType: number;
  sourceTopics: string[];
  sinkTopic: string | null;
  stores: string[];
  successors: string[];
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore {
  source: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode;
  processor: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode;
}

export function newStreamsGroupTopologyDescriptionUpdateRequest(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequest>): StreamsGroupTopologyDescriptionUpdateRequest {
  const m: StreamsGroupTopologyDescriptionUpdateRequest = {
    groupId: '',
    memberId: '',
    topologyEpoch: 0,
    topologyDescription: newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(),
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription>): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription = { subtopologies: [], globalStores: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology>): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology = { subtopologyId: '', nodes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode>): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode = { name: '', nodeType: 0, sourceTopics: [], sinkTopic: null, stores: [], successors: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore>): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore = {
    source: newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(),
    processor: newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(),
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupTopologyDescriptionUpdateRequest(r: ByteReader, v: number): StreamsGroupTopologyDescriptionUpdateRequest {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupTopologyDescriptionUpdateRequest', v);
  const m: StreamsGroupTopologyDescriptionUpdateRequest = {
    groupId: r.compactString(),
    memberId: r.compactString(),
    topologyEpoch: r.int32(),
    topologyDescription: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(r, v),
  };
  r.skipTags();
  return m;
}

export function writeStreamsGroupTopologyDescriptionUpdateRequest(w: ByteWriter, m: StreamsGroupTopologyDescriptionUpdateRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupTopologyDescriptionUpdateRequest', v);
  w.compactString(m.groupId);
  w.compactString(m.memberId);
  w.int32(m.topologyEpoch);
  writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(w, m.topologyDescription, v);
  w.uvarint(0);
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(r: ByteReader, v: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription = {
    subtopologies: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopologyArray(r, v, r.compactArrayLength(3)),
    globalStores: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStoreArray(r, v, r.compactArrayLength(15)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(w: ByteWriter, m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription, v: number): void {
  w.compactArrayLength(m.subtopologies.length); for (const e of m.subtopologies) writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(w, e, v);
  w.compactArrayLength(m.globalStores.length); for (const e of m.globalStores) writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(r: ByteReader, v: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology = {
    subtopologyId: r.compactString(),
    nodes: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeArray(r, v, r.compactArrayLength(7)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(w: ByteWriter, m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.nodes.length); for (const e of m.nodes) writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(r: ByteReader, v: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode = {
    name: r.compactString(),
    nodeType: r.int8(),
    sourceTopics: compactStrings(r, r.compactArrayLength(1)),
    sinkTopic: r.compactNullableString(),
    stores: compactStrings(r, r.compactArrayLength(1)),
    successors: compactStrings(r, r.compactArrayLength(1)),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(w: ByteWriter, m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode, v: number): void {
  w.compactString(m.name);
  w.int8(m.nodeType);
  w.compactArrayLength(m.sourceTopics.length); for (const e of m.sourceTopics) w.compactString(e);
  w.compactNullableString(m.sinkTopic);
  w.compactArrayLength(m.stores.length); for (const e of m.stores) w.compactString(e);
  w.compactArrayLength(m.successors.length); for (const e of m.successors) w.compactString(e);
  w.uvarint(0);
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(r: ByteReader, v: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore = {
    source: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(r, v),
    processor: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(r, v),
  };
  r.skipTags();
  return m;
}

function writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(w: ByteWriter, m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore, v: number): void {
  writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(w, m.source, v);
  writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(w, m.processor, v);
  w.uvarint(0);
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopologyArray(r: ByteReader, v: number, n: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[] {
  const a: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(r, v));
  return a;
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeArray(r: ByteReader, v: number, n: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[] {
  const a: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(r, v));
  return a;
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStoreArray(r: ByteReader, v: number, n: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[] {
  const a: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(r, v));
  return a;
}
