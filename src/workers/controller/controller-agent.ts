/**
 * The controller room on one node: holds this node's replica of the metadata log and its committed image, and follows who
 * leads. While raft says that this node does, a LocalController takes the commands, for one term (ControllerTerms);
 * otherwise they are sent to who does. Two images: the head holds everything appended and serves planning only; the
 * committed one is all that anyone is told. Runs on the controller thread, or on the caller's for the embedded broker.
 */
import type { ClusterImage, MetadataEntry } from '../../core/metadata/cluster-image.ts';
import { Replica } from '../../core/metadata-log/replica.ts';
import type { ReplicaLimits } from '../../core/metadata-log/replica-limits.ts';
import type { ReplicaPort } from '../../core/metadata-log/replica-port.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ControlNetwork, PeerEvent } from '../control-net/control-network.ts';
import type { QuorumConfiguration, RaftListener } from '../raft/raft-status.ts';
import { CommandForwarder, refuse, type Submission } from './command-forwarder.ts';
import { CommittedImage } from './committed-image.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';
import { ControllerTerms } from './controller-terms.ts';
import { Head } from './head.ts';
import type { LocalControllerOptions } from './local-controller.ts';
import type { RecoveredLog } from './log-recovery.ts';
import type { MetadataLog } from './metadata-log.ts';
import { PeerChannel } from './peer-channel.ts';
import type { PeerFrame } from './peer-frames.ts';
import type { Election } from './quorum.ts';
import { ReplicaDisk, snapshotOf } from './replica-disk.ts';

const TICK_MS = 25;
/** A learner this close behind has caught up. */
const JOIN_LAG = 100;

export interface ControllerAgentOptions extends LocalControllerOptions {
  readonly replicaLimits: ReplicaLimits;
  readonly logger: Logger;
  /** The node must not go on. */
  onFatal(error: Error & { readonly code?: string }): void;
}

type Port = ControllerPort<FromController, ToController>;

