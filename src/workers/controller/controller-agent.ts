/**
 * The controller room on one node: holds this node's replica of the metadata log and its committed image; while raft says
 * that this node leads, plans commands on the head and commits them; otherwise sends them to who does. Two images: the
 * head holds everything appended and serves planning only; the committed one is all that anyone is told. Runs on the
 * controller thread, or on the caller's for the embedded broker.
 */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { EncodeError } from '../../core/bytes/encode-error.ts';
import { fenceExpired } from '../../core/metadata/broker-control.ts';
import type { ClusterImage, MetadataEntry } from '../../core/metadata/cluster-image.ts';
import type { Command, CommandResponse } from '../../core/metadata/commands.ts';
import { handleCommand } from '../../core/metadata/controller.ts';
import { balanceLeadership, electUncleanly } from '../../core/metadata/leader-election-control.ts';
import type { QuorumView } from '../../core/metadata/quorum-control.ts';
import type { MetadataRecord } from '../../core/metadata/records.ts';
import type { RequestId } from '../../core/metadata/request-results.ts';
import { ControllerTerm } from '../../core/metadata-log/controller-term.ts';
import type { LogMessage } from '../../core/metadata-log/messages.ts';
import { Replica, type ReplicaLimits } from '../../core/metadata-log/replica.ts';
import type { ReplicaPort } from '../../core/metadata-log/replica-port.ts';
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ControlNetwork, PeerEvent } from '../control-net/control-network.ts';
import type { QuorumConfiguration, RaftListener } from '../raft/raft-status.ts';
import { CommandForwarder, refuse, type Submission } from './command-forwarder.ts';
import { CommittedImage } from './committed-image.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';
import { Head, type HeadOptions, resultRecord } from './head.ts';
import { decodePayload, encodePayload } from './log-format.ts';
import type { RecoveredLog } from './log-recovery.ts';
import type { MetadataLog } from './metadata-log.ts';
import {
  decodePeerFrame,
  encodeLogMessage,
  encodeReply,
  type ForwardedCommand,
  MOST_FRAME_BYTES,
  type PeerFrame,
} from './peer-frames.ts';
import type { Election } from './quorum.ts';
import { quorumView } from './quorum-view.ts';
import { ReplicaDisk, snapshotOf } from './replica-disk.ts';
import { changeVoters, isVoterChange, type VoterChange } from './voter-changes.ts';

const TICK_MS = 25;
/** Raft learns in this rhythm who has most of the log. */
const SUCCESSORS_MS = 250;
const DEFAULT_BALANCE_MS = 300_000;
/** A learner this close behind has caught up. */
const JOIN_LAG = 100;

export interface ControllerAgentOptions extends HeadOptions {
  /** Of this node's metadata log; the zero uuid for a node that is alone. */
  readonly directoryId?: string;
  readonly replicaLimits: ReplicaLimits;
  readonly logger: Logger;
  /** The node must not go on. */
  onFatal(error: Error & { readonly code?: string }): void;
}

type Port = ControllerPort<FromController, ToController>;

interface ParkedReply {
  readonly index: number;
  readonly submission: Submission;
  readonly response: CommandResponse;
}

export class ControllerAgent {
  readonly #options: ControllerAgentOptions;
  readonly #log: MetadataLog;
  readonly #election: Election;
  /** Null for a node that is alone. */
  readonly #network: ControlNetwork | null;
  readonly #disk: ReplicaDisk;
  readonly #replica: Replica;
  readonly #committed: CommittedImage;
  readonly #forwarder: CommandForwarder;
  readonly #head: Head;
  /** Which directory each peer spoke for last. */
  readonly #directories = new Map<number, string>();
  #term: ControllerTerm | null = null;
  #inbox: Submission[] = [];
  #parked: ParkedReply[] = [];
  #successorsAt = 0;
  /** When leadership is looked after next; 0: in this term not yet decided. */
  #balanceAt = 0;
  #cancelTick: (() => void) | null = null;
  #isStopped = false;
  #isHalted = false;

