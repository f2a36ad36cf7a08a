/** What a leader lets into its log: the quota on what is uncommitted, and one membership change at a time. */

import { isJoint } from './configuration.ts';
import { type ConfigurationChange, decodeConfigurationChange } from './configuration-change.ts';
import { applyChange } from './configuration-changer.ts';
import { type Entry, NO_BYTES, payloadSize } from './entry.ts';
import type { RaftCore } from './raft-core.ts';
import type { ChangeRefusal } from './role.ts';

export class Proposals {
  readonly #core: RaftCore;
  /** The newest entry that may be an unapplied configuration change; no other is let in before it is applied. */
  #pendingChangeIndex: number;
  #uncommittedBytes = 0;

  constructor(core: RaftCore) {
    this.#core = core;
    // Somewhere in what earlier leaders left there may be one.
    this.#pendingChangeIndex = core.log.lastIndex();
  }

  get pendingChangeIndex(): number {
    return this.#pendingChangeIndex;
  }

  /** Appends, giving term and index; false if the quota is used up. Its own answer follows when this is durable. */
  append(proposed: readonly Entry[]): boolean {
    const core = this.#core;
    const { log, id, term } = core;
    const first = log.lastIndex() + 1;
    const bytes = payloadSize(proposed);
    // Whatever its size, the first proposal gets in, or a large one never would; and empty ones always do.
    if (this.#uncommittedBytes > 0 && bytes > 0 && this.#uncommittedBytes + bytes > core.options.maxUncommittedBytes) {
      core.emit({ type: 'proposalTooLarge' });
      return false;
    }
    this.#uncommittedBytes += bytes;
    log.append(proposed.map(({ kind, data }, at) => ({ term, index: first + at, kind, data })));
    core.sendAfterAppend({
      type: 'AppendEntriesResponse',
      from: id,
      to: id,
      term,
      index: log.lastIndex(),
      rejection: null,
    });
    return true;
  }

  /** Puts an empty entry in the place of each configuration change that may not be made now. */
  screen(proposed: readonly Entry[]): readonly Entry[] {
    if (!proposed.some((entry) => entry.kind === 'configuration')) return proposed;
    const { log } = this.#core;
    return proposed.map((entry, at) => {
      if (entry.kind === 'normal') return entry;
      if (this.#isRefused(entry)) return { ...entry, kind: 'normal', data: NO_BYTES };
      this.#pendingChangeIndex = log.lastIndex() + at + 1;
      return entry;
    });
  }

  release(bytes: number): void {
    this.#uncommittedBytes = Math.max(this.#uncommittedBytes - bytes, 0);
  }

  #isRefused(entry: Entry): boolean {
    const core = this.#core;
    const change = decodeConfigurationChange(entry.data);
    const reason = change === null ? 'malformed' : this.#refusal(change);
    if (reason === null) return false;
    core.emit({
      type: 'changeRefused',
      change,
      reason,
      configuration: core.configuration,
      pendingIndex: this.#pendingChangeIndex,
      applied: core.log.applied,
    });
    return true;
  }

  #refusal(change: ConfigurationChange): ChangeRefusal | null {
    const { configuration, id, log, options } = this.#core;
    if (options.disableConfigurationChangeValidation) return null;
    if (this.#pendingChangeIndex > log.applied) return 'changePending';
    const wantsToLeave = change.changes.length === 0;
    if (isJoint(configuration) && !wantsToLeave) return 'mustLeaveJointFirst';
    if (!isJoint(configuration) && wantsToLeave) return 'notJoint';
    const result = applyChange(configuration, change);
    if ('error' in result) return 'impossible';
    // The incoming voters are those that are left in the end, whether the change enters or leaves a joint configuration.
    return options.keepLeaderAVoter && !result.configuration.voters.includes(id) ? 'endsLeader' : null;
  }
}
