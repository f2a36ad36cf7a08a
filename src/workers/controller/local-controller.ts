/**
 * The controller itself, while raft says that this node leads: plans commands on the head, appends what they change, and
 * answers once everything that an answer rests on is committed. One object per term, owning those who wait for answers:
 * when the term is over they are handed back. Controller thread; only the agent calls it.
 */
import { EncodeError } from '../../core/bytes/encode-error.ts';
import type { Command, CommandResponse } from '../../core/metadata/commands.ts';
import { handleCommand } from '../../core/metadata/controller.ts';
import type { QuorumView } from '../../core/metadata/quorum-control.ts';
import type { MetadataRecord } from '../../core/metadata/records.ts';
import type { RequestId } from '../../core/metadata/request-results.ts';
import type { ControllerTerm } from '../../core/metadata-log/controller-term.ts';
import type { Replica } from '../../core/metadata-log/replica.ts';
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { BrokerHeartbeatResponse } from '../../core/protocol/generated/broker-heartbeat-response.ts';
import { ClusterUpkeep } from './cluster-upkeep.ts';
import { refuse, type Submission } from './command-forwarder.ts';
import type { CommittedImage } from './committed-image.ts';
import { type Head, type HeadOptions, resultRecord } from './head.ts';
import { encodePayload } from './log-format.ts';
import type { MetadataLog } from './metadata-log.ts';
import type { PeerChannel } from './peer-channel.ts';
import { MOST_FRAME_BYTES } from './peer-frames.ts';
import type { Election } from './quorum.ts';
import { quorumView } from './quorum-view.ts';
import { changeVoters, isVoterChange, type VoterChange } from './voter-changes.ts';

export interface LocalControllerOptions extends HeadOptions {
  /** Of this node's metadata log; the zero uuid for a node that is alone. */
  readonly directoryId?: string;
}

/** Of the node, beyond any term. */
export interface LocalControllerParts {
  readonly options: LocalControllerOptions;
  readonly head: Head;
  readonly log: MetadataLog;
  readonly replica: Replica;
  readonly committed: CommittedImage;
  readonly election: Election;
  readonly peers: PeerChannel;
  /** Runs what raft answers later: a mistake in it ends the node, and not the thread. */
  guarded(run: () => void): void;
  /** The term ended under it: whoever the controller is by now has to carry it out. */
  again(submission: Submission): void;
}

interface ParkedReply {
  readonly index: number;
  readonly submission: Submission;
  /** Null where the request as a whole is refused, with `errorCode`. */
  readonly response: CommandResponse | null;
  readonly errorCode?: number;
}

export class LocalController {
  readonly term: ControllerTerm;
  readonly #parts: LocalControllerParts;
  readonly #upkeep: ClusterUpkeep;
  #parked: ParkedReply[] = [];
  #isOver = false;

