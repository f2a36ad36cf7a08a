/** Node ids as the scripts write them: hexadecimal, and 0 for nobody. */

import { APPEND_THREAD, APPLY_THREAD, NO_NODE, type NodeId } from '../../../src/core/raft/node-id.ts';

export function parseId(text: string): NodeId {
  return text === '0' ? NO_NODE : Number(text);
}

export function describeId(id: NodeId): string {
  return id === NO_NODE ? '0' : id.toString(16);
}

export function describeTarget(id: NodeId): string {
  if (id === NO_NODE) return 'None';
  if (id === APPEND_THREAD) return 'AppendThread';
  if (id === APPLY_THREAD) return 'ApplyThread';
  return id.toString(16);
}
