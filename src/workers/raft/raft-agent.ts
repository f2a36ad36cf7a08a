/**
 * Drives one raft node: ticks, messages, durable writes in; messages, and what was decided, out. Everything that moves raft
 * passes through it, a call at a time. Runs on the controller thread beside the controller, with its own sockets, or on
 * the caller's loop in in-thread mode; waits for nothing.
 */
import { allMembers, isSingleton } from '../../core/raft/configuration.ts';
import { NO_NODE } from '../../core/raft/node-id.ts';
import type { RaftEvent } from '../../core/raft/raft-events.ts';
import { RaftNode } from '../../core/raft/raft-node.ts';
import { DEFAULT_RAFT_OPTIONS } from '../../core/raft/raft-options.ts';
import { RaftStateError } from '../../core/raft/raft-state-error.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import { LogLimiter } from '../../runtime/logging/log-limiter.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ControlIdentity, ControlNetwork, ControlPeer } from '../control-net/control-network.ts';
import { ElectionTimer } from './election-timer.ts';
import { LeaderRequests } from './leader-requests.ts';
import { LeaderView } from './leader-view.ts';
import { Leadership } from './leadership.ts';
import { MembershipChanges } from './membership-changes.ts';
import { PeerEvents } from './peer-events.ts';
import { PeerMessenger } from './peer-messenger.ts';
import { QuorumState } from './quorum-state.ts';
import type { RaftGauges } from './raft-gauges.ts';
import type { RecoveredRaft } from './raft-recovery.ts';
import type {
  MembershipGates,
  MembershipOutcome,
  NewVoter,
  QuorumConfiguration,
  QuorumMember,
  QuorumRole,
  RaftListener,
  RaftStatus,
} from './raft-status.ts';
import { RaftStore } from './raft-store.ts';
import { ReadyWork } from './ready-work.ts';
import { Succession } from './succession.ts';
import { TickTimer } from './tick-timer.ts';
import type { WatchedLogIo } from './watched-log-io.ts';