  constructor(term: ControllerTerm, parts: LocalControllerParts) {
    this.term = term;
    this.#parts = parts;
    const { election, head, log, options } = parts;
    this.#upkeep = new ClusterUpkeep({
      term,
      head,
      election,
      settings: options.settings,
      isWritable: () => !log.hasFailed,
      append: (records) => this.#append(null, records) !== null,
    });
  }

  /** Its head is there to plan on. */
  get isPlanning(): boolean {
    return this.term.state === 'active' || this.term.state === 'starting';
  }

  /** The term is over: what was not committed may never be. Answers who was not answered. */
  end(): Submission[] {
    this.#isOver = true;
    this.term.end();
    const unanswered = this.#parked.map(({ submission }) => submission);
    this.#parked = [];
    return unanswered;
  }

  /** While `isPlanning`: carries the command out, and answers it when it may. */
  handle(submission: Submission): void {
    const { head, log, peers } = this.#parts;
    const { requestId } = submission;
    if (log.hasFailed) {
      refuse(submission, ErrorCode.KAFKA_STORAGE_ERROR);
      return;
    }
    if (requestId !== null) {
      if (head.isOfOldIncarnation(requestId)) {
        // Its process ends when it hears that: the incarnation that took its place must be committed.
        const errorCode = ErrorCode.STALE_BROKER_EPOCH;
        this.#park({ index: head.image.index, submission, response: null, errorCode });
        return;
      }
      const earlier = head.earlierAnswer(requestId);
      if (earlier !== null) {
        this.#park({ ...earlier, submission });
        return;
      }
    }
    const command = { apiKey: submission.apiKey, request: submission.request } as Command;
    if (isVoterChange(submission.apiKey) && !peers.isAlone) {
      this.#changeVoters(submission, command as VoterChange);
      return;
    }
    const context = head.context();
    const isAboutQuorum = submission.apiKey === ApiKey.DescribeQuorum;
    const { records, response } = handleCommand(
      isAboutQuorum ? { ...context, quorum: this.#quorumView() } : context,
      command,
    );
    // Nothing changes, but what was read may not be committed yet: the answer waits for that.
    if (records.length === 0) this.#parkRead({ index: head.image.index, submission, response });
    else this.#commit(submission, records, response);
  }

  /** More is committed, or the term has become active: whoever waited for that is answered. */
  release(): void {
    const waiting = this.#parked;
    this.#parked = [];
    for (const reply of waiting) this.#park(reply);
  }

  tick(now: number): void {
    this.#upkeep.tick(now);
  }

  /** A broker's session has ended before its time. */
  fenceExpired(): void {
    this.#upkeep.fenceExpired();
  }

  #commit(submission: Submission, records: MetadataRecord[], response: CommandResponse): void {
    const { again, log } = this.#parts;
    const { apiKey, requestId } = submission;
    if (log.isOutOfReserve && apiKey !== ApiKey.DeleteTopics) {
      log.retryReserve();
      refuse(submission, ErrorCode.KAFKA_STORAGE_ERROR);
      return;
    }
    try {
      if (requestId !== null) records.push(resultRecord(requestId, apiKey, response));
      const payload = encodePayload(records);
      if (payload.length > MOST_FRAME_BYTES) {
        refuse(submission, ErrorCode.INVALID_REQUEST);
        return;
      }
      const index = this.#append(requestId, records, payload);
      if (index === null) again(submission);
      else this.#park({ index, submission, response });
    } catch (error) {
      if (!(error instanceof EncodeError)) throw error;
      refuse(submission, ErrorCode.INVALID_REQUEST);
    }
  }

  /** Null: the term is over. */
  #append(
    requestId: RequestId | null,
    records: readonly MetadataRecord[],
    payload = encodePayload(records),
  ): number | null {
    const entry = this.term.append(requestId, payload);
    if (entry === null) return null;
    this.#parts.head.appended({ epoch: entry.epoch, index: entry.index, records });
    return entry.index;
  }

  #park(reply: ParkedReply): void {
    if (reply.index <= this.#parts.committed.image.index && this.term.state === 'active') answer(reply);
    else this.#parked.push(reply);
  }

  /**
   * An answer that leaves no entry behind is not proven by its commit: a controller that was cut off would answer from the
   * past. Raft confirms that it still leads. What is said to a heartbeat has its own epochs; only who is told that it has
   * no place in the cluster would take that as final.
   */
  #parkRead(reply: ParkedReply): void {
    const { election, guarded } = this.#parts;
    const { response, submission } = reply;
    const isHeartbeat = submission.apiKey === ApiKey.BrokerHeartbeat;
    if (isHeartbeat && (response as BrokerHeartbeatResponse).errorCode === ErrorCode.NONE) {
      this.#park(reply);
      return;
    }
    election.confirmLeadership((isLeader) =>
      guarded(() => {
        if (isLeader && !this.#isOver) this.#park(reply);
        else refuse(reply.submission, ErrorCode.NOT_CONTROLLER);
      }),
    );
  }

  /** Raft carries it out, and it is in no entry of the metadata log: the answer waits for nothing else. */
  #changeVoters(submission: Submission, change: VoterChange): void {
    const { election, guarded, options } = this.#parts;
    changeVoters(election, options.clusterId, change, options.clock.monotonicMs(), (response) =>
      guarded(() => {
        if (response === null) refuse(submission, ErrorCode.NOT_CONTROLLER);
        else answer({ index: 0, submission, response });
      }),
    );
  }

  #quorumView(): QuorumView {
    const { head, options, peers, replica } = this.#parts;
    const { clock, directoryId, nodeId } = options;
    return quorumView({
      nodeId,
      term: this.term,
      commitIndex: replica.commitIndex,
      wallMs: clock.wallMs(),
      brokers: head.image.brokers.all().map(({ id }) => id),
      connected: peers.connected(),
      directoryOf: (id) => (id === nodeId ? directoryId : peers.directoryOf(id)),
    });
  }
}

function answer({ submission, response, index, errorCode = ErrorCode.NONE }: ParkedReply): void {
  const { from, correlation } = submission;
  from.post({ type: 'reply', correlation, errorCode, response, index });
}
