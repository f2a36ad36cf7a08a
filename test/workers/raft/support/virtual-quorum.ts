/** Raft agents of several nodes on one virtual clock, cable and set of disks, with everything they decide checked. */
import type { Entry } from '../../../../src/core/raft/entry.ts';
import type { MemoryStorage } from '../../../../src/core/raft/memory-storage.ts';
import { ManualClock } from '../../../../src/runtime/clock/manual-clock.ts';
import { silentLogger } from '../../../../src/runtime/logging/logger.ts';
import { MemoryControlHub, type MemoryHubOptions } from '../../../../src/workers/control-net/memory-network.ts';
import { RaftGauges } from '../../../../src/workers/raft/raft-gauges.ts';
import { openRaftStore } from '../../../../src/workers/raft/raft-recovery.ts';
import { NO_LEADER, type RaftStatus } from '../../../../src/workers/raft/raft-status.ts';
import { startRaft } from '../../../../src/workers/raft/start-raft.ts';
import { WatchedLogIo } from '../../../../src/workers/raft/watched-log-io.ts';
import { MemoryDisk } from '../../../support/memory-disk.ts';
import { prng } from '../../../support/prng.ts';
import { PausableClock } from './pausable-clock.ts';
import { SocketHub } from './socket-hub.ts';
import { VirtualLogIo } from './virtual-log-io.ts';

export const DIRECTORY = '/d/__chronik_metadata';

export interface QuorumOptions extends Partial<MemoryHubOptions> {
  readonly nodes: number;
  readonly seed?: number;
  readonly syncMs?: number;
  /** `sockets`: the production network over sockets in memory. It loses no single frames and pauses no node. */
  readonly transport?: 'memory' | 'sockets';
  /** Ids of the first voters; all nodes where not given. */
  readonly voters?: readonly number[];
}

export interface Up {
  readonly raft: RaftStatus;
  readonly io: VirtualLogIo;
  readonly watched: WatchedLogIo;
  readonly storage: MemoryStorage;
  readonly gauges: RaftGauges;
  readonly clock: PausableClock;
}

export class VirtualQuorum {
  readonly clock = new ManualClock();
  readonly hub: MemoryControlHub | SocketHub;
  readonly random: () => number;
  readonly up = new Map<number, Up>();
  readonly disks = new Map<number, MemoryDisk>();
  readonly events: string[] = [];
  readonly refusals: string[] = [];
  readonly fatal: string[] = [];
  /** I1: who led which term. */
  readonly leaders = new Map<number, number>();
  readonly #options: QuorumOptions;
  /** Nodes whose disk was made to fail. */
  readonly #broken = new Set<number>();
  /** I3: what was committed, by index. */
  readonly #committed = new Map<number, string>();

  constructor(options: QuorumOptions) {
    this.#options = options;
    this.random = prng(options.seed ?? 1);
    this.hub =
      options.transport === 'sockets'
        ? new SocketHub(this.clock, this.random)
        : new MemoryControlHub(this.clock, this.random, { minDelayMs: 0.1, maxDelayMs: 2, ...options });
    for (let nodeId = 1; nodeId <= options.nodes; nodeId++) this.disks.set(nodeId, new MemoryDisk());
  }

  get voters(): readonly number[] {
    return this.#options.voters ?? [...this.disks.keys()];
  }

  startAll(): void {
    for (const nodeId of this.disks.keys()) this.start(nodeId);
  }

