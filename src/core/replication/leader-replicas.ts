/**
 * The leader's view of the replicas of one partition in one leader epoch: how far each is, which of them hold back the
 * high watermark, and when to ask the controller for another in-sync set. Pure; the thread that owns the partition.
 *
 * The maximal in-sync set is the committed one and *every* set proposed at its partition epoch: a proposal whose fate
 * is not known may have been accepted, and a new leader may then come from it. Only metadata with a higher partition
 * epoch settles that, never an answer: a second copy of the question may be under way to another controller. If a
 * proposal were forgotten earlier, records could be acknowledged that the next leader lacks.
 */
import { FollowerProgress } from './follower-progress.ts';

/** What committed metadata says of the partition. */
export interface CommittedReplicas {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly partitionEpoch: number;
}

export interface IsrMember {
  readonly brokerId: number;
  /**
   * −1 where this leader has not met the member in its epoch: the controller then does not check it (KIP-903). The leader's
   * own is −1 too: whoever sends the proposal knows it.
   */
  readonly brokerEpoch: number;
}

export interface IsrProposal {
  readonly leaderEpoch: number;
  readonly partitionEpoch: number;
  readonly isr: readonly IsrMember[];
}

export interface LeaderReplicasOptions {
  readonly brokerId: number;
  readonly leaderEpoch: number;
  /** The log's end when this leader took over: up to there others may have acknowledged what it does not know of. */
  readonly epochStartOffset: number;
  readonly minInsyncReplicas: number;
  readonly nowMs: number;
}

/** Whether a follower of this incarnation may join: registered under this epoch, unfenced, not on its way out. */
export type Eligibility = (brokerId: number, brokerEpoch: number) => boolean;

/** After an answer that changes nothing, the next question waits. */
const RETRY_MS = 500;

export class LeaderReplicas {
  readonly leaderEpoch: number;
  readonly epochStartOffset: number;
  readonly #brokerId: number;
  readonly #followers = new Map<number, FollowerProgress>();
  #committed: CommittedReplicas;
  #minInsyncReplicas: number;
  #logEnd: number;
  /** Proposals at the committed partition epoch that may have been, or may yet be, accepted. */
  #open: IsrProposal[] = [];
  #inFlight: IsrProposal | null = null;
  #retryAtMs = Number.NEGATIVE_INFINITY;
  /** The maximal in-sync set without this leader. */
  #maximal: FollowerProgress[] = [];
  #floor = Number.POSITIVE_INFINITY;

  constructor(options: LeaderReplicasOptions, committed: CommittedReplicas) {
    this.#brokerId = options.brokerId;
    this.leaderEpoch = options.leaderEpoch;
    this.epochStartOffset = options.epochStartOffset;
    this.#logEnd = options.epochStartOffset;
    this.#minInsyncReplicas = options.minInsyncReplicas;
    this.#committed = committed;
    this.#follow(committed, options.nowMs);
    this.#gatherMaximal();
  }

  /** Least durable end among the other members of the maximal in-sync set; +∞ without any. */
  get floor(): number {
    return this.#floor;
  }

  /** Whether the *committed* set is large enough for the high watermark to move, and for acks=all. */
  get isEnough(): boolean {
    return this.#committed.isr.length >= this.requiredReplicas;
  }

