/**
 * Replication of this broker's partitions: leads and follows as the committed metadata says. Connects the hosted partitions,
 * the replication thread and the controller; owns the connection's life. Main thread.
 */

import { DecodeError } from '../../core/bytes/decode-error.ts';
import type { ReplicationThrottles } from '../../core/config/broker/replication-throttles.ts';
import type { ClusterImage } from '../../core/metadata/cluster-image.ts';
import type { AlterPartitionRequest } from '../../core/protocol/generated/alter-partition-request.ts';
import type { AlterPartitionResponse } from '../../core/protocol/generated/alter-partition-response.ts';
import type { ThrottleTerms } from '../../core/replication/replication-throttle.ts';
import { FrameKind } from '../../core/replication/wire-format.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { PageHandle } from '../../runtime/counters/counter-page.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ComputeClient } from '../../workers/compute/compute-client.ts';
import {
  ReplicationClient,
  type ReplicationEvents,
  type SessionId,
  type StartHost,
} from '../../workers/replication/replication-client.ts';
import {
  type Peer,
  REPLICATION_READER,
  type SessionOpened,
  type Want,
} from '../../workers/replication/replication-messages.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import type { PartitionListener } from '../partition/partition-listener.ts';
import type { ReplicaManager } from '../replica-manager.ts';
import { FollowerSide } from './follower-side.ts';
import { IsrKeeper } from './isr-keeper.ts';
import { LeaderSide } from './leader-side.ts';
import { LogCutter } from './log-cutter.ts';

/** Name of the endpoint in a broker's registration at which it takes calls of its followers. */
export const REPLICATION_ENDPOINT = 'REPLICATION';

export interface ReplicationOptions {
  readonly brokerId: number;
  readonly clusterId: string;
  /** Uuid of this start. */
  readonly incarnationId: string;
  /** Address to listen on; port 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  /** `chronik.ring.bytes` */
  readonly ringBytes: number;
  readonly replicas: ReplicaManager;
  readonly compute: ComputeClient;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly image: () => ClusterImage;
  /** replica.lag.time.max.ms */
  readonly maxLagMs: () => number;
  /** Sends AlterPartition to the controller; null: no answer came. The answer follows the metadata that it tells of. */
  readonly alterPartition: (
    request: AlterPartitionRequest,
    deadline: number,
    callback: (response: AlterPartitionResponse | null) => void,
  ) => void;
  /** The throttles as they are at the moment; `throttlesChanged` tells that they are others. */
  readonly throttles: () => ReplicationThrottles;
  readonly startHost: StartHost;
  /** Where the replication thread keeps its figures. */
  readonly counters?: PageHandle | undefined;
  /** Replication cannot go on, and so neither can the broker. */
  readonly onFatal: (error: Error) => void;
}

export class ReplicationService implements PartitionListener, ReplicationEvents {
  readonly #options: ReplicationOptions;
  readonly #client: ReplicationClient;
  readonly #leaders: LeaderSide;
  readonly #followers: FollowerSide;
  readonly #isrs: IsrKeeper;
  readonly #roles = new Map<number, 'leader' | 'follower'>();
  #brokerEpoch = -1;
  #peersText = '';
  #isPeersScheduled = false;
  #isStopped = false;

