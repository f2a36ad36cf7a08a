/** Broker properties: request limits, threads, quotas and metrics. Columns: see property-table.ts. */
export const RUNTIME_TABLE = `
num.network.threads                                  | int    | 3                                           | >=1    | cluster-wide | node-threads | How many threads serve client sockets.
num.io.threads                                       | int    | 8                                           | >=1    | cluster-wide | node-threads | How many threads handle requests.
background.threads                                   | int    | 10                                          | >=1    | cluster-wide | node-threads | How many threads do background work.
queued.max.requests                                  | int    | 500                                         | >=1    | read-only    | backpressure | How many requests may wait for an answer before sockets are no longer read.
queued.max.request.bytes                             | long   | -1                                          | any    | read-only    | backpressure | How many bytes of requests may wait for an answer before sockets are no longer read; -1 sets no limit.
fetch.max.bytes                                      | int    | 57671680                                    | >=1024 | read-only    | yes          | The most bytes one fetch response carries, whatever the client asks for.
max.request.partition.size.limit                     | int    | 2000                                        | >=1    | read-only    | yes          | How many partitions one DescribeTopicPartitions response lists at most.
max.incremental.fetch.session.cache.slots            | int    | 1000                                        | >=0    | read-only    | yes          | How many incremental fetch sessions are kept.
fetch.purgatory.purge.interval.requests              | int    | 1000                                        | any    | read-only    | purgatory    | After how many requests finished fetches are swept out.
producer.purgatory.purge.interval.requests           | int    | 1000                                        | any    | read-only    | purgatory    | After how many requests finished produces are swept out.
delete.records.purgatory.purge.interval.requests     | int    | 1                                           | any    | read-only    | purgatory    | After how many requests finished record deletions are swept out.
share.fetch.purgatory.purge.interval.requests        | int    | 1000                                        | any    | read-only    | purgatory    | After how many requests finished share fetches are swept out.
quota.window.num                                     | int    | 11                                          | >=1    | read-only    | quotas       | How many samples a client quota remembers.
quota.window.size.seconds                            | int    | 1                                           | >=1    | read-only    | quotas       | The length of one client quota sample.
replication.quota.window.num                         | int    | 11                                          | >=1    | read-only    | yes          | How many samples a replication quota remembers.
replication.quota.window.size.seconds                | int    | 1                                           | >=1    | read-only    | yes          | The length of one replication quota sample.
alter.log.dirs.replication.quota.window.num          | int    | 11                                          | >=1    | read-only    | log-dir-moves | How many samples the quota for moves between directories remembers.
alter.log.dirs.replication.quota.window.size.seconds | int    | 1                                           | >=1    | read-only    | log-dir-moves | The length of one sample of the quota for moves between directories.
controller.quota.window.num                          | int    | 11                                          | >=1    | read-only    | quotas       | How many samples a controller mutation quota remembers.
controller.quota.window.size.seconds                 | int    | 1                                           | >=1    | read-only    | quotas       | The length of one controller mutation quota sample.
client.quota.callback.class                          | class  | null                                        | any    | read-only    | plugin       | A Java class that decides client quotas.
alter.config.policy.class.name                       | class  | null                                        | any    | read-only    | plugin       | A Java class that approves configuration changes.
create.topic.policy.class.name                       | class  | null                                        | any    | read-only    | plugin       | A Java class that approves new topics.
metric.reporters                                     | list   | org.apache.kafka.common.metrics.JmxReporter | list   | cluster-wide | plugin       | Java classes that are told about metrics.
config.providers                                     | list   | ''                                          | list   | cluster-wide | plugin       | Java classes that look values up in other places.
kafka.metrics.reporters                              | list   | ''                                          | list   | read-only    | plugin       | Java classes that report Yammer metrics.
kafka.metrics.polling.interval.secs                  | int    | 10                                          | >=1    | read-only    | plugin       | How often Yammer metrics reporters poll.
metrics.num.samples                                  | int    | 2                                           | >=1    | read-only    | metrics      | How many samples a metric remembers.
metrics.recording.level                              | string | INFO                                        | any    | read-only    | metrics      | Which metrics are recorded.
metrics.sample.window.ms                             | long   | 30000                                       | >=1    | read-only    | metrics      | The length of one metric sample.
telemetry.max.bytes                                  | int    | 1048576                                     | >=1    | read-only    | telemetry    | The largest client telemetry push that is accepted.
`;
