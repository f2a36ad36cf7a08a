/** The core's events as the log lines that the scripts expect. */

import type { RaftEvent } from '../../../src/core/raft/raft-events.ts';
import type { Level } from '../output.ts';
import { describeChange, describeConfiguration, describeProgress } from './configuration.ts';
import { describeId as hex } from './ids.ts';
import { MESSAGE_NAMES } from './message.ts';

export interface LogLine {
  readonly level: Level;
  readonly text: string;
}

/** Null for events the scripts know nothing of. */
export function describeEvent(node: number, event: RaftEvent): LogLine | null {
  const id = hex(node);
  const debug = (text: string): LogLine => ({ level: 'DEBUG', text });
  const info = (text: string): LogLine => ({ level: 'INFO', text });
  const warn = (text: string): LogLine => ({ level: 'WARN', text });
  switch (event.type) {
    case 'started': {
      const { voters, term, commit, applied, last } = event;
      return info(
        `newRaft ${id} [peers: [${voters.map(hex).join(',')}], term: ${term}, commit: ${commit}, applied: ${applied}, lastindex: ${last.index}, lastterm: ${last.term}]`,
      );
    }
    case 'becameFollower':
      return info(`${id} became follower at term ${event.term}`);
    case 'becamePreCandidate':
      return info(`${id} became pre-candidate at term ${event.term}`);
    case 'becameCandidate':
      return info(`${id} became candidate at term ${event.term}`);
    case 'becameLeader':
      return info(`${id} became leader at term ${event.term}`);
    case 'electionStarted':
      return info(`${id} is starting a new election at term ${event.term}`);
    case 'campaignWhileLeading':
      return debug(`${id} ignoring MsgHup because already leader`);
    case 'campaignUnpromotable':
      return warn(`${id} is unpromotable and can not campaign`);
    case 'campaignHeld':
      return null;
    case 'campaignWithPendingChanges':
      return warn(
        `${id} cannot campaign at term ${event.term} since there are still pending configuration changes to apply`,
      );
    case 'voteRequested': {
      const { last, request, to, term } = event;
      return info(
        `${id} [logterm: ${last.term}, index: ${last.index}] sent ${MESSAGE_NAMES[request]} request to ${hex(to)} at term ${term}`,
      );
    }
    case 'voteReceived': {
      const answer = event.granted ? '' : ' rejection';
      return info(
        `${id} received ${MESSAGE_NAMES[event.response]}${answer} from ${hex(event.from)} at term ${event.term}`,
      );
    }
    case 'votesCounted':
      return info(
        `${id} has received ${event.granted} ${MESSAGE_NAMES[event.response]} votes and ${event.rejected} vote rejections`,
      );
    case 'voteCast':
    case 'voteRejected':
    case 'voteIgnoredInLease': {
      const { message, own } = event;
      const self = `${id} [logterm: ${own.last.term}, index: ${own.last.index}, vote: ${hex(own.vote)}]`;
      const name = MESSAGE_NAMES[message.type];
      const candidate = `${hex(message.from)} [logterm: ${message.last.term}, index: ${message.last.index}] at term ${own.term}`;
      if (event.type === 'voteCast') return info(`${self} cast ${name} for ${candidate}`);
      if (event.type === 'voteRejected') return info(`${self} rejected ${name} from ${candidate}`);
      return info(
        `${self} ignored ${name} from ${candidate}: lease is not expired (remaining ticks: ${event.remainingTicks})`,
      );
    }
    case 'quorumLost':
      return warn(`${id} stepped down to follower since quorum is not active`);
    case 'leaderForgotten':
      return info(`${id} forgetting leader ${hex(event.leader)} at term ${event.term}`);
    case 'forgetLeaderRefused':
      return { level: 'ERROR', text: 'ignoring MsgForgetLeader due to ReadOnlyLeaseBased' };
    case 'higherTerm': {
      const { message, from, messageTerm, term } = event;
      return info(
        `${id} [term: ${term}] received a ${MESSAGE_NAMES[message]} message with higher term from ${hex(from)} [term: ${messageTerm}]`,
      );
    }
    case 'lowerTermIgnored': {
      const { message, from, messageTerm, term } = event;
      return info(
        `${id} [term: ${term}] ignored a ${MESSAGE_NAMES[message]} message with lower term from ${hex(from)} [term: ${messageTerm}]`,
      );
    }
    case 'lowerTermAppendIgnored':
      return info(
        `${id} [term: ${event.term}] ignored entry appends from a ${MESSAGE_NAMES[event.message]} message with lower term [term: ${event.messageTerm}]`,
      );
    case 'logConflict':
      return info(
        `found conflict at index ${event.index} [existing term: ${event.existingTerm}, conflicting term: ${event.term}]`,
      );
    case 'logReplaced':
      return info(`replace the unstable entries from index ${event.from}`);
    case 'logTruncated':
      return info(`truncate the unstable entries before index ${event.from}`);
    case 'stableEntryIgnored': {
      const { index, term } = event.id;
      if (event.reason === 'missing') return info(`entry at index ${index} missing from unstable log; ignoring`);
      if (event.reason === 'inSnapshot') return info(`entry at index ${index} matched unstable snapshot; ignoring`);
      return info(
        `entry at (index,term)=(${index},${term}) mismatched with entry at (${index},${event.unstableTerm}) in unstable log; ignoring`,
      );
    }
    case 'appendRejected': {
      const { previous, ownTerm, from } = event;
      return debug(
        `${id} [logterm: ${ownTerm}, index: ${previous.index}] rejected MsgApp [logterm: ${previous.term}, index: ${previous.index}] from ${hex(from)}`,
      );
    }
    case 'appendRefused':
      return debug(
        `${id} received MsgAppResp(rejected, hint: (index ${event.hint.index}, term ${event.hint.term})) from ${hex(event.from)} for index ${event.index}`,
      );
    case 'progressDecreased':
      return debug(`${id} decreased progress of ${hex(event.of)} to [${describeProgress(event.progress)}]`);
    case 'peerUnknown':
      return debug(`${id} no progress available for ${hex(event.from)}`);
    case 'peerUnreachable':
      return debug(
        `${id} failed to send message to ${hex(event.peer)} because it is unreachable [${describeProgress(event.progress)}]`,
      );
    case 'snapshotSent': {
      const { firstIndex, commit, snapshot, to, progress } = event;
      return debug(
        `${id} [firstindex: ${firstIndex}, commit: ${commit}] sent snapshot[index: ${snapshot.index}, term: ${snapshot.term}] to ${hex(to)} [${describeProgress(progress)}]`,
      );
    }
    case 'replicationPaused':
      return debug(
        `${id} paused sending replication messages to ${hex(event.to)} [${describeProgress(event.progress)}]`,
      );
    case 'snapshotNotSentInactive':
      return debug(`ignore sending snapshot to ${hex(event.to)} since it is not recently active`);
    case 'snapshotUnavailable':
      return debug(`${id} failed to send snapshot to ${hex(event.to)} because snapshot is temporarily unavailable`);
    case 'snapshotCaughtUp':
      return debug(
        `${id} recovered from needing snapshot, resumed sending replication messages to ${hex(event.from)} [${describeProgress(event.progress)}]`,
      );
    case 'snapshotReported': {
      const outcome = event.succeeded ? 'succeeded' : 'failed';
      return debug(
        `${id} snapshot ${outcome}, resumed sending replication messages to ${hex(event.peer)} [${describeProgress(event.progress)}]`,
      );
    }
    case 'snapshotRestoreStarted': {
      const { marks, snapshot } = event;
      const log = `committed=${marks.committed}, applied=${marks.applied}, applying=${marks.applying}, unstable.offset=${marks.unstableOffset}, unstable.offsetInProgress=${marks.unstableOffsetInProgress}, len(unstable.Entries)=${marks.unstableLength}`;
      return info(`log [${log}] starts to restore snapshot [index: ${snapshot.index}, term: ${snapshot.term}]`);
    }
    case 'snapshotRestored':
    case 'snapshotFastForwarded': {
      const { commit, last, snapshot } = event;
      const done = event.type === 'snapshotRestored' ? 'restored' : 'fast-forwarded commit to';
      return info(
        `${id} [commit: ${commit}, lastindex: ${last.index}, lastterm: ${last.term}] ${done} snapshot [index: ${snapshot.index}, term: ${snapshot.term}]`,
      );
    }
    case 'snapshotHandled': {
      const { taken, commit, snapshot } = event;
      return info(
        `${id} [commit: ${commit}] ${taken ? 'restored' : 'ignored'} snapshot [index: ${snapshot.index}, term: ${snapshot.term}]`,
      );
    }
    case 'proposalTooLarge':
      return warn(`${id} appending new entries to log would exceed uncommitted entry size limit; dropping proposal`);
    case 'proposalDuringTransfer':
      return debug(
        `${id} [term ${event.term}] transfer leadership to ${hex(event.transferee)} is in progress; dropping proposal`,
      );
    case 'proposalWithoutLeader':
      return info(`${id} no leader at term ${event.term}; dropping proposal`);
    case 'proposalNotForwarded':
      return info(`${id} not forwarding to leader ${hex(event.leader)} at term ${event.term}; dropping proposal`);
    case 'configurationSwitched':
      return info(`${id} switched to configuration ${describeConfiguration(event.configuration)}`);
    case 'changeRefused': {
      const { change, configuration } = event;
      const what = change === null ? '<malformed>' : describeChange(change);
      return info(
        `${id} ignoring conf change ${what} at config ${describeConfiguration(configuration)}: ${refusal(event)}`,
      );
    }
    case 'autoLeaveProposed':
      return info(
        `initiating automatic transition out of joint configuration ${describeConfiguration(event.configuration)}`,
      );
    case 'autoLeaveNotProposed':
      return debug(
        `not initiating automatic transition out of joint configuration ${describeConfiguration(event.configuration)}: raft proposal dropped`,
      );
    case 'transferStarted':
      return info(`${id} [term ${event.term}] starts to transfer leadership to ${hex(event.to)}`);
    case 'transferRepeated':
      return info(
        `${id} [term ${event.term}] transfer leadership to ${hex(event.to)} is in progress, ignores request to same node ${hex(event.to)}`,
      );
    case 'transferAborted':
      return info(`${id} [term ${event.term}] abort previous transferring leadership to ${hex(event.to)}`);
    case 'transferToLearner':
      return debug(`${id} is learner. Ignored transferring leadership`);
    case 'transferToSelf':
      return debug(`${id} is already leader. Ignored transferring leadership to self`);
    case 'transferWithoutLeader':
      return info(`${id} no leader at term ${event.term}; dropping leader transfer msg`);
    case 'timeoutNowSent': {
      const to = hex(event.to);
      if (!event.immediately) return info(`${id} sent MsgTimeoutNow to ${to} after received MsgAppResp`);
      return info(`${id} sends MsgTimeoutNow to ${to} immediately as ${to} already has up-to-date log`);
    }
    case 'timeoutNowReceived':
      return info(
        `${id} [term ${event.term}] received MsgTimeoutNow from ${hex(event.from)} and starts an election to get leadership.`,
      );
    case 'timeoutNowIgnored':
      return debug(`${id} [term ${event.term} state State${event.role}] ignored MsgTimeoutNow from ${hex(event.from)}`);
    case 'readWithoutLeader':
      return info(`${id} no leader at term ${event.term}; dropping index reading msg`);
  }
}

function refusal(event: Extract<RaftEvent, { type: 'changeRefused' }>): string {
  switch (event.reason) {
    case 'changePending':
      return `possible unapplied conf change at index ${event.pendingIndex} (applied to ${event.applied})`;
    case 'mustLeaveJointFirst':
      return 'must transition out of joint config first';
    case 'notJoint':
      return 'not in joint state; refusing empty conf change';
    default:
      return event.reason;
  }
}