  start(nodeId: number, directoryId = `dir-${nodeId}`, voters = this.voters): Up {
    const disk = this.disks.get(nodeId)!;
    const { random } = this;
    const clock = new PausableClock(this.clock);
    const randomBytes = (length: number) => Uint8Array.from({ length }, () => random() * 256);
    const recovered = openRaftStore(disk, {
      directory: DIRECTORY,
      clusterId: 'cluster',
      nodeId,
      voters,
      formerEpoch: 0,
      randomBytes,
    });
    const identity = { clusterId: 'cluster', nodeId, directoryId, incarnation: recovered.starts };
    const network = this.hub.join(identity, (sentence) => this.refusals.push(sentence));
    const syncMs = this.#options.syncMs ?? 1;
    const io = new VirtualLogIo(disk, clock, () => syncMs * (0.5 + random()));
    const watched = new WatchedLogIo(io, clock);
    const gauges = new RaftGauges();
    const peers = voters.map((id) => ({ nodeId: id, host: `host-${id}`, port: 9093 }));
    const raft = startRaft({ identity, voters: peers, directory: DIRECTORY }, recovered, {
      clock,
      io: watched,
      network,
      logger: silentLogger,
      gauges,
      random,
      randomBytes,
    });
    const node = { raft, io, watched, storage: recovered.storage, gauges, clock };
    this.up.set(nodeId, node);
    const isUp = () => this.up.get(nodeId)?.raft === raft;
    raft.listen({
      onLeader: (epoch) => {
        if (!isUp()) return;
        const other = this.leaders.get(epoch);
        if (other !== undefined) throw new Error(`I1: node ${nodeId} and node ${other} lead term ${epoch}`);
        this.leaders.set(epoch, nodeId);
        this.#checkCompleteness(nodeId, epoch, recovered.storage);
        this.events.push(`${nodeId} leads ${epoch}`);
      },
      onLost: (epoch) => this.events.push(`${nodeId} lost ${epoch}`),
      onLeaderKnown: (leaderId, term) => {
        if (isUp())
          this.events.push(leaderId === NO_LEADER ? `${nodeId} knows none` : `${nodeId} knows ${leaderId} of ${term}`);
      },
      onConfiguration: ({ voters: now }) => this.events.push(`${nodeId} voters ${now.join(',')}`),
      onFatal: (error) => {
        if (!isUp()) return;
        if (error.code === 'EIO' && this.#broken.delete(nodeId)) this.clock.setTimer(0, () => this.crash(nodeId));
        else this.fatal.push(`${nodeId}: ${error.message}`);
      },
    });
    return node;
  }

  /** The power fails: what was not synced may be gone. */
  crash(nodeId: number): void {
    const node = this.up.get(nodeId);
    if (node === undefined) return;
    this.up.delete(nodeId);
    this.#broken.delete(nodeId);
    node.io.crash();
    this.hub.crash(nodeId);
    this.disks.set(
      nodeId,
      this.disks.get(nodeId)!.powerLoss(() => this.random() < 0.5),
    );
    node.raft.stop(() => {});
  }

  /** Share of frames whose loss ends their session. */
  setLossRate(lossRate: number): void {
    if (!(this.hub instanceof SocketHub)) this.hub.options = { ...this.hub.options, lossRate };
  }

  /** The next sync of this node's disk fails: it has to end itself, and starts later from what the disk kept. */
  breakDisk(nodeId: number): void {
    if (!this.up.has(nodeId)) return;
    this.#broken.add(nodeId);
    this.disks.get(nodeId)!.onCall = (call) => {
      if (call === 'sync') throw Object.assign(new Error('EIO: injected'), { code: 'EIO' });
    };
  }

  /** SIGSTOP and SIGCONT. Afterwards timers come before what arrived, as in an event loop. */
  pause(nodeId: number, isPaused: boolean): void {
    if (this.hub instanceof SocketHub) return;
    this.up.get(nodeId)?.clock.setPaused(isPaused);
    this.hub.setPaused(nodeId, isPaused);
  }

  leader(): number | null {
    const leading = [...this.up].filter(([, { raft }]) => raft.leading !== null).map(([id]) => id);
    return leading.length === 1 ? leading[0]! : null;
  }

  /** Runs until `condition`, checking all the while; answers how long it took. */
  until(condition: () => boolean, limitMs = 10_000): number {
    const start = this.clock.monotonicMs();
    while (!condition()) {
      if (this.clock.monotonicMs() - start > limitMs)
        throw new Error(`in vain for ${limitMs} ms; ${this.events.slice(-10)}`);
      this.run(1);
    }
    return this.clock.monotonicMs() - start;
  }

  run(ms: number): void {
    const end = this.clock.monotonicMs() + ms;
    while (this.clock.monotonicMs() < end) {
      this.clock.advance(Math.min(5, end - this.clock.monotonicMs()));
      this.check();
    }
  }

  /** Everyone agrees on the leader. */
  isSettled(): boolean {
    const leader = this.leader();
    return leader !== null && [...this.up.values()].every(({ raft }) => raft.leaderId === leader);
  }

  /** I1 by role, and I3: logs agree wherever a majority of the disks has the same entry of a leader's commit. */
  check(): void {
    if (this.fatal.length > 0) throw new Error(`a voter ended itself: ${this.fatal}`);
    const byTerm = new Map<number, number>();
    for (const [id, { raft }] of this.up) {
      if (raft.role !== 'Leader') continue;
      const other = byTerm.get(raft.term) ?? this.leaders.get(raft.term) ?? id;
      if (other !== id) throw new Error(`I1: nodes ${other} and ${id} are leaders of term ${raft.term}`);
      byTerm.set(raft.term, id);
    }
    for (const [id, { storage }] of this.up) this.#checkLog(id, storage);
  }

  /** I3: a new leader has everything that was ever committed. */
  #checkCompleteness(id: number, epoch: number, storage: MemoryStorage): void {
    for (const [index, text] of this.#committed) {
      if (index < storage.firstIndex()) continue;
      const [entry] = index > storage.lastIndex() ? [] : (storage.entries(index, index + 1, 1) ?? []);
      const own = entry === undefined ? 'nothing' : textOf(entry);
      if (own !== text) throw new Error(`I3: node ${id} leads ${epoch} with ${own} at ${index}, not ${text}`);
    }
  }

  #checkLog(id: number, storage: MemoryStorage): void {
    const { commit } = storage.initialState().hardState;
    for (let index = storage.firstIndex(); index <= commit; index++) {
      const [entry] = storage.entries(index, index + 1, Number.POSITIVE_INFINITY) ?? [];
      if (entry === undefined) continue;
      const text = textOf(entry);
      const before = this.#committed.get(index);
      if (before !== undefined && before !== text)
        throw new Error(`I3: node ${id} has ${text} at ${index}, not ${before}`);
      this.#committed.set(index, text);
    }
  }
}

function textOf({ term, kind, data }: Entry): string {
  return `${term} ${kind} ${data.join(',')}`;
}
