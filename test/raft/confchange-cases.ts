/**
 * The confchange scripts: `simple`, `enter-joint` and `leave-joint` on a configuration that starts empty. Every
 * command counts as one log index, so `next` shows when a member's progress began.
 */

import { type Configuration, EMPTY_CONFIGURATION } from '../../src/core/raft/configuration.ts';
import { type ChangeResult, enterJoint, leaveJoint, simpleChange } from '../../src/core/raft/configuration-changer.ts';
import type { NodeId } from '../../src/core/raft/node-id.ts';
import type { Progress } from '../../src/core/raft/progress.ts';
import { reconcileProgress } from '../../src/core/raft/replication.ts';
import { type Case, valuesOf } from './datadriven.ts';
import { CHANGE_ERRORS, describeConfiguration, describeProgressMap, parseChanges } from './describe/configuration.ts';

const LIMITS = { maxInflightMessages: 10, maxInflightBytes: Number.POSITIVE_INFINITY };

export class ConfChangeScript {
  #configuration: Configuration = EMPTY_CONFIGURATION;
  #progress: ReadonlyMap<NodeId, Progress> = new Map();
  #lastIndex = 0;

  run(step: Case): string {
    const lastIndex = this.#lastIndex++;
    const result = this.#change(step);
    if (typeof result === 'string') return result;
    if ('error' in result) return `${CHANGE_ERRORS[result.error]}\n`;
    this.#configuration = result.configuration;
    this.#progress = reconcileProgress(this.#progress, result.configuration, result.fresh, lastIndex, LIMITS);
    return `${describeConfiguration(this.#configuration)}\n${describeProgressMap(this.#progress)}`;
  }

  #change({ command, args, input }: Case): ChangeResult | string {
    const changes = parseChanges(input);
    switch (command) {
      case 'simple':
        return simpleChange(this.#configuration, changes);
      case 'enter-joint':
        return enterJoint(this.#configuration, valuesOf(args, 'autoleave')[0] === 'true', changes);
      case 'leave-joint':
        return changes.length > 0 ? 'this command takes no input' : leaveJoint(this.#configuration);
      default:
        return 'unknown command';
    }
  }
}
