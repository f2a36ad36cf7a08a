/** Broker properties that only a running broker takes, as in Kafka: no file sets them. Columns: see property-table.ts. */
export const DYNAMIC_TABLE = `
leader.replication.throttled.rate             | long | 9223372036854775807 | >=0 | cluster-wide | yes           | The most bytes per second that this broker sends to replicas that catch up on throttled partitions (leader.replication.throttled.replicas).
follower.replication.throttled.rate           | long | 9223372036854775807 | >=0 | cluster-wide | yes           | The most bytes per second that this broker takes for throttled partitions on which it catches up (follower.replication.throttled.replicas).
replica.alter.log.dirs.io.max.bytes.per.second | long | 9223372036854775807 | >=0 | cluster-wide | log-dir-moves | The most bytes per second that moves between log directories read and write.
`;