/** A disk that owes an answer for longer is stalled. */
const STALLED_DISK_MS = 400;
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
  readonly #parts: RaftParts;
  readonly #node: RaftNode;
  readonly #store: RaftStore;
  readonly #state: QuorumState;
  readonly #peers: PeerMessenger;
  readonly #elections: ElectionTimer;
  readonly #leaders = new LeaderView();
  readonly #succession: Succession;
  readonly #requests: LeaderRequests;
  readonly #changes: MembershipChanges;
  readonly #pauseLog: LogLimiter;
  readonly #ticks: TickTimer;
  readonly #leadership: Leadership;
  readonly #events: PeerEvents;
  readonly #readyWork: ReadyWork;
  #isStalled = false;
  #isWorking = false;
  #isStopped = false;
  #failure: (Error & { readonly code: string }) | null = null;

  /** Throws RaftStateError where the durable state contradicts itself. */
  constructor(config: RaftConfig, recovered: RecoveredRaft, parts: RaftParts) {
    const { clock, io, network, gauges, logger, random, randomBytes } = parts;
    const { identity, voters, directory } = config;
    const { nodeId } = identity;
    this.nodeId = nodeId;
    this.#parts = parts;
    const snapshot = recovered.storage.snapshot()!;
    this.#pauseLog = new LogLimiter(logger, clock);
    this.#state = new QuorumState(identity, voters, network, snapshot, logger);
    const takeSnapshot = () => this.#state.snapshot(this.#node, this.#store);
    const onFatal = (error: Error & { readonly code: string }) => this.#fatal(error);
    this.#store = new RaftStore(recovered, { directory, randomBytes, takeSnapshot, onFatal }, io, clock);
    this.#elections = new ElectionTimer(random);
    const drawElectionTimeout = (electionTicks: number) => this.#elections.draw(electionTicks);
    const options = { ...DEFAULT_RAFT_OPTIONS, id: nodeId, applied: snapshot.index, drawElectionTimeout };
    const node = new RaftNode(options, recovered.storage, (event) => this.#onRaftEvent(event));
    this.#node = node;
    this.#elections.attach(node);
    this.#peers = new PeerMessenger(recovered.firstVoters, node, network, clock, logger);
    this.#succession = new Succession(node, network, this.#peers);
    this.#requests = new LeaderRequests(clock);
    const { members } = this.#state;
    const isLeading = () => this.#leadership.leading !== null;
    const handOver = () => this.#startHandover(this.#succession.best());
    this.#changes = new MembershipChanges({ node, members, network, clock, isLeading, handOver });
    const shared = {
      nodeId,
      node,
      clock,
      gauges,
      logger,
      state: this.#state,
      store: this.#store,
      peers: this.#peers,
      elections: this.#elections,
      leaders: this.#leaders,
      succession: this.#succession,
      requests: this.#requests,
    };
    this.#events = new PeerEvents(shared);
    this.#readyWork = new ReadyWork({ ...shared, guarded: (run) => this.#guarded(run) });
    const hasCommittedIn = (term: number) => this.#store.storage.term(this.#state.applied) === term;
    this.#leadership = new Leadership(node.status().configuration, { ...shared, hasCommittedIn });
    const onTick = () => this.#guarded(() => this.#onTick());
    this.#ticks = new TickTimer(clock, gauges, onTick, (ms) => this.#guarded(() => this.#onPause(ms)));
  }

  /** Connects to the peers and takes part. A sole voter campaigns at once. */
  start(): void {
    const { network } = this.#parts;
    network.onFrame('raft', (peer, frame) => this.#guarded(() => this.#events.onFrame(peer, frame)));
    network.onPeer('raft', (peer, event) => this.#guarded(() => this.#events.onPeer(peer, event)));
    this.#state.tellNetwork();
    this.#guarded(() => this.#store.open());
    // What was committed is applied by now: it may say who the voters are.
    this.#guarded(() => {
      if (this.#isAlone) this.#node.campaign();
      else this.#elections.started();
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
    return this.#leadership.leaderId;
  }

  get configuration(): QuorumConfiguration {
    return this.#node.status().configuration;
  }

  get leading(): number | null {
    return this.#leadership.leading;
  }

  get isUnconfirmed(): boolean {
    return this.#leadership.isUnconfirmed;
  }

  members(): QuorumMember[] {
    const { configuration, progress } = this.#node.status();
    return allMembers(configuration).map((nodeId) => ({
      nodeId,
      directoryId: this.#state.members.get(nodeId)?.directoryId ?? ZERO_UUID,
      matchIndex: progress.get(nodeId)?.match ?? -1,
    }));
  }

  listen(listener: RaftListener): void {
    this.#leadership.listen(listener);
    if (this.#failure !== null) listener.onFatal(this.#failure);
  }

  confirmLeadership(done: (isLeader: boolean) => void): void {
    if (this.leading === null) done(false);
    else {
      const id = this.#requests.addRead(done);
      this.#guarded(() => this.#node.readIndex(id));
    }
  }

  setSuccessors(nodeIds: readonly number[]): void {
    this.#succession.give(nodeIds);
  }

  transferLeadership(done: (isHandedOver: boolean) => void, to = this.#succession.best()): void {
    if (this.leading === null || to === NO_NODE) done(false);
    else {
      this.#requests.addHandover(to, done);
      this.#startHandover(to);
    }
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
      while (node.hasReady() && !this.#isStopped) this.#readyWork.take(node.ready());
      if (!this.#isStopped) this.#publish();
    } while (node.hasReady() && !this.#isStopped);
    this.#isWorking = false;
  }

  #onTick(): void {
    const { io, clock } = this.#parts;
    const isStalled = io.owedMs > STALLED_DISK_MS;
    if (isStalled !== this.#isStalled) this.#stalled(isStalled);
    this.#node.tick();
    this.#peers.tick();
    const now = clock.monotonicMs();
    this.#leaders.tick(now);
    this.#state.tick(now);
    this.#succession.tick();
    this.#changes.poll();
  }

  #onPause(pausedMs: number): void {
    const fields = { nodeId: this.nodeId, role: this.role, ms: Math.round(pausedMs) };
    // A busy machine has hundreds of short ones, and a longer one is news.
    this.#pauseLog.warn('the controller thread stood still', fields, `${Math.floor(Math.log2(pausedMs))}`);
    if (this.leading === null) this.#node.restartElectionTimer();
    else {
      this.#leadership.isUnconfirmed = true;
      this.confirmLeadership((isLeader) => {
        if (isLeader) this.#leadership.isUnconfirmed = false;
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
    if (isStalled && this.leading !== null) this.#startHandover(this.#succession.best());
  }

  #startHandover(to: number): void {
    if (to !== NO_NODE) this.#guarded(() => this.#node.transferLeadership(to));
  }

  #publish(): void {
    this.#leadership.update(this.#node.status());
    if (this.leading !== null) this.#state.proposeDirectories(this.#node);
    this.#changes.poll();
    this.#beatAsNeeded();
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
    this.#leadership.halt();
  }

  #fatal(error: Error & { readonly code: string }): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#halt();
    this.#leadership.fatal(error);
  }
}
