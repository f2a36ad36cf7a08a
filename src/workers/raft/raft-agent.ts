/**
 * Drives one raft node: ticks, messages, durable writes in; messages, and what was decided, out. Runs on the controller
 * thread beside the controller, with its own sockets, or on the caller's loop in in-thread mode; waits for nothing.
 */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { type Configuration, isMember, isSingleton, sameConfiguration } from '../../core/raft/configuration.ts';
import type { Message, StorageAppend, StorageApply } from '../../core/raft/messages.ts';
import { NO_NODE } from '../../core/raft/node-id.ts';
import type { RaftEvent } from '../../core/raft/raft-events.ts';
import { type RaftStatus as NodeStatus, RaftNode } from '../../core/raft/raft-node.ts';
import { DEFAULT_RAFT_OPTIONS } from '../../core/raft/raft-options.ts';
import { RaftStateError } from '../../core/raft/raft-state-error.ts';
import type { Snapshot } from '../../core/raft/snapshot.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ControlIdentity, ControlNetwork, ControlPeer, PeerEvent } from '../control-net/control-network.ts';
import { electionTimeout, firstTimeout, rankOf, timeoutAfterLoss } from './election-timeouts.ts';
import { MembershipChanges } from './membership-changes.ts';
import { encodeMember, QuorumMembers } from './quorum-members.ts';
import { announcementFrame, decodeRaftFrame, foundersFrame, messageFrame, type RaftPeerFrame } from './raft-frames.ts';
import type { RaftGauges } from './raft-gauges.ts';
import type { RecoveredRaft } from './raft-recovery.ts';
import {
  type MembershipGates,
  type MembershipOutcome,
  type NewVoter,
  NO_LEADER,
  type QuorumConfiguration,
  type QuorumMember,
  type QuorumRole,
  type RaftListener,
  type RaftStatus,
} from './raft-status.ts';
import { RaftStore } from './raft-store.ts';
import { TickTimer } from './tick-timer.ts';
import type { WatchedLogIo } from './watched-log-io.ts';

/** A disk that owes an answer for longer is stalled. */
const STALLED_DISK_MS = 400;
const ANNOUNCE_TICKS = 25;
/** A leader that brokers outside the quorum have not heard of for this long is not known any more. */
const ANNOUNCEMENT_LIFE_MS = 1_500;
const SNAPSHOT_ANSWER_MS = 1_000;
/** Two election timeouts: raft itself gives a handover up after one. */
const HANDOVER_MS = 700;
const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

export interface RaftConfig {
  readonly identity: ControlIdentity;
  /** `controller.quorum.voters` */
  readonly voters: readonly ControlPeer[];
  /** Of the files. */
  readonly directory: string;
}

export interface RaftParts {
  readonly clock: Clock;
  readonly io: WatchedLogIo;
  readonly network: ControlNetwork;
  readonly logger: Logger;
  readonly gauges: RaftGauges;
  /** In [0, 1). */
  readonly random: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
}

export class RaftAgent implements RaftStatus {
  readonly nodeId: number;
  readonly #config: RaftConfig;
  readonly #parts: RaftParts;
  readonly #node: RaftNode;
  readonly #store: RaftStore;
  readonly #members = new QuorumMembers();
  readonly #changes: MembershipChanges;
  readonly #ticks: TickTimer;
  readonly #founders: readonly number[];
  readonly #listeners: RaftListener[] = [];
  /** Peers whose first voters are ours. Others are not listened to. */
  readonly #acquainted = new Set<number>();
  /** Last start seen of each peer. */
  readonly #incarnations = new Map<number, number>();
  readonly #snapshotsSent = new Map<number, number>();
  readonly #reads = new Map<number, (isLeader: boolean) => void>();
  /** Whoever waits for a handover, and to whom it is. */
  readonly #handovers = new Map<(isHandedOver: boolean) => void, number>();
  /** Members whose directory this leader has proposed. */
  readonly #proposedMembers = new Set<number>();
  #applied: number;
  #isRestoring = false;
  #leading: number | null = null;
  #isUnconfirmed = false;
  /** As the listeners were told. */
  #told: { leaderId: number; term: number; configuration: Configuration };
  /** Best first: by the controller's word on a leader, by the leader's word elsewhere. */
  #successors: readonly number[] = [];
  #isOrderGiven = false;
  /** On brokers outside the quorum: who says to lead. */
  #announced: { leaderId: number; term: number; at: number } | null = null;
  /** By raft itself, when last looked at. */
  #heardLeader = NO_NODE;
  /** The session with this leader broke. */
  #brokenLeader = NO_NODE;
  #isStalled = false;
  /** Since the start of this process. */
  #hasMetQuorum = false;
  #nextReadId = 1;
  #ticksSinceAnnouncement = 0;
  #isWorking = false;
  #isStopped = false;
  #failure: (Error & { readonly code: string }) | null = null;