  /** After the log directories are open: their rings get another reader. */
  constructor(options: ReplicationOptions) {
    const { brokerId, clusterId, incarnationId, host, port, ringBytes, replicas, clock, logger, compute, image } =
      options;
    this.#options = options;
    for (const { wal } of replicas.directories) wal.useReaders(REPLICATION_READER + 1);
    const appendRings = replicas.directories.map(({ wal }) => wal.memory.buffer as SharedArrayBuffer);
    const maxBatchBytes = Math.min(...replicas.directories.map(({ wal }) => wal.maxBatchBytes));
    const self = { clusterId, nodeId: brokerId, incarnationId, host, port, counters: options.counters };
    this.#client = new ReplicationClient({ ...self, appendRings, ringBytes, maxBatchBytes }, this);
    const client = this.#client;
    this.#isrs = new IsrKeeper({
      brokerId,
      clock,
      logger,
      brokerEpoch: () => this.#brokerEpoch,
      brokerEpochOf: (id) => image().brokers.get(id)?.epoch ?? -1,
      isEligible: (id, epoch) => image().brokers.isActive(id) && image().brokers.get(id)?.epoch === epoch,
      partitions: () => replicas.partitions(),
      maxLagMs: options.maxLagMs,
      alterPartition: options.alterPartition,
    });
    this.#leaders = new LeaderSide({
      brokerId,
      client,
      replicas,
      clock,
      logger,
      onProgress: (partition) => this.#isrs.checkSoon(partition),
    });
    const cutter = new LogCutter({ replicas, compute, clock, logger });
    // Wall-clock microseconds: above every id of an earlier start, unless the clock went back by all of its life; the
    // leader knows starts apart by their sessions, too.
    const firstStreamId = clock.wallMs() * 1000;
    this.#followers = new FollowerSide(
      {
        brokerId,
        client,
        replicas,
        cutter,
        clock,
        logger,
        onLeadersChanged: () => this.#refreshPeersSoon(),
        throttle: followerTerms(options.throttles()),
      },
      firstStreamId,
    );
    replicas.useListener(this);
  }

  /** Resolves with the port of the REPLICATION endpoint to register. */
  start(): Promise<number> {
    this.#isrs.start();
    return this.#client.start(this.#options.startHost);
  }

  /** The configuration of brokers is another. */
  throttlesChanged(): void {
    if (this.#isStopped) return;
    const throttles = this.#options.throttles();
    this.#client.throttle(leaderTerms(throttles));
    this.#followers.useThrottle(followerTerms(throttles));
  }

  /** This broker is registered: it may follow, and lead. */
  registered(brokerEpoch: number): void {
    this.#brokerEpoch = brokerEpoch;
    this.throttlesChanged();
    this.refreshPeers();
  }

  /** Partitions followed by this broker that are in step, and those that are not there yet. */
  get followed(): { streaming: number; waiting: number } {
    return this.#followers.counts;
  }

  /** Brokers came, went or moved, or may join in-sync sets now. */
  refreshPeers(): void {
    const { image, brokerId } = this.#options;
    const leaders = this.#followers.leaders();
    const peers: Peer[] = [];
    for (const { id, epoch, endpoints } of image().brokers.all()) {
      const endpoint = endpoints.find(({ name }) => name === REPLICATION_ENDPOINT);
      if (id === brokerId || endpoint === undefined) continue;
      peers.push({
        nodeId: id,
        host: endpoint.host,
        port: endpoint.port,
        brokerEpoch: epoch,
        isDialled: leaders.has(id),
      });
    }
    const list = { ownEpoch: this.#brokerEpoch, peers };
    const text = JSON.stringify(list);
    if (text === this.#peersText || this.#isStopped) return;
    this.#peersText = text;
    this.#client.usePeers(list);
  }

  /** Before the log directories close. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#isrs.stop();
    this.#followers.stop();
    await this.#client.stop();
    for (const { wal } of this.#options.replicas.directories) wal.useReaders(REPLICATION_READER);
  }

  onChanged(partition: HostedPartition): void {
    if (this.#isStopped) return;
    this.#leaders.onChanged(partition);
    this.#followers.onChanged(partition);
  }

  onRemoved(partition: HostedPartition): void {
    if (this.#isStopped) return;
    this.#leaders.onRemoved(partition);
    this.#followers.onRemoved(partition);
  }

  onConfigured(partition: HostedPartition): void {
    if (this.#isStopped) return;
    this.#leaders.onConfigured(partition);
    this.#followers.onConfigured(partition);
  }

  onHighWatermark(partition: HostedPartition): void {
    if (!this.#isStopped) this.#leaders.onHighWatermark(partition);
  }

  onDurable(partition: HostedPartition): void {
    if (!this.#isStopped) this.#followers.onDurable(partition);
  }

  onOpened(id: SessionId, { role, brokerEpoch, maxBatchBytes }: SessionOpened): void {
    this.#roles.set(id.session, role);
    if (role === 'leader') this.#leaders.onOpened(id, brokerEpoch, maxBatchBytes);
    else this.#followers.onOpened(id);
  }

  onClosed(id: SessionId): void {
    const role = this.#roles.get(id.session);
    this.#roles.delete(id.session);
    if (role === 'leader') this.#leaders.onClosed(id);
    else this.#followers.onClosed(id);
  }

  onFrame(
    id: SessionId,
    kind: number,
    bytes: Uint8Array,
    view: DataView,
    headStart: number,
    headEnd: number,
    end: number,
  ): boolean {
    try {
      if (this.#roles.get(id.session) === 'follower') {
        return this.#followers.onFrame(id, kind, bytes, view, headStart, headEnd, end);
      }
      const head = bytes.slice(headStart, headEnd);
      if (kind === FrameKind.Ack) this.#leaders.onAck(id, head);
      else if (kind === FrameKind.Subscribe) this.#leaders.onSubscribe(id, head);
      else this.#leaders.onUnsubscribe(id, head);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#options.logger.warn('a broker sent a malformed frame', { peer: id.peer, kind, error });
    }
    return true;
  }

  onWant(id: SessionId, want: Want): void {
    this.#leaders.onWant(id, want);
  }

  onNote(text: string): void {
    this.#options.logger.info('replication', { note: text });
  }

  onFailed(reason: string): void {
    if (!this.#isStopped) this.#options.onFatal(new Error(reason));
  }

  #refreshPeersSoon(): void {
    if (this.#isPeersScheduled) return;
    this.#isPeersScheduled = true;
    queueMicrotask(() => {
      this.#isPeersScheduled = false;
      this.refreshPeers();
    });
  }
}

function leaderTerms({ leaderRate: rate, samples, sampleMs }: ReplicationThrottles): ThrottleTerms {
  return { rate, samples, sampleMs };
}

function followerTerms({ followerRate: rate, samples, sampleMs }: ReplicationThrottles): ThrottleTerms {
  return { rate, samples, sampleMs };
}