export class ControllerAgent {
  readonly #options: ControllerAgentOptions;
  readonly #log: MetadataLog;
  readonly #election: Election;
  readonly #peers: PeerChannel;
  readonly #disk: ReplicaDisk;
  readonly #replica: Replica;
  readonly #committed: CommittedImage;
  readonly #forwarder: CommandForwarder;
  readonly #head: Head;
  readonly #terms: ControllerTerms;
  #inbox: Submission[] = [];
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
    const peers = new PeerChannel(network, options.logger);
    this.#peers = peers;
    this.#committed = new CommittedImage(recovered.snapshot, network !== null);
    this.#head = new Head(options);
    this.#disk = new ReplicaDisk(log, options.clusterId);
    this.#forwarder = new CommandForwarder((peer, frame) => peers.sendFrame(peer, frame));
    const { epoch, index } = recovered.snapshot;
    const start = { base: { epoch, index }, entries: recovered.entries, promised: recovered.promisedEpoch };
    const firstStream = options.random.below(2 ** 31) * 2 ** 20;
    this.#replica = new Replica(start, this.#replicaPort(), options.replicaLimits, firstStream);
    this.#terms = new ControllerTerms({
      options,
      head: this.#head,
      log,
      replica: this.#replica,
      committed: this.#committed,
      election,
      peers,
      guarded: (run) => this.#guarded(run),
      again: (submission) => this.#take(submission),
      forwarder: this.#forwarder,
      logger: options.logger,
      enqueue: (submission) => this.#inbox.push(submission),
      onDiverged: (index) => this.#diverged(index),
    });
  }

  /** Takes part: follows who leads, leads when elected. */
  start(): void {
    if (!this.#peers.isAlone) {
      this.#peers.listen({
        guarded: (run) => this.#guarded(run),
        onFrame: (peer, frame) => this.#onFrame(peer, frame),
        onPeer: (peer, event) => this.#onPeer(peer, event),
      });
      this.#armTick();
    }
    this.#election.setGates({
      mayJoin: (nodeId) => this.#hasCaughtUp(nodeId),
      mayLeaveJoint: () => this.#terms.term?.mayLeaveJoint() ?? false,
    });
    this.#election.listen(this.#raftListener());
  }

  /** The committed image: to read only. */
  get committedImage(): ClusterImage {
    return this.#committed.image;
  }

  /** The epoch in which this node is the controller, its first entry committed; null otherwise. */
  get activeEpoch(): number | null {
    return this.#terms.term?.state === 'active' ? this.#terms.term.epoch : null;
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
    this.#terms.term?.end();
    this.#peers.close();
    if (!this.#isStopped) this.#election.stop(() => {});
    this.#options.onFatal(error);
  }

  #now(): number {
    return this.#options.clock.monotonicMs();
  }

  #isController(): boolean {
    return this.#terms.controller?.isPlanning === true;
  }

  #take(submission: Submission): void {
    const { controller } = this.#terms;
    if (controller?.isPlanning === true) controller.handle(submission);
    else if (this.#isStopped || submission.isForwarded) refuse(submission, ErrorCode.NOT_CONTROLLER);
    else this.#forwarder.submit(submission, this.#now());
  }

  #raftListener(): RaftListener {
    return {
      onLeader: (epoch, configuration) => this.#guarded(() => this.#startTerm(epoch, configuration)),
      onLost: (epoch) => this.#guarded(() => this.#terms.end(epoch)),
      // The controller itself says so, once it may be heard.
      onLeaderKnown: () => {},
      onConfiguration: (configuration) => this.#guarded(() => this.#terms.term?.reconfigure(configuration)),
      onFatal: (error) => this.halt(error),
    };
  }

  #startTerm(epoch: number, members: QuorumConfiguration): void {
    if (this.#isStopped) return;
    this.#terms.start(epoch, members);
    this.doWork();
  }

  #replicaPort(): ReplicaPort {
    return {
      promise: (epoch, done) => this.#disk.promise(epoch, this.#later(done)),
      append: (entries, done) => this.#disk.append(entries, this.#later(done)),
      truncate: (last, done) => this.#disk.truncate(last, this.#later(done)),
      install: (snapshot, bytes, done) => this.#disk.install(snapshot, bytes, this.#later(done)),
      send: (peer, message) => this.#peers.send(peer, message),
      encodeSnapshot: () => snapshotOf(this.#committed.image),
      imageCheck: () => this.#committed.check,
      onCommitted: (index) => this.#onCommitted(index),
      onInstalled: () => {
        this.#committed.replace(this.#disk.arrived);
        this.#options.logger.info('a snapshot of the metadata took the place of the log', {
          index: this.#committed.image.index,
        });
      },
      onDurable: () => this.#terms.term?.onProgress(),
      onPromised: (epoch) => this.#terms.end(epoch - 1),
      onLeader: (node, epoch) => {
        this.#terms.end(epoch - 1);
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
      entries.push(this.#head.entryOf(this.#replica.log.entryAt(index)!));
      this.#head.committed(index);
    }
    this.#committed.apply(entries);
    // Before the first commit of a term nothing is answered: its EpochStart proves everything below.
    if (this.#terms.term?.state === 'active') this.#terms.controller!.release();
    this.#log.snapshotIfDue(this.#committed.image);
  }

  #onFrame(peer: number, frame: PeerFrame): void {
    const now = this.#now();
    if (frame.kind === 'submit') this.#inbox.push(this.#peers.submission(peer, frame.command));
    else if (frame.kind === 'reply') this.#forwarder.onReply(frame.reply, now);
    else {
      this.#replica.receive(peer, frame.message, now);
      this.#terms.term?.receive(peer, frame.message, now);
      if (this.#replica.isCurrent) this.#committed.serve();
    }
    this.doWork();
  }

  #onPeer(peer: number, event: PeerEvent): void {
    const now = this.#now();
    if (event === 'connected') {
      if (this.#peers.met(peer)) this.#terms.term?.forget(peer);
      this.#replica.onConnected(peer, now);
      this.#terms.term?.onConnected(peer, now);
      if (this.#replica.leader?.node === peer) this.#forwarder.setController(peer, now);
    } else if (event === 'reset') {
      this.#terms.term?.onReset(peer);
      this.#forwarder.onReset(peer);
    } else if (!this.#election.isUnconfirmed && !this.#peers.connected().includes(peer)) {
      // Its process is gone: nobody has to wait for its session to end.
      this.#head.sessions.end(peer);
      this.#terms.controller?.fenceExpired();
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
    this.#terms.term?.tick(now);
    if (!this.#isController()) this.#forwarder.tick(now);
    this.#terms.controller?.tick(now);
    this.doWork();
  }

  #hasCaughtUp(nodeId: number): boolean {
    if (this.#terms.term?.state !== 'active') return false;
    return this.#replica.commitIndex - this.#terms.term.durableOf(nodeId) < JOIN_LAG;
  }

  /** What this turn appended goes to the disk and to the peers at the same time. */
  #afterTurn(): void {
    this.#terms.term?.flush(this.#now());
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
      this.#terms.end(Number.POSITIVE_INFINITY);
      for (const submission of [...this.#inbox.splice(0), ...this.#forwarder.takeAll()]) {
        refuse(submission, ErrorCode.NOT_CONTROLLER);
      }
      this.#election.stop(() => {
        this.#peers.close();
        this.#log.close(() => from.post({ type: 'stopped' }));
      });
    };
    if (this.#terms.controller === null) finish();
    else this.#election.transferLeadership(finish);
  }
}
