/** Broker properties: who this node is, the controller quorum and its metadata log. Columns: see property-table.ts. */
export const CLUSTER_TABLE = `
node.id                                         | int     | 1                   | >=0                       | read-only | yes                 | The number of this node, unique in the cluster and never reused for other data.
broker.id                                       | int     | -1                  | any                       | read-only | yes                 | The older name of node.id; both may be given when they agree.
process.roles                                   | list    | broker,controller   | list of broker controller | read-only | yes                 | Which roles this node plays: broker, controller, or both; a single node plays both.
broker.rack                                     | string  | null                | any                       | read-only | yes                 | The rack or zone of this node, used to spread replicas and shown to clients.
broker.heartbeat.interval.ms                    | int     | 2000                | any                       | read-only | yes                 | How often a broker reports to the controller that it is alive.
broker.session.timeout.ms                       | int     | 9000                | any                       | read-only | yes                 | How long a broker may stay silent before the controller fences it.
initial.broker.registration.timeout.ms          | int     | 60000               | any                       | read-only | yes                 | How long a starting broker waits for the controller to accept it before it gives up.
controller.listener.names                       | string  | null                | any                       | read-only | yes                 | The listeners that carry controller traffic; they are never advertised to clients.
controller.quorum.voters                        | list    | ''                  | any                       | read-only | yes                 | The voters of the controller quorum as id@host:port, the same on every node.
controller.quorum.bootstrap.servers             | list    | ''                  | any                       | read-only | yes                 | Addresses of controllers through which a node finds the quorum when no voters are listed.
controller.quorum.election.timeout.ms           | int     | 1000                | >=0                       | read-only | yes                 | How long a voter waits without a leader's sign of life before it starts an election.
controller.quorum.election.backoff.max.ms       | int     | 1000                | >=0                       | read-only | yes                 | The longest random wait before a failed election is repeated.
controller.quorum.fetch.timeout.ms              | int     | 2000                | >=0                       | read-only | yes                 | How long a leader goes on without hearing from a majority before it resigns.
controller.quorum.append.linger.ms              | int     | 25                  | >=0                       | read-only | yes                 | How long the quorum leader collects records before it writes them as one batch.
controller.quorum.request.timeout.ms            | int     | 2000                | >=0                       | read-only | yes                 | How long a quorum request may take before it counts as lost.
controller.quorum.retry.backoff.ms              | int     | 20                  | >=0                       | read-only | yes                 | The pause before a failed quorum request is repeated.
controller.socket.timeout.ms                    | int     | 30000               | any                       | read-only | no-blocking-sockets | The time limit of a blocking socket to the controller.
server.max.startup.time.ms                      | long    | 9223372036854775807 | >=0                       | read-only | ~yes                | How long a start may take before it is abandoned.
metadata.log.dir                                | string  | null                | any                       | read-only | yes                 | The directory of the metadata log; the first log directory when absent.
metadata.log.segment.bytes                      | int     | 1073741824          | >=8388608                 | read-only | yes                 | The size at which a segment of the metadata log is closed.
metadata.log.segment.ms                         | long    | 604800000           | any                       | read-only | yes                 | The age at which a segment of the metadata log is closed.
metadata.max.retention.bytes                    | long    | 104857600           | any                       | read-only | yes                 | How many bytes of metadata log and snapshots are kept beyond the newest snapshot.
metadata.max.retention.ms                       | long    | 604800000           | any                       | read-only | yes                 | How long old metadata log segments and snapshots are kept.
metadata.log.max.record.bytes.between.snapshots | long    | 20971520            | >=1                       | read-only | yes                 | How many bytes of metadata records are written before a new snapshot is taken.
metadata.log.max.snapshot.interval.ms           | long    | 3600000             | >=0                       | read-only | yes                 | The longest time between two snapshots while records arrive; 0 takes none by time.
metadata.max.idle.interval.ms                   | int     | 500                 | >=0                       | read-only | no-op-records       | How often an idle controller writes an empty record to the metadata log.
internal.metadata.delete.delay.millis           | long    | 60000               | any                       | read-only | ~internal           | How long deleted metadata segments stay on disk.
internal.metadata.log.segment.bytes             | int     | null                | any                       | read-only | ~internal           | The metadata segment size without its lower limit, for tests.
internal.metadata.max.batch.size.in.bytes       | int     | 8388608             | any                       | read-only | ~internal           | The largest batch of metadata records.
internal.metadata.max.fetch.size.in.bytes       | int     | 8388608             | any                       | read-only | ~internal           | The most bytes one fetch of the metadata log returns.
controller.performance.always.log.threshold.ms  | long    | 2000                | >=0                       | read-only | ~internal           | The duration from which a slow controller event is always logged.
controller.performance.sample.period.ms         | long    | 60000               | >=100                     | read-only | ~internal           | How often controller event durations are sampled.
unstable.api.versions.enable                    | boolean | false               | any                       | read-only | ~internal           | Whether request versions that are still in development are advertised.
unstable.feature.versions.enable                | boolean | false               | any                       | read-only | ~internal           | Whether feature levels that are still in development may be used.
`;