  constructor(
    options: ControllerAgentOptions,
    recovered: RecoveredLog,
    log: MetadataLog,
    election: Election,
    network: ControlNetwork | null,
  ) {
    this.#options = options;
    this.#log = log;
    this.#election = election;
    this.#network = network;
    this.#committed = new CommittedImage(recovered.snapshot, network !== null);
    this.#head = new Head(options);
    this.#disk = new ReplicaDisk(log, options.clusterId);
    this.#forwarder = new CommandForwarder((peer, frame) => this.#network?.send(peer, 'metadata', frame) ?? false);
    const { epoch, index } = recovered.snapshot;
    const start = { base: { epoch, index }, entries: recovered.entries, promised: recovered.promisedEpoch };
    const firstStream = options.random.below(2 ** 31) * 2 ** 20;
    this.#replica = new Replica(start, this.#replicaPort(), options.replicaLimits, firstStream);
  }

  /** Takes part: follows who leads, leads when elected. */
  start(): void {
    const network = this.#network;
    if (network !== null) {
      network.onFrame('metadata', (peer, frame) => this.#guarded(() => this.#onFrame(peer, frame)));
      network.onPeer('metadata', (peer, event) => this.#guarded(() => this.#onPeer(peer, event)));
      this.#armTick();
    }
    this.#election.setGates({
      mayJoin: (nodeId) => this.#hasCaughtUp(nodeId),
      mayLeaveJoint: () => this.#term?.mayLeaveJoint() ?? false,
    });
    this.#election.listen(this.#raftListener());
  }

  /** The committed image: to read only. */
  get committedImage(): ClusterImage {
    return this.#committed.image;
  }

  /** The epoch in which this node is the controller, its first entry committed; null otherwise. */
  get activeEpoch(): number | null {
    return this.#term?.state === 'active' ? this.#term.epoch : null;
  }

  /** Whose log this node follows, or itself; null where none is known. */
  get controllerId(): number | null {
    return this.#isController() ? this.#options.nodeId : (this.#replica.leader?.node ?? null);
  }

  receive(message: ToController, from: Port): void {
    switch (message.type) {
      case 'submit':
        this.#inbox.push({ ...message, from, isForwarded: false });
        return;
      case 'subscribe':
        this.#committed.subscribe(from);
        return;
      case 'stop':
        this.#stop(from);
    }
  }

