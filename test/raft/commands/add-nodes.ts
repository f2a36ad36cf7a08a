import { configurationOf } from '../../../src/core/raft/configuration.ts';
import type { RaftOptions } from '../../../src/core/raft/raft-options.ts';
import { NO_SNAPSHOT, type Snapshot } from '../../../src/core/raft/snapshot.ts';
import { type Argument, valuesOf } from '../datadriven.ts';
import { parseId } from '../describe/ids.ts';
import { ScriptError } from '../environment.ts';
import type { Command } from './command.ts';

/**
 * add-nodes <number> [voters=(..)] [learners=(..)] [index=..] [content=..] [option=..]...
 * Nodes are numbered on from the last. With any of the first four they start from a snapshot of term 1.
 */
export const addNodes: Command = (environment, { args }) => {
  const count = Number(args[0]!.key);
  const first = firstSnapshot(args);
  if (first !== NO_SNAPSHOT && first.index <= 1) {
    throw new ScriptError('index must be specified as > 1 due to bootstrap');
  }
  for (let n = 0; n < count; n++) {
    environment.addNode(optionsOf(args, environment.nodes.length + 1), first);
  }
};

function firstSnapshot(args: readonly Argument[]): Snapshot {
  const voters = valuesOf(args, 'voters').map(parseId);
  const learners = valuesOf(args, 'learners').map(parseId);
  const index = Number(valuesOf(args, 'index')[0] ?? 0);
  const content = valuesOf(args, 'content')[0] ?? '';
  if (voters.length + learners.length + index + content.length === 0) return NO_SNAPSHOT;
  const data = new TextEncoder().encode(content);
  return { index, term: 1, configuration: configurationOf(voters, learners), data };
}

function optionsOf(args: readonly Argument[], id: number): RaftOptions {
  const flag = (key: string) => valuesOf(args, key)[0] === 'true';
  const limit = (key: string) => Number(valuesOf(args, key)[0] ?? Number.POSITIVE_INFINITY);
  const reads = valuesOf(args, 'read-only')[0] ?? 'safe';
  if (reads !== 'safe' && reads !== 'lease-based') throw new ScriptError(`invalid read-only option "${reads}"`);
  return {
    id,
    electionTicks: 3,
    heartbeatTicks: 1,
    drawElectionTimeout: (ticks) => 2 * ticks - 1,
    applied: Number(valuesOf(args, 'index')[0] ?? 0),
    preVote: flag('prevote'),
    checkQuorum: flag('checkquorum'),
    asyncStorageWrites: flag('async-storage-writes'),
    disableProposalForwarding: false,
    disableConfigurationChangeValidation: flag('disable-conf-change-validation'),
    leadOnlyWithOwnVote: false,
    learnCommitFromVotes: false,
    keepLeaderAVoter: false,
    stepDownOnRemoval: flag('step-down-on-removal'),
    reads: reads === 'safe' ? 'quorum' : 'lease',
    maxBytesPerAppend: Number.POSITIVE_INFINITY,
    maxApplyingBytes: limit('max-committed-size-per-ready'),
    maxUncommittedBytes: Number.POSITIVE_INFINITY,
    maxInflightMessages: limit('inflight'),
    maxInflightBytes: Number.POSITIVE_INFINITY,
  };
}
