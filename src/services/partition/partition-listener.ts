/** What replication hears of the partitions that this broker hosts. Main thread; calls come in the order of events. */
import type { HostedPartition } from './hosted-partition.ts';

export interface PartitionListener {
  /** Another registration, another log behind it, or its log was lost: who leads and who follows may be another. */
  onChanged(partition: HostedPartition): void;
  onRemoved(partition: HostedPartition): void;
  /** Its topic has another configuration. */
  onConfigured(partition: HostedPartition): void;
  /** This broker leads it, and may show more of it. */
  onHighWatermark(partition: HostedPartition): void;
  /** This broker follows it, and holds more of it for good. */
  onDurable(partition: HostedPartition): void;
}
