/**
 * The folder in which the nodes of a cluster on one machine keep their directories: of how many nodes it was made, and
 * which cluster that is. Looked at before the nodes start, because a number of voters that changes between two starts
 * is no quorum any more: they would wait for each other for ever.
 */
import { join } from 'node:path';
import { NodeFileSystem } from '../runtime/files/node-file-system.ts';
import { readMetaProperties } from '../storage/meta-properties.ts';

export interface ClusterFolder {
  /** Of how many nodes the cluster in it is; null when there is none yet. */
  readonly nodeCount: number | null;
  /** Null: not decided yet. Nodes that did not come to write theirs down at a first start are told. */
  readonly clusterId: string | null;
}

export function nodeDirectory(folder: string, nodeId: number): string {
  return join(folder, `node-${nodeId}`);
}

/** Makes the directories of a new cluster, all of them at once: so they tell how many there are, whatever happens next. */
export function openClusterFolder(folder: string, nodeCount: number): ClusterFolder {
  const files = new NodeFileSystem();
  const found = files.list(folder).filter((name) => /^node-\d+$/.test(name));
  for (const name of found) {
    const meta = readMetaProperties(files, join(folder, name));
    if (meta !== null && typeof meta !== 'string') return { nodeCount: found.length, clusterId: meta.clusterId };
  }
  for (let nodeId = 1; nodeId <= nodeCount; nodeId++) files.makeDirectory(nodeDirectory(folder, nodeId));
  return { nodeCount: null, clusterId: null };
}
