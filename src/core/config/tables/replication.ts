/** Broker properties: replicas, their leaders and how followers fetch. Columns: see property-table.ts. */
export const REPLICATION_TABLE = `
controlled.shutdown.enable                    | boolean | true     | any | read-only    | yes            | Whether a stopping broker hands its leaderships over first.
auto.leader.rebalance.enable                  | boolean | true     | any | read-only    | yes            | Whether leadership returns to the preferred replicas by itself.
leader.imbalance.check.interval.seconds       | long    | 300      | >=1 | read-only    | yes            | How often the controller looks for partitions that are not led by their preferred replica.
unclean.leader.election.enable                | boolean | false    | any | cluster-wide | yes            | Whether a replica outside the in-sync set may lead, at the price of acknowledged records.
unclean.leader.election.interval.ms           | long    | 300000   | >=1 | read-only    | ~internal      | How often the controller looks for partitions that may be led uncleanly.
default.replication.factor                    | int     | 1        | any | read-only    | yes            | The replication factor of topics that are created without one.
min.insync.replicas                           | int     | 1        | >=1 | cluster-wide | yes            | How many in-sync replicas must hold a record before acks=all is answered.
replica.lag.time.max.ms                       | long    | 30000    | any | read-only    | yes            | How long a follower may lag behind the leader's end before it leaves the in-sync set.
replica.fetch.min.bytes                       | int     | 1        | any | read-only    | pushed         | The fewest bytes a follower's fetch waits for.
replica.fetch.max.bytes                       | int     | 1048576  | >=0 | read-only    | pushed         | The most bytes a follower fetches from one partition at a time.
replica.fetch.response.max.bytes              | int     | 10485760 | >=0 | read-only    | pushed         | The most bytes a follower fetches in one response.
replica.fetch.wait.max.ms                     | int     | 500      | any | read-only    | pushed         | The longest a follower's fetch waits at the leader.
replica.fetch.backoff.ms                      | int     | 1000     | >=0 | read-only    | pushed         | The pause after a failed follower fetch.
replica.socket.timeout.ms                     | int     | 30000    | any | read-only    | pushed         | How long a follower waits for an answer of its leader.
replica.socket.receive.buffer.bytes           | int     | 65536    | any | read-only    | socket-buffers | The receive buffer of follower connections.
replica.high.watermark.checkpoint.interval.ms | long    | 5000     | any | read-only    | yes            | How often high watermarks are written to disk.
replica.selector.class                        | string  | null     | any | read-only    | yes            | Which replica a consumer reads from: Kafka's RackAwareReplicaSelector sends it to one in its rack.
follower.fetch.last.tiered.offset.enable      | boolean | false    | any | cluster-wide | remote         | Whether an empty follower begins behind what lies in remote storage.
num.replica.fetchers                          | int     | 1        | >=1 | cluster-wide | pushed         | How many streams a follower opens to each leader.
num.replica.alter.log.dirs.threads            | int     | null     | any | read-only    | log-dir-moves  | How many threads move replicas between directories.
`;
