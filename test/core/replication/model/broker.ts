/** One broker's log, on disk and in memory, and what it is to the partition. Holds; the sides decide. */
import { LeaderEpochs } from '../../../../src/core/log/leader-epochs.ts';
import { HighWatermark } from '../../../../src/core/partition/high-watermark.ts';
import type { FollowerStream } from '../../../../src/core/replication/follower-stream.ts';
import type { LeaderReplicas } from '../../../../src/core/replication/leader-replicas.ts';

export interface Entry {
  readonly epoch: number;
  readonly value: number;
}

export class Broker {
  readonly id: number;
  isUp = true;
  brokerEpoch: number;
  log: Entry[] = [];
  durable = 0;
  hw = new HighWatermark(0, 0);
  /** How many metadata versions it has seen. */
  seen = 0;
  leading: LeaderReplicas | null = null;
  following: FollowerStream | null = null;
  /** Leader's side: next offset to push, per follower. */
  next = new Map<number, { stream: number; next: number }>();
  epochs = new LeaderEpochs();
  truncateTo = -1;

  constructor(id: number) {
    this.id = id;
    this.brokerEpoch = id;
  }

  rebuildEpochs(): void {
    this.epochs = new LeaderEpochs();
    for (const [offset, { epoch }] of this.log.entries()) {
      if (this.epochs.latestEpoch !== epoch) this.epochs.assign(epoch, offset);
    }
  }
}
