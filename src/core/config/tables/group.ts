/** Group properties (KIP-848 and after), set with IncrementalAlterConfigs on a GROUP resource. Columns: see property-table.ts. */
export const GROUP_TABLE = `
consumer.heartbeat.interval.ms     | int     | 5000             | >=1                                    | cluster-wide | yes     | How often members of this consumer group are told to send heartbeats.
consumer.session.timeout.ms        | int     | 45000            | >=1                                    | cluster-wide | yes     | How long a member of this consumer group may be silent before it is removed.
consumer.assignment.interval.ms    | int     | 1000             | >=0                                    | cluster-wide | yes     | The least time between two assignments of this consumer group.
share.auto.offset.reset            | string  | latest           | share offset reset                     | cluster-wide | share   | Where this share group begins in a partition it has never read.
share.heartbeat.interval.ms        | int     | 5000             | >=1                                    | cluster-wide | share   | How often members of this share group are told to send heartbeats.
share.isolation.level              | string  | read_uncommitted | one of read_committed read_uncommitted | cluster-wide | share   | Whether this share group sees records of open transactions.
share.record.lock.duration.ms      | int     | 30000            | >=1000                                 | cluster-wide | share   | How long a member of this share group may hold a record.
share.assignment.interval.ms       | int     | 1000             | >=0                                    | cluster-wide | share   | The least time between two assignments of this share group.
share.delivery.count.limit         | int     | 5                | >=2                                    | cluster-wide | share   | How often a record is delivered to this share group at most.
share.partition.max.record.locks   | int     | 2000             | >=100                                  | cluster-wide | share   | How many records of a partition this share group may hold at a time.
share.renew.acknowledge.enable     | boolean | true             | any                                    | cluster-wide | share   | Whether members of this share group may prolong their hold on a record.
share.session.timeout.ms           | int     | 45000            | >=1                                    | cluster-wide | share   | How long a member of this share group may be silent before it is removed.
streams.heartbeat.interval.ms      | int     | 5000             | >=1                                    | cluster-wide | streams | How often members of this streams group are told to send heartbeats.
streams.num.standby.replicas       | int     | 0                | >=0                                    | cluster-wide | streams | How many standby replicas this streams group keeps of each task.
streams.assignment.interval.ms     | int     | 1000             | >=0                                    | cluster-wide | streams | The least time between two assignments of this streams group.
streams.initial.rebalance.delay.ms | int     | 3000             | >=0                                    | cluster-wide | streams | How long the first rebalance of this streams group waits for more members.
streams.session.timeout.ms         | int     | 45000            | >=1                                    | cluster-wide | streams | How long a member of this streams group may be silent before it is removed.
`;
