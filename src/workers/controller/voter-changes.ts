/**
 * AddRaftVoter and RemoveRaftVoter (KIP-853) as the controller answers them: raft carries the change out, one at a time;
 * here is what is checked before, and how the outcome is said to Kafka's tools. Controller thread.
 */
import { ZERO_UUID } from '../../core/bytes/uuid.ts';
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode, errorMessage } from '../../core/protocol/error-codes.ts';
import type { AddRaftVoterRequest } from '../../core/protocol/generated/add-raft-voter-request.ts';
import type { RemoveRaftVoterRequest } from '../../core/protocol/generated/remove-raft-voter-request.ts';
import type { MembershipOutcome, RaftStatus } from '../raft/raft-status.ts';

export type VoterChange =
  | { readonly apiKey: typeof ApiKey.AddRaftVoter; readonly request: AddRaftVoterRequest }
  | { readonly apiKey: typeof ApiKey.RemoveRaftVoter; readonly request: RemoveRaftVoterRequest };

export interface VoterChangeAnswer {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** The request to remove a voter names no time of its own. */
const REMOVAL_TIMEOUT_MS = 30_000;
const LONGEST_TIMEOUT_MS = 600_000;

export function isVoterChange(apiKey: number): apiKey is VoterChange['apiKey'] {
  return apiKey === ApiKey.AddRaftVoter || apiKey === ApiKey.RemoveRaftVoter;
}

/** `done` with null where this node does not lead (any more): another one has to be asked. */
export function changeVoters(
  election: Pick<RaftStatus, 'addVoter' | 'removeVoter'>,
  clusterId: string,
  { apiKey, request }: VoterChange,
  now: number,
  done: (answer: VoterChangeAnswer | null) => void,
): void {
  const { voterDirectoryId, voterId } = request;
  if (request.clusterId !== null && request.clusterId !== clusterId) {
    done(answer(ErrorCode.INCONSISTENT_CLUSTER_ID));
    return;
  }
  if (voterId < 0 || voterDirectoryId === ZERO_UUID) {
    done(answer(ErrorCode.INVALID_REQUEST, 'A voter is named by its id and by the id of its metadata directory.'));
    return;
  }
  const finish = (outcome: MembershipOutcome) => done(outcome === 'notLeader' ? null : answerTo(outcome, voterId));
  if (apiKey === ApiKey.RemoveRaftVoter) {
    election.removeVoter(voterId, voterDirectoryId, now + REMOVAL_TIMEOUT_MS, finish);
    return;
  }
  const listener = request.listeners[0];
  if (listener === undefined) {
    done(answer(ErrorCode.INVALID_REQUEST, 'The request names no listener of the new voter.'));
    return;
  }
  const { host, port } = listener;
  const deadline = now + Math.min(Math.max(request.timeoutMs, 0), LONGEST_TIMEOUT_MS);
  election.addVoter({ nodeId: voterId, directoryId: voterDirectoryId, host, port }, deadline, finish);
}

function answerTo(outcome: Exclude<MembershipOutcome, 'notLeader'>, voterId: number): VoterChangeAnswer {
  switch (outcome) {
    case 'done':
      return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, errorMessage: null };
    case 'pending':
      return answer(ErrorCode.REQUEST_TIMED_OUT, 'Another change of the voters is still under way.');
    case 'duplicateVoter':
      return answer(ErrorCode.DUPLICATE_VOTER, `Node ${voterId} is one of the voters already.`);
    case 'voterNotFound':
      return answer(ErrorCode.VOTER_NOT_FOUND, `Node ${voterId} is none of the voters.`);
    case 'wrongDirectory':
      return answer(ErrorCode.VOTER_NOT_FOUND, `Node ${voterId} has another metadata directory than the one named.`);
    case 'lastVoter':
      return answer(ErrorCode.INVALID_REQUEST, `Node ${voterId} is the last voter.`);
    case 'notCaughtUp':
      return answer(ErrorCode.REQUEST_TIMED_OUT, `Node ${voterId} did not catch up in time; nothing was changed.`);
    case 'timedOut':
      return answer(ErrorCode.REQUEST_TIMED_OUT, 'The change was begun, and is not known to be finished.');
  }
}

function answer(errorCode: number, message: string = errorMessage(errorCode)): VoterChangeAnswer {
  return { throttleTimeMs: 0, errorCode, errorMessage: message };
}
