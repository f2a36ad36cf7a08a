/**
 * `partition.metadata`: which topic a partition directory belongs to, so that one left from a deleted topic is never
 * taken for its successor of the same name (KIP-516).
 *
 *   version: 0
 *   topic_id: 6bGXvfdfSWqGZLu5i0PNxQ
 */

import { isUuid } from '../bytes/uuid.ts';

const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

export function formatPartitionMetadata(topicId: string): string {
  return `version: 0\ntopic_id: ${topicId}`;
}

export interface PartitionMetadata {
  readonly topicId: string;
}

/** The metadata, or what is wrong with the file. */
export function parsePartitionMetadata(text: string): PartitionMetadata | string {
  const [versionLine = '', topicLine = ''] = text.split('\n');
  const version = /^version:\s*(\d+)\s*$/.exec(versionLine);
  if (version === null) return `Malformed line of partition.metadata: ${versionLine.slice(0, 100)}`;
  if (version[1] !== '0') return `Unrecognized version of partition.metadata: ${version[1]}`;
  const topicId = /^topic_id:\s*(\S+)\s*$/.exec(topicLine)?.[1];
  if (topicId === undefined || !isUuid(topicId)) {
    return `Malformed line of partition.metadata: ${topicLine.slice(0, 100)}`;
  }
  if (topicId === ZERO_UUID) return 'The topic id in partition.metadata is the zero id';
  return { topicId };
}