  /** Plans and appends everything that was submitted, then writes it as one group. Returns how many commands it took. */
  doWork(): number {
    const inbox = this.#inbox;
    this.#inbox = [];
    // What was planned before the end is not known to have had no effect: it is not answered at all.
    if (this.#isHalted) for (const submission of inbox) refuse(submission, ErrorCode.KAFKA_STORAGE_ERROR);
    this.#guarded(() => {
      for (const submission of inbox) this.#take(submission);
      this.#afterTurn();
    });
    return inbox.length;
  }

  /** The node must not go on: it says nothing more, and whoever hosts it is told to end it. Its files are left alone. */
  halt(error: Error & { readonly code?: string }): void {
    if (this.#isHalted) return;
    this.#isHalted = true;
    this.#cancelTick?.();
    this.#term?.end();
    this.#network?.close();
    if (!this.#isStopped) this.#election.stop(() => {});
    this.#options.onFatal(error);
  }

  #now(): number {
    return this.#options.clock.monotonicMs();
  }

  /** A term whose head is there to plan on. */
  #isController(): boolean {
    return this.#term !== null && (this.#term.state === 'active' || this.#term.state === 'starting');
  }

  #take(submission: Submission): void {
    if (this.#isController()) this.#handle(submission);
    else if (this.#isStopped || submission.isForwarded) refuse(submission, ErrorCode.NOT_CONTROLLER);
    else this.#forwarder.submit(submission, this.#now());
  }

  #handle(submission: Submission): void {
    const { requestId } = submission;
    if (this.#log.hasFailed) {
      refuse(submission, ErrorCode.KAFKA_STORAGE_ERROR);
      return;
    }
    if (requestId !== null) {
      if (this.#head.isOfOldIncarnation(requestId)) {
        refuse(submission, ErrorCode.STALE_BROKER_EPOCH);
        return;
      }
      const earlier = this.#head.earlierAnswer(requestId);
      if (earlier !== null) {
        this.#park({ ...earlier, submission });
        return;
      }
    }
    const command = { apiKey: submission.apiKey, request: submission.request } as Command;
    if (isVoterChange(submission.apiKey) && this.#network !== null) {
      this.#changeVoters(submission, command as VoterChange);
      return;
    }
    const context = this.#head.context();
    const isAboutQuorum = submission.apiKey === ApiKey.DescribeQuorum;
    const { records, response } = handleCommand(
      isAboutQuorum ? { ...context, quorum: this.#quorumView() } : context,
      command,
    );
    // Nothing changes, but what was read may not be committed yet: the answer waits for that.
    if (records.length === 0) {
      this.#parkRead({ index: this.#head.image.index, submission, response });
      return;
    }
    if (this.#log.isOutOfReserve && submission.apiKey !== ApiKey.DeleteTopics) {
      this.#log.retryReserve();
      refuse(submission, ErrorCode.KAFKA_STORAGE_ERROR);
      return;
    }
    try {
      if (requestId !== null) records.push(resultRecord(requestId, submission.apiKey, response));
      const payload = encodePayload(records);
      if (payload.length > MOST_FRAME_BYTES) {
        refuse(submission, ErrorCode.INVALID_REQUEST);
        return;
      }
      const index = this.#append(requestId, records, payload);
      if (index === null) this.#take(submission);
      else this.#park({ index, submission, response });
    } catch (error) {
      if (!(error instanceof EncodeError)) throw error;
      refuse(submission, ErrorCode.INVALID_REQUEST);
    }
  }

  /** Raft carries it out, and it is in no entry of the metadata log: the answer waits for nothing else. */
  #changeVoters(submission: Submission, change: VoterChange): void {
    changeVoters(this.#election, this.#options.clusterId, change, this.#now(), (response) =>
      this.#guarded(() => {
        if (response === null) refuse(submission, ErrorCode.NOT_CONTROLLER);
        else answer({ index: 0, submission, response });
      }),
    );
  }

  #quorumView(): QuorumView {
    const { clock, directoryId, nodeId } = this.#options;
    return quorumView({
      nodeId,
      term: this.#term!,
      commitIndex: this.#replica.commitIndex,
      wallMs: clock.wallMs(),
      brokers: this.#head.image.brokers.all().map(({ id }) => id),
      connected: this.#network?.connected('metadata') ?? [],
      directoryOf: (id) => (id === nodeId ? directoryId : this.#directories.get(id)),
    });
  }

  /** Null: the term is over. */
  #append(
    requestId: RequestId | null,
    records: readonly MetadataRecord[],
    payload = encodePayload(records),
  ): number | null {
    const entry = this.#term!.append(requestId, payload);
    if (entry === null) return null;
    this.#head.appended({ epoch: entry.epoch, index: entry.index, records });
    return entry.index;
  }

  #park(reply: ParkedReply): void {
    if (reply.index <= this.#committed.image.index && this.#term?.state === 'active') answer(reply);
    else this.#parked.push(reply);
  }

  /**
   * An answer that leaves no entry behind is not proven by its commit: a controller that was cut off would answer from the
   * past. Raft confirms that it still leads. What is said to a heartbeat has its own epochs.
   */
  #parkRead(reply: ParkedReply): void {
    const term = this.#term;
    if (reply.submission.apiKey === ApiKey.BrokerHeartbeat) {
      this.#park(reply);
      return;
    }
    this.#election.confirmLeadership((isLeader) =>
      this.#guarded(() => {
        if (isLeader && this.#term === term) this.#park(reply);
        else refuse(reply.submission, ErrorCode.NOT_CONTROLLER);
      }),
    );
  }

  #raftListener(): RaftListener {
    return {
      onLeader: (epoch, configuration) => this.#guarded(() => this.#startTerm(epoch, configuration)),
      onLost: (epoch) => this.#guarded(() => this.#endTerm(epoch)),
      // The controller itself says so, once it may be heard.
      onLeaderKnown: () => {},
      onConfiguration: (configuration) => this.#guarded(() => this.#term?.reconfigure(configuration)),
      onFatal: (error) => this.halt(error),
    };
  }

  #startTerm(epoch: number, members: QuorumConfiguration): void {
    if (this.#isStopped) return;
    this.#endTerm(Number.POSITIVE_INFINITY);
    this.#forwarder.setController(null, this.#now());
    const { nodeId } = this.#options;
    const term: ControllerTerm = new ControllerTerm(
      epoch,
      nodeId,
      members,
      this.#replica,
      {
        send: (peer, message) => this.#send(peer, message),
        peers: () => this.#network?.connected('metadata') ?? [],
        firstPayload: () => this.#openEpoch(epoch),
        imageCheck: () => this.#committed.check,
        onActive: () => this.#onActive(epoch),
        onDeposed: () => this.#endTerm(epoch),
        onDiverged: (index) => this.#diverged(index),
      },
      this.#now(),
    );
    this.#term = term;
    this.#balanceAt = 0;
    term.start();
    this.doWork();
  }

  /** The log is adopted: the head is made of all of it, and the first entry of the epoch follows. */
  #openEpoch(epoch: number): Uint8Array {
    const behind: MetadataEntry[] = [];
    const { last } = this.#replica.log;
    for (let index = this.#committed.image.index + 1; index <= last.index; index++) behind.push(this.#entry(index));
    const records = this.#head.open(epoch, this.#committed.image, behind);
    for (const submission of this.#forwarder.takeAll()) this.#inbox.push(submission);
    return encodePayload(records);
  }

  #onActive(epoch: number): void {
    this.#options.logger.info('this node is the controller', { epoch });
    this.#committed.serve();
    this.#release();
  }

  /**
   * The term up to `epoch` is over: what was not committed may never be. The head falls back; whoever waits for an answer
   * is sent on to the next controller, under the same request id. The entries stay in the log, for that one to adopt or
   * to replace.
   */
  #endTerm(epoch: number): void {
    const term = this.#term;
    if (term === null || term.epoch > epoch) return;
    this.#term = null;
    term.end();
    this.#head.clear();
    const parked = this.#parked;
    this.#parked = [];
    for (const { submission } of parked) {
      if (submission.isForwarded) refuse(submission, ErrorCode.NOT_CONTROLLER);
      else this.#inbox.push(submission);
    }
    this.#options.logger.info('this node is no longer the controller', { epoch: term.epoch });
  }

  #replicaPort(): ReplicaPort {
    return {
      promise: (epoch, done) => this.#disk.promise(epoch, this.#later(done)),
      append: (entries, done) => this.#disk.append(entries, this.#later(done)),
      truncate: (last, done) => this.#disk.truncate(last, this.#later(done)),
      install: (snapshot, bytes, done) => this.#disk.install(snapshot, bytes, this.#later(done)),
      send: (peer, message) => this.#send(peer, message),
      encodeSnapshot: () => snapshotOf(this.#committed.image),
      imageCheck: () => this.#committed.check,
      onCommitted: (index) => this.#onCommitted(index),
      onInstalled: () => {
        this.#committed.replace(this.#disk.arrived);
        this.#options.logger.info('a snapshot of the metadata took the place of the log', {
          index: this.#committed.image.index,
        });
      },
      onDurable: () => this.#term?.onProgress(),
      onPromised: (epoch) => this.#endTerm(epoch - 1),
      onLeader: (node, epoch) => {
        this.#endTerm(epoch - 1);
        this.#forwarder.setController(node, this.#now());
      },
      onDiverged: (index) => this.#diverged(index),
    };
  }

  /** The disk's answer begins a turn of its own. */
  #later(done: () => void): () => void {
    return () =>
      this.#guarded(() => {
        done();
        this.#afterTurn();
      });
  }

  #onCommitted(last: number): void {
    const entries: MetadataEntry[] = [];
    for (let index = this.#committed.image.index + 1; index <= last; index++) {
      entries.push(this.#entry(index));
      this.#head.committed(index);
    }
    this.#committed.apply(entries);
    // Before the first commit of a term nothing is answered: its EpochStart proves everything below.
    if (this.#term === null || this.#term.state === 'active') this.#release();
    this.#log.snapshotIfDue(this.#committed.image);
  }

  #entry(index: number): MetadataEntry {
    const { epoch, payload } = this.#replica.log.entryAt(index)!;
    return { epoch, index, records: this.#head.recordsOf(index) ?? decodePayload(payload) };
  }

  #release(): void {
    const waiting = this.#parked;
    this.#parked = [];
    for (const reply of waiting) this.#park(reply);
  }

  #send(peer: number, message: LogMessage): boolean {
    return this.#network?.send(peer, 'metadata', encodeLogMessage(message)) ?? false;
  }

  #onFrame(peer: number, bytes: Uint8Array): void {
    const frame = this.#decoded(peer, bytes);
    if (frame === null) return;
    const now = this.#now();
    if (frame.kind === 'submit') this.#onForwarded(peer, frame.command);
    else if (frame.kind === 'reply') this.#forwarder.onReply(frame.reply, now);
    else {
      this.#replica.receive(peer, frame.message, now);
      this.#term?.receive(peer, frame.message, now);
      if (this.#replica.isCurrent) this.#committed.serve();
    }
    this.doWork();
  }

  /** Null for what cannot be read. Not so for committed records: a node that cannot read those must not go on. */
  #decoded(peer: number, bytes: Uint8Array): PeerFrame | null {
    try {
      return decodePeerFrame(bytes);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#options.logger.warn('a frame about metadata cannot be read', { peer, problem: error.message });
      return null;
    }
  }

  /** A command of another node: answered over the network, by whoever the controller is. */
  #onForwarded(peer: number, { correlation, requestId, apiKey, request }: ForwardedCommand): void {
    const from: Port = {
      post: (message) => {
        if (message.type === 'reply') this.#network?.send(peer, 'metadata', encodeReply(message, apiKey));
      },
      onMessage: () => {},
    };
    const command = { type: 'submit', correlation, requestId, apiKey, request, timeoutMs: 0 } as const;
    // Never sent on once more: the node that has it knows best where to.
    this.#inbox.push({ ...command, from, isForwarded: true });
  }

  #onPeer(peer: number, event: PeerEvent): void {
    const now = this.#now();
    if (event === 'connected') {
      const directory = this.#network!.identityOf(peer, 'metadata')?.directoryId;
      const before = this.#directories.get(peer);
      if (directory !== undefined) this.#directories.set(peer, directory);
      if (before !== undefined && before !== directory) this.#term?.forget(peer);
      this.#replica.onConnected(peer, now);
      this.#term?.onConnected(peer, now);
      if (this.#replica.leader?.node === peer) this.#forwarder.setController(peer, now);
    } else if (event === 'reset') {
      this.#term?.onReset(peer);
      this.#forwarder.onReset(peer);
    } else if (!this.#election.isUnconfirmed && !this.#network!.connected('metadata').includes(peer)) {
      // Its process is gone: nobody has to wait for its session to end.
      this.#head.sessions.end(peer);
      this.#fenceExpired();
    }
    this.doWork();
  }

  #armTick(): void {
    this.#cancelTick = this.#options.clock.setTimer(TICK_MS, () => {
      this.#armTick();
      this.#guarded(() => this.#tick());
    });
  }

  #tick(): void {
    const now = this.#now();
    this.#replica.tick(now);
    this.#term?.tick(now);
    if (!this.#isController()) this.#forwarder.tick(now);
    if (this.#term?.state === 'active') {
      if (!this.#election.isUnconfirmed) this.#fenceExpired();
      this.#balanceLeadership(now);
      if (now - this.#successorsAt >= SUCCESSORS_MS) {
        this.#successorsAt = now;
        this.#election.setSuccessors(this.#term.successors());
      }
    }
    this.doWork();
  }

  /** Brokers that were not heard of for a session: one entry for each, with all that follows from it. */
  #fenceExpired(): void {
    if (this.#term?.state !== 'active' || this.#log.hasFailed) return;
    for (
      let records = fenceExpired(this.#head.context());
      records !== null;
      records = fenceExpired(this.#head.context())
    ) {
      if (this.#append(null, records) === null) return;
    }
  }

  /** Now and then: partitions go back to their preferred leaders, and those that may be led uncleanly are led. */
  #balanceLeadership(now: number): void {
    const { leaderBalanceIntervalMs } = this.#options.settings;
    if (now < this.#balanceAt || this.#log.hasFailed) return;
    const isFirst = this.#balanceAt === 0;
    this.#balanceAt = now + (leaderBalanceIntervalMs ?? DEFAULT_BALANCE_MS);
    if (isFirst) return;
    const elected = electUncleanly(this.#head.context());
    if (elected.length > 0 && this.#append(null, elected) === null) return;
    const balanced = leaderBalanceIntervalMs === undefined ? [] : balanceLeadership(this.#head.context());
    if (balanced.length > 0) this.#append(null, balanced);
  }

  #hasCaughtUp(nodeId: number): boolean {
    if (this.#term?.state !== 'active') return false;
    return this.#replica.commitIndex - this.#term.durableOf(nodeId) < JOIN_LAG;
  }

  /** What this turn appended goes to the disk and to the peers at the same time. */
  #afterTurn(): void {
    this.#term?.flush(this.#now());
    if (!this.#log.isClosed) this.#log.flush();
    if (this.#inbox.length > 0 && !this.#isController()) {
      // A term that ended in this turn left its requests here.
      const inbox = this.#inbox;
      this.#inbox = [];
      for (const submission of inbox) this.#take(submission);
    }
  }

  #diverged(index: number): void {
    const message = `the metadata image of node ${this.#options.nodeId} differs from the majority's at entry ${index}; its files are kept`;
    this.halt(Object.assign(new Error(message), { code: 'DIVERGED' }));
  }

  /** A broken invariant ends this controller, and with it its broker; not the thread or program that hosts it. */
  #guarded(run: () => void): void {
    if (this.#isHalted) return;
    try {
      run();
    } catch (error) {
      const { message, name } = error as Error;
      this.halt(Object.assign(new Error(message), { code: name, cause: error }));
    }
  }

  #stop(from: Port): void {
    if (this.#isHalted) {
      this.#log.close(() => from.post({ type: 'stopped' }));
      return;
    }
    this.doWork();
    const finish = (): void => {
      this.#isStopped = true;
      this.#cancelTick?.();
      this.#endTerm(Number.POSITIVE_INFINITY);
      for (const submission of [...this.#inbox.splice(0), ...this.#forwarder.takeAll()]) {
        refuse(submission, ErrorCode.NOT_CONTROLLER);
      }
      this.#election.stop(() => {
        this.#network?.close();
        this.#log.close(() => from.post({ type: 'stopped' }));
      });
    };
    if (this.#term === null) finish();
    else this.#election.transferLeadership(finish);
  }
}

function answer({ submission, response, index }: ParkedReply): void {
  const { from, correlation } = submission;
  from.post({ type: 'reply', correlation, errorCode: ErrorCode.NONE, response, index });
}
