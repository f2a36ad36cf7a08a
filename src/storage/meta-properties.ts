/**
 * `meta.properties` of a log directory, in Kafka's format: which cluster, node and directory it belongs to. Read before
 * anything else is; a directory of another cluster or node is refused.
 */

import { writeDurably } from '../runtime/files/durable-rename.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';

const NAME = 'meta.properties';

export interface MetaProperties {
  readonly clusterId: string;
  readonly nodeId: number;
  readonly directoryId: string;
}

/** Null for a new directory; a sentence when the file is there and unusable. */
export function readMetaProperties(files: FileSystem, directory: string): MetaProperties | string | null {
  const bytes = files.readFile(`${directory}/${NAME}`);
  if (bytes === null) return null;
  const values = new Map<string, string>();
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const separator = line.indexOf('=');
    if (line.startsWith('#') || separator === -1) continue;
    values.set(line.slice(0, separator).trim(), line.slice(separator + 1).trim());
  }
  const version = values.get('version');
  if (version !== '1') return `${directory}/${NAME}: version is ${version ?? 'missing'}, expected 1`;
  const clusterId = values.get('cluster.id');
  const nodeId = Number(values.get('node.id'));
  const directoryId = values.get('directory.id');
  if (clusterId === undefined || clusterId === '') return `${directory}/${NAME}: cluster.id is missing`;
  if (!values.has('node.id') || !Number.isInteger(nodeId) || nodeId < 0)
    return `${directory}/${NAME}: node.id is missing or no number`;
  if (directoryId === undefined || directoryId === '') return `${directory}/${NAME}: directory.id is missing`;
  return { clusterId, nodeId, directoryId };
}

export function writeMetaProperties(files: FileSystem, directory: string, meta: MetaProperties): void {
  const lines = [
    '#',
    `cluster.id=${meta.clusterId}`,
    `directory.id=${meta.directoryId}`,
    `node.id=${meta.nodeId}`,
    'version=1',
    '',
  ];
  writeDurably(files, directory, NAME, new TextEncoder().encode(lines.join('\n')));
}

/** What keeps this directory from being used by that node, as a sentence that names what to change; null when nothing. */
export function metaMismatch(
  directory: string,
  found: MetaProperties,
  clusterId: string | null,
  nodeId: number,
): string | null {
  if (clusterId !== null && found.clusterId !== clusterId) {
    return `${directory} belongs to cluster ${found.clusterId}, but this node to cluster ${clusterId}: change log.dirs`;
  }
  if (found.nodeId !== nodeId) {
    return `${directory} belongs to node.id ${found.nodeId}, but the configuration says node.id ${nodeId}: change node.id or log.dirs`;
  }
  return null;
}
