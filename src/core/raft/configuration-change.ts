/**
 * A membership change as it is proposed and stored: what to do with whom, and how to get from the old configuration
 * to the new one. Also its bytes inside a configuration entry.
 *
 *   transition u8 | count u16 | count x ( kind u8, node id i32 ) | context: the rest
 *
 * The change that leaves a joint configuration is the empty one, and its encoding is no bytes at all: it costs no
 * quota, so a leader with a full log of uncommitted proposals can still finish what it began.
 */

import { assert } from '../base/assert.ts';
import { NO_BYTES } from './entry.ts';
import type { NodeId } from './node-id.ts';

export type MemberChangeKind = 'addVoter' | 'addLearner' | 'remove' | 'update';

export interface MemberChange {
  readonly kind: MemberChangeKind;
  readonly id: NodeId;
}

/** Auto: one change is applied simply, several through a joint configuration that is left without being asked. */
export type Transition = 'auto' | 'jointImplicit' | 'jointExplicit';

export interface ConfigurationChange {
  readonly transition: Transition;
  readonly changes: readonly MemberChange[];
  /** The proposer's own bytes, carried along untouched. */
  readonly context: Uint8Array;
}

export const LEAVE_JOINT: ConfigurationChange = { transition: 'auto', changes: [], context: NO_BYTES };

/** How a change takes effect. */
export type ChangeStyle = 'simple' | 'enterJoint' | 'leaveJoint';

export function changeStyle(change: ConfigurationChange): ChangeStyle {
  if (change.transition === 'auto' && change.changes.length === 0) return 'leaveJoint';
  return change.transition !== 'auto' || change.changes.length > 1 ? 'enterJoint' : 'simple';
}

/** Whether the joint configuration this change enters is left by the leader's own proposal. */
export function leavesByItself(change: ConfigurationChange): boolean {
  return change.transition !== 'jointExplicit';
}

const TRANSITIONS: readonly Transition[] = ['auto', 'jointImplicit', 'jointExplicit'];
const KINDS: readonly MemberChangeKind[] = ['addVoter', 'addLearner', 'remove', 'update'];
const HEADER_BYTES = 3;
const CHANGE_BYTES = 5;
/** What the count can hold; far more than any cluster has brokers. */
const MAX_CHANGES = 0xffff;

export function encodeConfigurationChange(change: ConfigurationChange): Uint8Array {
  if (changeStyle(change) === 'leaveJoint' && change.context.length === 0) return NO_BYTES;
  const { changes, context } = change;
  assert(changes.length <= MAX_CHANGES, 'too many membership changes at once');
  const bytes = new Uint8Array(HEADER_BYTES + changes.length * CHANGE_BYTES + context.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, TRANSITIONS.indexOf(change.transition));
  view.setUint16(1, changes.length);
  let position = HEADER_BYTES;
  for (const { kind, id } of changes) {
    view.setUint8(position, KINDS.indexOf(kind));
    view.setInt32(position + 1, id);
    position += CHANGE_BYTES;
  }
  bytes.set(context, position);
  return bytes;
}

/** Null for bytes that are no configuration change. */
export function decodeConfigurationChange(bytes: Uint8Array): ConfigurationChange | null {
  if (bytes.length === 0) return LEAVE_JOINT;
  if (bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const transition = TRANSITIONS[view.getUint8(0)];
  const count = view.getUint16(1);
  if (transition === undefined || bytes.length < HEADER_BYTES + count * CHANGE_BYTES) return null;
  const changes: MemberChange[] = [];
  let position = HEADER_BYTES;
  for (let n = 0; n < count; n++) {
    const kind = KINDS[view.getUint8(position)];
    if (kind === undefined) return null;
    changes.push({ kind, id: view.getInt32(position + 1) });
    position += CHANGE_BYTES;
  }
  return { transition, changes, context: bytes.slice(position) };
}
