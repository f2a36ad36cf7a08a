/**
 * The scripts know two encodings of configuration changes; ours is one. The older kind, a single change without a
 * transition, is marked in the change's context so that it can be printed as such.
 */

import type { ConfigurationChange, MemberChange } from '../../src/core/raft/configuration-change.ts';

const MARK = 'v1';

export function versionOneChange(change: MemberChange): ConfigurationChange {
  return { transition: 'auto', changes: [change], context: new TextEncoder().encode(MARK) };
}

export function isVersionOne(change: ConfigurationChange): boolean {
  return new TextDecoder().decode(change.context) === MARK;
}
