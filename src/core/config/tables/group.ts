/** Group properties (KIP-848 and after), set with IncrementalAlterConfigs on a GROUP resource. Columns: see property-table.ts. */
export const GROUP_TABLE = `
consumer.heartbeat.interval.ms | int    | 5000             | >=1                                    | cluster-wide | yes     | How often members of this consumer group are told to send heartbeats.
consumer.session.timeout.ms    | int    | 45000            | >=1                                    | cluster-wide | yes     | How long a member of this consumer group may be silent before it is removed.
share.auto.offset.reset        | string | latest           | share offset reset                     | cluster-wide | share   | Where this share group begins in a partition it has never read.
share.heartbeat.interval.ms    | int    | 5000             | >=1                                    | cluster-wide | share   | How often members of this share group are told to send heartbeats.
share.isolation.level          | string | read_uncommitted | one of read_committed read_uncommitted | cluster-wide | share   | Whether this share group sees records of open transactions.
share.record.lock.duration.ms  | int    | 30000            | >=1000                                 | cluster-wide | share   | How long a member of this share group may hold a record.
share.session.timeout.ms       | int    | 45000            | >=1                                    | cluster-wide | share   | How long a member of this share group may be silent before it is removed.
streams.heartbeat.interval.ms  | int    | 5000             | >=1                                    | cluster-wide | streams | How often members of this streams group are told to send heartbeats.
streams.num.standby.replicas   | int    | 0                | >=0                                    | cluster-wide | streams | How many standby replicas this streams group keeps of each task.
streams.session.timeout.ms     | int    | 45000            | >=1                                    | cluster-wide | streams | How long a member of this streams group may be silent before it is removed.
`;