  /** min.insync.replicas, limited to the number of replicas there are. */
  get requiredReplicas(): number {
    return Math.min(this.#minInsyncReplicas, this.#committed.replicas.length);
  }

  get followers(): ReadonlyMap<number, FollowerProgress> {
    return this.#followers;
  }

  /** A proposal is under way. */
  get isAsking(): boolean {
    return this.#inFlight !== null;
  }

  /** The maximal in-sync set without this leader. */
  get maximalFollowers(): readonly FollowerProgress[] {
    return this.#maximal;
  }

  /** Committed metadata of this leader epoch. Older than what is known: nothing happens. */
  update(committed: CommittedReplicas, nowMs: number): void {
    if (committed.partitionEpoch < this.#committed.partitionEpoch) return;
    if (committed.partitionEpoch > this.#committed.partitionEpoch) {
      this.#open = [];
      this.#inFlight = null;
      this.#retryAtMs = Number.NEGATIVE_INFINITY;
    }
    this.#committed = committed;
    this.#follow(committed, nowMs);
    this.#gatherMaximal();
  }

  set minInsyncReplicas(value: number) {
    this.#minInsyncReplicas = value;
  }

  onAppended(logEnd: number): void {
    this.#logEnd = logEnd;
  }

  /** `brokerId` was told to go on from `durableEnd`: up to there its log is this one. */
  onSubscribed(brokerId: number, brokerEpoch: number, streamId: number, durableEnd: number, nowMs: number): void {
    const follower = this.#followers.get(brokerId);
    if (follower === undefined) return;
    follower.onSubscribed(streamId, brokerEpoch, durableEnd, this.#logEnd, nowMs);
    this.#findFloor();
  }

  /** Returns false for an acknowledgement that does not count: of another stream, or beyond this log. */
  onDurable(brokerId: number, streamId: number, durableEnd: number, nowMs: number): boolean {
    const follower = this.#followers.get(brokerId);
    if (follower === undefined || follower.streamId !== streamId || streamId === -1) return false;
    if (durableEnd > this.#logEnd || durableEnd < follower.durableEnd) return false;
    follower.onDurable(durableEnd, this.#logEnd, nowMs);
    this.#findFloor();
    return true;
  }

  /** What the follower has stays what it has; it takes part in no new proposal until it is back. */
  onStreamEnded(brokerId: number, streamId: number): void {
    const follower = this.#followers.get(brokerId);
    if (follower?.streamId === streamId) follower.onStreamEnded();
  }

  /**
   * The in-sync set to ask the controller for, or null when nothing is to be asked now. The caller sends it and says when it
   * was answered; from now on its members hold back the high watermark.
   *
   * Where the committed set is right but earlier proposals are open, it is the committed set itself: accepting that raises
   * the partition epoch, after which none of the open ones can be accepted any more.
   * @param maxLagMs replica.lag.time.max.ms
   */
  propose(highWatermark: number, nowMs: number, maxLagMs: number, isEligible: Eligibility): IsrProposal | null {
    if (this.#inFlight !== null || nowMs < this.#retryAtMs) return null;
    const { isr, partitionEpoch } = this.#committed;
    const stays = isr.filter((id) => id === this.#brokerId || this.#isCaughtUp(id, nowMs, maxLagMs));
    const joins = [...this.#followers.values()].filter(
      (follower) => !isr.includes(follower.brokerId) && this.#mayJoin(follower, highWatermark, isEligible),
    );
    if (stays.length === isr.length && joins.length === 0 && this.#open.length === 0) return null;
    const members = [...stays, ...joins.map(({ brokerId }) => brokerId)];
    const proposal: IsrProposal = {
      leaderEpoch: this.leaderEpoch,
      partitionEpoch,
      isr: members.map((id) => this.#member(id)),
    };
    this.#open.push(proposal);
    this.#inFlight = proposal;
    this.#gatherMaximal();
    return proposal;
  }

  /**
   * The proposal was answered, or will not be. Whatever the answer: what was accepted shows in the metadata, and what was
   * not stays open until that moves on (I25).
   */
  onAnswered(proposal: IsrProposal, nowMs: number): void {
    if (this.#inFlight !== proposal) return;
    this.#inFlight = null;
    this.#retryAtMs = nowMs + RETRY_MS;
  }

  #isCaughtUp(brokerId: number, nowMs: number, maxLagMs: number): boolean {
    return this.#followers.get(brokerId)?.isCaughtUp(this.#logEnd, nowMs, maxLagMs) ?? false;
  }

  /**
   * Past the high watermark *and* past the start of the epoch: below that, this leader's own high watermark may be older
   * than what its predecessors acknowledged (I26).
   */
  #mayJoin(follower: FollowerProgress, highWatermark: number, isEligible: Eligibility): boolean {
    if (follower.streamId === -1 || !this.#committed.replicas.includes(follower.brokerId)) return false;
    if (follower.durableEnd < Math.max(highWatermark, this.epochStartOffset)) return false;
    return isEligible(follower.brokerId, follower.brokerEpoch);
  }

  #member(brokerId: number): IsrMember {
    return { brokerId, brokerEpoch: this.#followers.get(brokerId)?.brokerEpoch ?? -1 };
  }

  #follow({ replicas, isr }: CommittedReplicas, nowMs: number): void {
    for (const id of this.#followers.keys()) {
      if (!replicas.includes(id) && !isr.includes(id)) this.#followers.delete(id);
    }
    for (const id of [...replicas, ...isr]) {
      if (id === this.#brokerId || this.#followers.has(id)) continue;
      this.#followers.set(id, new FollowerProgress(id, isr.includes(id) ? nowMs : Number.NEGATIVE_INFINITY));
    }
  }

  #gatherMaximal(): void {
    const members = new Set(this.#committed.isr);
    for (const proposal of this.#open) for (const { brokerId } of proposal.isr) members.add(brokerId);
    members.delete(this.#brokerId);
    // A proposal names only followers, and those of an open proposal stay known: replicas change the partition epoch.
    this.#maximal = [...members].map((id) => this.#followers.get(id)!);
    this.#findFloor();
  }

  #findFloor(): void {
    let floor = Number.POSITIVE_INFINITY;
    for (const { durableEnd } of this.#maximal) if (durableEnd < floor) floor = durableEnd;
    this.#floor = floor;
  }
}