  /** Throws RaftStateError where the durable state contradicts itself. */
  constructor(config: RaftConfig, recovered: RecoveredRaft, parts: RaftParts) {
    const { clock, io, network, gauges, randomBytes } = parts;
    const { nodeId } = config.identity;
    this.nodeId = nodeId;
    this.#config = config;
    this.#parts = parts;
    this.#founders = recovered.firstVoters;
    const snapshot = recovered.storage.snapshot()!;
    this.#applied = snapshot.index;
    this.#members.restore(snapshot.data);
    this.#told = { leaderId: NO_LEADER, term: 0, configuration: snapshot.configuration };
    this.#store = new RaftStore(
      recovered,
      {
        directory: config.directory,
        randomBytes,
        takeSnapshot: () => this.#takeSnapshot(),
        onFatal: (error) => this.#fatal(error),
      },
      io,
      clock,
    );
    this.#node = new RaftNode(
      {
        ...DEFAULT_RAFT_OPTIONS,
        id: nodeId,
        applied: snapshot.index,
        drawElectionTimeout: (ticks) => electionTimeout(this.#rank(), ticks, parts.random),
      },
      recovered.storage,
      (event) => this.#onRaftEvent(event),
    );
    this.#changes = new MembershipChanges({
      node: this.#node,
      members: this.#members,
      network,
      clock,
      isLeading: () => this.#leading !== null,
      handOver: () => this.#startHandover(this.#bestSuccessor()),
    });
    this.#ticks = new TickTimer(
      clock,
      gauges,
      () => this.#guarded(() => this.#onTick()),
      () => this.#guarded(() => this.#onPause()),
    );
    this.#told.configuration = this.#node.status().configuration;
  }

  /** Connects to the peers and takes part. A sole voter campaigns at once. */
  start(): void {
    const { network, random } = this.#parts;
    network.onFrame('raft', (peer, frame) => this.#guarded(() => this.#onFrame(peer, frame)));
    network.onPeer('raft', (peer, event) => this.#guarded(() => this.#onPeer(peer, event)));
    network.setDirectories(this.#members.directories());
    network.setPeers(this.#addresses());
    this.#guarded(() => this.#store.open());
    // What was committed is applied by now: it may say who the voters are.
    this.#guarded(() => {
      if (this.#isAlone) this.#node.campaign();
      else this.#node.setElectionTimeout(firstTimeout(this.#rank(), random));
      this.#beatAsNeeded();
    });
  }

  get term(): number {
    return this.#node.status().term;
  }

  get role(): QuorumRole {
    return this.#node.status().role;
  }

  get leaderId(): number {
    return this.#told.leaderId;
  }

  get configuration(): QuorumConfiguration {
    return this.#node.status().configuration;
  }

  get leading(): number | null {
    return this.#leading;
  }

  get isUnconfirmed(): boolean {
    return this.#isUnconfirmed;
  }

  members(): QuorumMember[] {
    const { configuration, progress } = this.#node.status();
    const { voters, votersOutgoing, learners } = configuration;
    return [...new Set([...voters, ...votersOutgoing, ...learners])]
      .sort((a, b) => a - b)
      .map((nodeId) => ({
        nodeId,
        directoryId: this.#members.get(nodeId)?.directoryId ?? ZERO_UUID,
        matchIndex: progress.get(nodeId)?.match ?? -1,
      }));
  }

  listen(listener: RaftListener): void {
    this.#listeners.push(listener);
    const { leaderId, term, configuration } = this.#told;
    listener.onConfiguration(configuration);
    if (this.#leading !== null) listener.onLeader(this.#leading, configuration);
    if (leaderId !== NO_LEADER) listener.onLeaderKnown(leaderId, term);
    if (this.#failure !== null) listener.onFatal(this.#failure);
  }

  confirmLeadership(done: (isLeader: boolean) => void): void {
    if (this.#leading === null) {
      done(false);
      return;
    }
    const id = this.#nextReadId++;
    this.#reads.set(id, done);
    this.#guarded(() => this.#node.readIndex(id));
  }

  setSuccessors(nodeIds: readonly number[]): void {
    this.#isOrderGiven = true;
    const isSame = nodeIds.length === this.#successors.length && nodeIds.every((id, at) => id === this.#successors[at]);
    this.#successors = [...nodeIds];
    if (!isSame && this.#leading !== null) this.#announce(this.#parts.network.connected('raft'));
  }

  transferLeadership(done: (isHandedOver: boolean) => void, to = this.#bestSuccessor()): void {
    if (this.#leading === null || to === NO_NODE) {
      done(false);
      return;
    }
    const finish = (isHandedOver: boolean): void => {
      if (!this.#handovers.delete(finish)) return;
      cancel();
      done(isHandedOver);
    };
    const cancel = this.#parts.clock.setTimer(HANDOVER_MS, () => finish(false));
    this.#handovers.set(finish, to);
    this.#startHandover(to);
  }

  setGates(gates: MembershipGates): void {
    this.#changes.setGates(gates);
  }

  addVoter(voter: NewVoter, deadlineMs: number, done: (outcome: MembershipOutcome) => void): void {
    this.#guarded(() => this.#changes.add(voter, deadlineMs, done));
    this.#beatAsNeeded();
  }

  removeVoter(
    nodeId: number,
    directoryId: string,
    deadlineMs: number,
    done: (outcome: MembershipOutcome) => void,
  ): void {
    this.#guarded(() => this.#changes.remove(nodeId, directoryId, deadlineMs, done));
    this.#beatAsNeeded();
  }

  stop(done: () => void): void {
    this.#halt();
    this.#store.close(done);
  }

  get #isAlone(): boolean {
    const { configuration } = this.#node.status();
    return isSingleton(configuration) && configuration.voters[0] === this.nodeId && configuration.learners.length === 0;
  }

  /** A sole voter that nobody is connected to hears from nobody and waits for nobody: it needs no pulse. */
  #beatAsNeeded(): void {
    const isQuiet = this.#isAlone && !this.#changes.isBusy && this.#parts.network.connected('raft').length === 0;
    if (this.#isStopped || isQuiet) this.#ticks.stop();
    else this.#ticks.start();
  }

  #rank(): number {
    // While the node is being built there is no configuration to ask for, and no rank to be had.
    const configuration = this.#node === undefined ? this.#told.configuration : this.#node.status().configuration;
    return rankOf(this.nodeId, configuration.voters, this.#told.leaderId, this.#successors);
  }

  /** Everything that drives raft passes here: work that follows is done, and a broken state ends the voter. */
  #guarded(run: () => void): void {
    if (this.#isStopped) return;
    try {
      run();
      this.#work();
    } catch (error) {
      this.#isWorking = false;
      const { message, name } = error as Error;
      const code = error instanceof RaftStateError ? 'RAFT_STATE' : name;
      this.#fatal(Object.assign(new Error(message, { cause: error }), { code }));
    }
  }

  #work(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    const node = this.#node;
    do {
      while (node.hasReady() && !this.#isStopped) {
        const ready = node.ready();
        for (const message of ready.messages) this.#dispatch(message);
        for (const { requestId } of ready.readStates) this.#finishRead(requestId, true);
      }
      if (!this.#isStopped) this.#publish();
    } while (node.hasReady() && !this.#isStopped);
    this.#isWorking = false;
  }

  #dispatch(message: Message): void {
    switch (message.type) {
      case 'StorageAppend':
        this.#append(message);
        return;
      case 'StorageApply':
        this.#apply(message);
        return;
      case 'StorageAppendResponse':
      case 'StorageApplyResponse':
        return;
      default: {
        const { to, type } = message;
        const isSent = this.#acquainted.has(to) && this.#parts.network.send(to, 'raft', messageFrame(message));
        if (type === 'InstallSnapshot') {
          if (isSent) this.#snapshotsSent.set(to, this.#parts.clock.monotonicMs() + SNAPSHOT_ANSWER_MS);
          else this.#node.reportSnapshot(to, false);
        } else if (type === 'AppendEntries' && !isSent) this.#node.reportUnreachable(to);
      }
    }
  }

  #append({ hardState, entries, snapshot, responses }: StorageAppend): void {
    if (snapshot !== null) this.#isRestoring = true;
    this.#store.write({ hardState, entries, snapshot }, () => {
      this.#guarded(() => {
        if (snapshot !== null) this.#restore(snapshot);
        this.#deliver(responses);
      });
    });
  }

  #deliver(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.to === this.nodeId) this.#node.step(message);
      else this.#dispatch(message);
    }
  }

  #restore(snapshot: Snapshot): void {
    this.#isRestoring = false;
    this.#applied = Math.max(this.#applied, snapshot.index);
    try {
      this.#members.restore(snapshot.data);
    } catch (error) {
      throw asStateError(error, snapshot.index);
    }
    this.#membersChanged();
  }

  #apply({ entries, responses }: StorageApply): void {
    let isNewsOfMembers = false;
    for (const entry of entries) {
      if (entry.index <= this.#applied) continue;
      const isChange = entry.kind === 'configuration';
      const configuration = isChange ? this.#node.applyConfigurationChange(entry) : this.#node.status().configuration;
      try {
        this.#members.apply(entry, configuration);
      } catch (error) {
        throw asStateError(error, entry.index);
      }
      this.#applied = entry.index;
      isNewsOfMembers ||= isChange || entry.data.length > 0;
    }
    if (isNewsOfMembers) {
      this.#membersChanged();
      // After a restart a node must know at once who the voters are.
      this.#store.writeCommit();
    }
    this.#deliver(responses);
  }

  #membersChanged(): void {
    this.#parts.network.setDirectories(this.#members.directories());
    this.#parts.network.setPeers(this.#addresses());
  }

  #addresses(): ControlPeer[] {
    const addresses = new Map<number, ControlPeer>(this.#config.voters.map((peer) => [peer.nodeId, peer]));
    for (const { nodeId, host, port } of this.#members.all()) {
      if (host !== '' && !addresses.has(nodeId)) addresses.set(nodeId, { nodeId, host, port });
    }
    return [...addresses.values()];
  }

  #takeSnapshot(): Snapshot | null {
    const index = this.#applied;
    const { storage } = this.#store;
    if (this.#isRestoring || index < storage.firstIndex() || index > storage.lastIndex()) return null;
    const { configuration } = this.#node.status();
    return { index, term: storage.term(index), configuration, data: this.#members.snapshot() };
  }

  #onTick(): void {
    const { io, clock } = this.#parts;
    const isStalled = io.owedMs > STALLED_DISK_MS;
    if (isStalled !== this.#isStalled) this.#stalled(isStalled);
    this.#node.tick();
    const now = clock.monotonicMs();
    for (const [peer, until] of this.#snapshotsSent) {
      if (now >= until) this.#snapshotLost(peer);
    }
    if (this.#announced !== null && now - this.#announced.at > ANNOUNCEMENT_LIFE_MS) this.#announced = null;
    this.#changes.poll();
    if (this.#leading === null) return;
    this.#ticksSinceAnnouncement++;
    if (this.#ticksSinceAnnouncement >= ANNOUNCE_TICKS) this.#announce(this.#parts.network.connected('raft'));
  }

  #onPause(): void {
    this.#parts.logger.warn('the controller thread stood still', { nodeId: this.nodeId, role: this.role });
    if (this.#leading === null) this.#node.restartElectionTimer();
    else {
      this.#isUnconfirmed = true;
      this.confirmLeadership((isLeader) => {
        if (isLeader) this.#isUnconfirmed = false;
      });
    }
  }

  #stalled(isStalled: boolean): void {
    this.#isStalled = isStalled;
    this.#node.setStorageStalled(isStalled);
    const event = isStalled
      ? 'the disk of the control plane does not answer'
      : 'the disk of the control plane answers again';
    this.#parts.logger.warn(event, { nodeId: this.nodeId, role: this.role, owedMs: Math.round(this.#parts.io.owedMs) });
    if (isStalled && this.#leading !== null) this.#startHandover(this.#bestSuccessor());
  }

  #onFrame(peer: number, bytes: Uint8Array): void {
    let frame: RaftPeerFrame;
    try {
      frame = decodeRaftFrame(bytes);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#parts.logger.error('a raft frame cannot be read', { peer, reason: error.message });
      return;
    }
    if (frame.kind === 'founders') this.#meet(peer, frame.voters);
    else if (!this.#acquainted.has(peer)) return;
    else if (frame.kind === 'announcement') this.#onAnnouncement(peer, frame.announcement);
    else {
      const { message } = frame;
      if (message.from !== peer || message.to !== this.nodeId) {
        this.#parts.logger.error('a raft message goes under another name', {
          peer,
          from: message.from,
          to: message.to,
        });
        return;
      }
      if (message.type === 'AppendEntriesResponse') this.#snapshotsSent.delete(peer);
      this.#node.step(message);
    }
  }

  #meet(peer: number, founders: readonly number[]): void {
    const isSame =
      founders.length === 0 ||
      this.#founders.length === 0 ||
      (founders.length === this.#founders.length && founders.every((id, at) => id === this.#founders[at]));
    if (isSame) {
      this.#acquainted.add(peer);
      if (this.#leading !== null) this.#announce([peer]);
      else this.#hurryFirstElection();
      return;
    }
    this.#parts.logger.error('controller.quorum.voters of two nodes differ: they are not one quorum', {
      voters: this.#founders,
      peer,
      peersVoters: founders,
    });
  }

  /** A majority has come together that never had a leader: no need to wait for one. A pre-vote shows whether others have. */
  #hurryFirstElection(): void {
    const { configuration, role, leader } = this.#node.status();
    if (this.#hasMetQuorum || role !== 'Follower' || leader !== NO_NODE || this.#told.leaderId !== NO_LEADER) return;
    const isPresent = (id: number): boolean => id === this.nodeId || this.#acquainted.has(id);
    if (configuration.voters.filter(isPresent).length * 2 <= configuration.voters.length) return;
    this.#hasMetQuorum = true;
    this.#node.restartElectionTimer();
    this.#node.setElectionTimeout(timeoutAfterLoss(this.#rank(), this.#parts.random));
  }

  #onPeer(peer: number, event: PeerEvent): void {
    const { leader } = this.#node.status();
    if (event === 'connected') {
      this.#acquainted.delete(peer);
      this.#parts.network.send(peer, 'raft', foundersFrame(this.#founders));
      const incarnation = this.#parts.network.identityOf(peer, 'raft')?.incarnation ?? 0;
      const before = this.#incarnations.get(peer);
      this.#incarnations.set(peer, incarnation);
      // Another process: the one that led is gone.
      if (peer === leader && before !== undefined && before !== incarnation) this.#leaderGone();
      else if (peer === this.#brokenLeader) this.#brokenLeader = NO_NODE;
    } else if (event === 'reset') {
      this.#acquainted.delete(peer);
      this.#node.reportUnreachable(peer);
      if (this.#snapshotsSent.has(peer)) this.#snapshotLost(peer);
      for (const [finish, to] of [...this.#handovers]) if (to === peer) finish(false);
      if (peer === leader) this.#brokenLeader = peer;
      if (peer === this.#announced?.leaderId) this.#announced = null;
    } else if (peer === leader && peer === this.#brokenLeader) this.#leaderGone();
  }

  /** The leader's process has ended: no need to wait for it, nor to keep others from an election. */
  #leaderGone(): void {
    const rank = this.#rank();
    this.#brokenLeader = NO_NODE;
    this.#node.forgetLeader();
    this.#node.restartElectionTimer();
    this.#node.setElectionTimeout(timeoutAfterLoss(rank, this.#parts.random));
  }

  /** Another leader, or another order: another rank. */
  #redrawTimeout(): void {
    if (this.#node.status().role !== 'Follower') return;
    const { electionTicks } = DEFAULT_RAFT_OPTIONS;
    this.#node.setElectionTimeout(electionTimeout(this.#rank(), electionTicks, this.#parts.random));
  }

  #snapshotLost(peer: number): void {
    this.#snapshotsSent.delete(peer);
    this.#node.reportSnapshot(peer, false);
  }

  #onAnnouncement(
    peer: number,
    { term, leaderId, successors }: { term: number; leaderId: number; successors: readonly number[] },
  ): void {
    const status = this.#node.status();
    if (peer === status.leader && term === status.term) {
      const isNews =
        successors.length !== this.#successors.length || successors.some((id, at) => id !== this.#successors[at]);
      this.#successors = successors;
      if (isNews) this.#redrawTimeout();
    }
    if (leaderId === peer) {
      if (this.#announced === null || term >= this.#announced.term) {
        this.#announced = { leaderId, term, at: this.#parts.clock.monotonicMs() };
      }
    } else if (this.#announced?.leaderId === peer && term >= this.#announced.term) this.#announced = null;
  }

  #announce(peers: readonly number[]): void {
    this.#ticksSinceAnnouncement = 0;
    const { term } = this.#node.status();
    const leaderId = this.#leading === null ? NO_LEADER : this.nodeId;
    const successors = leaderId === NO_LEADER ? [] : this.#successorOrder();
    const frame = announcementFrame({ term, leaderId, successors });
    for (const peer of peers) if (this.#acquainted.has(peer)) this.#parts.network.send(peer, 'raft', frame);
  }

  /** Without the controller's word: by how much of raft's own log they have. */
  #successorOrder(): readonly number[] {
    if (this.#isOrderGiven) return this.#successors;
    const { progress, configuration } = this.#node.status();
    const matchOf = (id: number): number => progress.get(id)?.match ?? 0;
    return configuration.voters.filter((id) => id !== this.nodeId).sort((a, b) => matchOf(b) - matchOf(a) || a - b);
  }

  #bestSuccessor(): number {
    const connected = this.#parts.network.connected('raft');
    const { voters } = this.#node.status().configuration;
    const order = [...this.#successorOrder(), ...voters];
    return order.find((id) => id !== this.nodeId && voters.includes(id) && connected.includes(id)) ?? NO_NODE;
  }

  #startHandover(to: number): void {
    if (to === NO_NODE) return;
    this.#guarded(() => this.#node.transferLeadership(to));
  }

  #finishRead(id: number, isLeader: boolean): void {
    const done = this.#reads.get(id);
    this.#reads.delete(id);
    done?.(isLeader);
  }

  #publish(): void {
    const status = this.#node.status();
    // Whoever led is not heard of as a member: what it announced before counts no more.
    if (status.leader === NO_NODE && this.#heardLeader !== NO_NODE) this.#announced = null;
    this.#heardLeader = status.leader;
    const isLeader = status.role === 'Leader';
    if (this.#leading !== null && (!isLeader || status.term !== this.#leading)) this.#lost(this.#leading);
    if (!sameConfiguration(status.configuration, this.#told.configuration))
      this.#tellConfiguration(status.configuration);
    if (isLeader && this.#leading === null && this.#hasCommittedIn(status)) this.#inOffice(status.term);
    this.#tellLeader(status);
    if (this.#leading !== null) this.#recordDirectories(status.configuration);
    this.#changes.poll();
    this.#beatAsNeeded();
  }

  #hasCommittedIn({ term }: NodeStatus): boolean {
    return this.#store.storage.term(this.#applied) === term;
  }

  #inOffice(epoch: number): void {
    this.#leading = epoch;
    this.#isUnconfirmed = false;
    this.#isOrderGiven = false;
    this.#proposedMembers.clear();
    this.#parts.logger.info('this node leads the quorum', { nodeId: this.nodeId, epoch });
    this.#announce(this.#parts.network.connected('raft'));
    for (const listener of this.#listeners) listener.onLeader(epoch, this.#told.configuration);
  }

  #lost(epoch: number): void {
    this.#leading = null;
    this.#isUnconfirmed = false;
    this.#isOrderGiven = false;
    this.#parts.logger.info('this node does not lead the quorum any more', { nodeId: this.nodeId, epoch });
    this.#announce(this.#parts.network.connected('raft'));
    for (const id of [...this.#reads.keys()]) this.#finishRead(id, false);
    for (const listener of this.#listeners) listener.onLost(epoch);
  }

  #tellConfiguration(configuration: Configuration): void {
    this.#told.configuration = configuration;
    for (const listener of this.#listeners) listener.onConfiguration(configuration);
  }

  #tellLeader(status: NodeStatus): void {
    const { leaderId, term } = this.#leaderAsKnown(status);
    if (leaderId === this.#told.leaderId && (term === this.#told.term || leaderId === NO_LEADER)) return;
    this.#told.leaderId = leaderId;
    this.#told.term = term;
    if (leaderId !== NO_LEADER) {
      this.#parts.gauges.leaderChange();
      this.#redrawTimeout();
      const isOther = leaderId !== this.nodeId;
      for (const finish of [...this.#handovers.keys()]) if (isOther) finish(true);
    }
    for (const listener of this.#listeners) listener.onLeaderKnown(leaderId, term);
  }

  #leaderAsKnown({ leader, term, configuration }: NodeStatus): { leaderId: number; term: number } {
    if (this.#leading !== null) return { leaderId: this.nodeId, term: this.#leading };
    // Outside the quorum, or removed from it without having been told, a node hears of leaders only by announcement.
    const announced = this.#announced;
    if (!isMember(configuration, this.nodeId)) return announced ?? { leaderId: NO_LEADER, term };
    if (announced !== null && announced.term > term) return announced;
    if (leader !== NO_NODE && leader !== this.nodeId) return { leaderId: leader, term };
    return announced !== null && announced.term === term ? announced : { leaderId: NO_LEADER, term };
  }

  /** From the first session on a voter is bound to its directory. */
  #recordDirectories(configuration: Configuration): void {
    for (const nodeId of configuration.voters) {
      if (this.#members.get(nodeId) !== null || this.#proposedMembers.has(nodeId)) continue;
      const isOwn = nodeId === this.nodeId;
      const identity = isOwn ? this.#config.identity : this.#parts.network.identityOf(nodeId, 'raft');
      if (identity === null) continue;
      const { host, port } = this.#config.voters.find((peer) => peer.nodeId === nodeId) ?? { host: '', port: 0 };
      const data = encodeMember({ nodeId, directoryId: identity.directoryId, host, port });
      if (this.#node.propose(data) === 'accepted') this.#proposedMembers.add(nodeId);
    }
  }

  #onRaftEvent(event: RaftEvent): void {
    if (event.type === 'electionStarted') this.#parts.gauges.election();
    else if (event.type === 'quorumLost') this.#parts.logger.warn('the quorum is lost', { nodeId: this.nodeId });
    else if (event.type === 'changeRefused') {
      this.#changes.refused();
      this.#parts.logger.warn('a change of the voters was refused', { nodeId: this.nodeId, reason: event.reason });
    }
  }

  #halt(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#ticks.stop();
    const epoch = this.#leading;
    this.#leading = null;
    for (const id of [...this.#reads.keys()]) this.#finishRead(id, false);
    for (const finish of [...this.#handovers.keys()]) finish(false);
    if (epoch !== null) for (const listener of this.#listeners) listener.onLost(epoch);
  }

  #fatal(error: Error & { readonly code: string }): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#halt();
    for (const listener of this.#listeners) listener.onFatal(error);
  }
}

function asStateError(error: unknown, index: number): unknown {
  if (!(error instanceof DecodeError)) return error;
  return new RaftStateError(`raft entry ${index} is unreadable to this version: ${error.message}`);
}
