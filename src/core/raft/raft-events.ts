/**
 * What happens inside a node that an operator may want to read about: facts, not sentences. The shell turns them into
 * log lines, metrics or nothing. Objects in an event (a progress, a configuration) are live: read them at once.
 */

import type { Configuration } from './configuration.ts';
import type { ConfigurationChange } from './configuration-change.ts';
import type { EntryId } from './entry.ts';
import type { MessageType, RequestVote, VoteResponse } from './messages.ts';
import type { NodeId } from './node-id.ts';
import type { Progress } from './progress.ts';
import type { ChangeRefusal, RoleName } from './role.ts';
import type { Snapshot } from './snapshot.ts';

/** The marks of a log at the moment of the event. */
export interface LogMarks {
  readonly committed: number;
  readonly applied: number;
  readonly applying: number;
  readonly unstableOffset: number;
  readonly unstableOffsetInProgress: number;
  readonly unstableLength: number;
}

export type VoteRequestType = RequestVote['type'];
export type VoteResponseType = VoteResponse['type'];

/** Our own state when a vote was asked for. */
export interface VoterState {
  readonly last: EntryId;
  readonly vote: NodeId;
  readonly term: number;
}

export type RaftEvent =
  // Roles and elections
  | { type: 'started'; voters: readonly NodeId[]; term: number; commit: number; applied: number; last: EntryId }
  | { type: 'becameFollower'; term: number }
  | { type: 'becamePreCandidate'; term: number }
  | { type: 'becameCandidate'; term: number }
  | { type: 'becameLeader'; term: number }
  | { type: 'electionStarted'; term: number }
  | { type: 'campaignWhileLeading' }
  | { type: 'campaignUnpromotable' }
  | { type: 'campaignHeld' }
  | { type: 'campaignWithPendingChanges'; term: number }
  | { type: 'voteRequested'; request: VoteRequestType; to: NodeId; last: EntryId; term: number }
  | { type: 'voteReceived'; response: VoteResponseType; from: NodeId; granted: boolean; term: number }
  | { type: 'votesCounted'; response: VoteResponseType; granted: number; rejected: number }
  | { type: 'voteCast'; message: RequestVote; own: VoterState }
  | { type: 'voteRejected'; message: RequestVote; own: VoterState }
  | { type: 'voteIgnoredInLease'; message: RequestVote; own: VoterState; remainingTicks: number }
  | { type: 'quorumLost' }
  | { type: 'leaderForgotten'; leader: NodeId; term: number }
  | { type: 'forgetLeaderRefused' }
  // Terms
  | { type: 'higherTerm'; message: MessageType; from: NodeId; messageTerm: number; term: number }
  | { type: 'lowerTermIgnored'; message: MessageType; from: NodeId; messageTerm: number; term: number }
  | { type: 'lowerTermAppendIgnored'; message: MessageType; messageTerm: number; term: number }
  // Log
  | { type: 'logConflict'; index: number; existingTerm: number; term: number }
  | { type: 'logReplaced'; from: number }
  | { type: 'logTruncated'; from: number }
  | { type: 'stableEntryIgnored'; id: EntryId; reason: 'missing' | 'inSnapshot' | 'overwritten'; unstableTerm: number }
  | { type: 'appendRejected'; previous: EntryId; ownTerm: number; from: NodeId }
  // Replication
  | { type: 'appendRefused'; from: NodeId; index: number; hint: EntryId }
  | { type: 'progressDecreased'; of: NodeId; progress: Progress }
  | { type: 'peerUnknown'; from: NodeId }
  | { type: 'peerUnreachable'; peer: NodeId; progress: Progress }
  // Snapshots
  | { type: 'snapshotSent'; to: NodeId; firstIndex: number; commit: number; snapshot: Snapshot; progress: Progress }
  | { type: 'replicationPaused'; to: NodeId; progress: Progress }
  | { type: 'snapshotNotSentInactive'; to: NodeId }
  | { type: 'snapshotUnavailable'; to: NodeId }
  | { type: 'snapshotCaughtUp'; from: NodeId; progress: Progress }
  | { type: 'snapshotReported'; peer: NodeId; succeeded: boolean; progress: Progress }
  | { type: 'snapshotRestoreStarted'; marks: LogMarks; snapshot: EntryId }
  | { type: 'snapshotRestored'; commit: number; last: EntryId; snapshot: EntryId }
  | { type: 'snapshotFastForwarded'; commit: number; last: EntryId; snapshot: EntryId }
  | { type: 'snapshotHandled'; taken: boolean; commit: number; snapshot: EntryId }
  // Proposals
  | { type: 'proposalTooLarge' }
  | { type: 'proposalDuringTransfer'; transferee: NodeId; term: number }
  | { type: 'proposalWithoutLeader'; term: number }
  | { type: 'proposalNotForwarded'; leader: NodeId; term: number }
  // Membership
  | { type: 'configurationSwitched'; configuration: Configuration }
  | {
      type: 'changeRefused';
      change: ConfigurationChange | null;
      reason: ChangeRefusal;
      configuration: Configuration;
      pendingIndex: number;
      applied: number;
    }
  | { type: 'autoLeaveProposed'; configuration: Configuration }
  | { type: 'autoLeaveNotProposed'; configuration: Configuration }
  // Leadership transfer
  | { type: 'transferStarted'; to: NodeId; term: number }
  | { type: 'transferRepeated'; to: NodeId; term: number }
  | { type: 'transferAborted'; to: NodeId; term: number }
  | { type: 'transferToLearner' }
  | { type: 'transferToSelf' }
  | { type: 'transferWithoutLeader'; term: number }
  | { type: 'timeoutNowSent'; to: NodeId; immediately: boolean }
  | { type: 'timeoutNowReceived'; from: NodeId; term: number }
  | { type: 'timeoutNowIgnored'; from: NodeId; term: number; role: RoleName }
  // Reads
  | { type: 'readWithoutLeader'; term: number };

export type RaftEvents = (event: RaftEvent) => void;

export const IGNORE_EVENTS: RaftEvents = () => {};
