/** Broker properties: tiered storage. Columns: see property-table.ts. */
export const REMOTE_TABLE = `
remote.log.storage.system.enable                   | boolean | false               | any       | read-only    | remote  | Whether closed segments may move to remote storage.
remote.fetch.max.wait.ms                           | int     | 500                 | >=1       | cluster-wide | remote  | How long a fetch waits for remote data.
remote.list.offsets.request.timeout.ms             | long    | 30000               | >=1       | cluster-wide | remote  | How long an offset look-up in remote storage may take.
remote.log.index.file.cache.total.size.bytes       | long    | 1073741824          | >=1       | cluster-wide | remote  | How many bytes of remote index files are cached locally.
remote.log.index.file.cache.ttl.ms                 | long    | 900000              | >=-1      | read-only    | ~remote | How long an unused remote index file is cached.
remote.log.manager.copier.thread.pool.size         | int     | 10                  | >=1       | cluster-wide | remote  | How many threads copy segments to remote storage.
remote.log.manager.copy.max.bytes.per.second       | long    | 9223372036854775807 | >=1       | cluster-wide | remote  | How many bytes per second are copied to remote storage.
remote.log.manager.copy.quota.window.num           | int     | 11                  | >=1       | read-only    | remote  | How many samples the copy quota remembers.
remote.log.manager.copy.quota.window.size.seconds  | int     | 1                   | >=1       | read-only    | remote  | The length of one copy quota sample.
remote.log.manager.expiration.thread.pool.size     | int     | 10                  | >=1       | cluster-wide | remote  | How many threads delete expired remote segments.
remote.log.manager.fetch.max.bytes.per.second      | long    | 9223372036854775807 | >=1       | cluster-wide | remote  | How many bytes per second are read from remote storage.
remote.log.manager.fetch.quota.window.num          | int     | 11                  | >=1       | read-only    | remote  | How many samples the fetch quota remembers.
remote.log.manager.fetch.quota.window.size.seconds | int     | 1                   | >=1       | read-only    | remote  | The length of one fetch quota sample.
remote.log.manager.task.interval.ms                | long    | 30000               | >=1       | read-only    | remote  | How often segments to copy or delete are looked for.
remote.log.manager.task.retry.backoff.max.ms       | long    | 30000               | >=1       | read-only    | ~remote | The longest pause after failed remote work.
remote.log.manager.task.retry.backoff.ms           | long    | 500                 | >=1       | read-only    | ~remote | The first pause after failed remote work.
remote.log.manager.task.retry.jitter               | double  | 0.2                 | 0..0.5    | read-only    | ~remote | The random part of the pause after failed remote work.
remote.log.manager.thread.pool.size                | int     | 2                   | >=1       | read-only    | remote  | How many threads schedule remote work.
remote.log.manager.follower.thread.pool.size       | int     | 2                   | >=1       | cluster-wide | remote  | How many threads learn how far their leaders have copied.
remote.log.metadata.custom.metadata.max.bytes      | int     | 128                 | >=0       | read-only    | remote  | The most bytes a remote storage plugin may attach to a segment.
remote.log.metadata.manager.class.name             | string  | org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager | non-empty | read-only    | plugin  | A Java class that keeps the list of remote segments.
remote.log.metadata.manager.class.path             | string  | null                | any       | read-only    | plugin  | Where that Java class is loaded from.
remote.log.metadata.manager.impl.prefix            | string  | rlmm.config.        | non-empty | read-only    | plugin  | The prefix of the properties meant for that Java class.
remote.log.metadata.manager.listener.name          | string  | null                | non-empty | read-only    | remote  | The listener over which the list of remote segments is kept.
remote.log.reader.max.pending.tasks                | int     | 100                 | >=1       | read-only    | remote  | How many remote reads may wait.
remote.log.reader.threads                          | int     | 10                  | >=1       | cluster-wide | remote  | How many threads read from remote storage.
remote.log.storage.manager.class.name              | string  | null                | non-empty | read-only    | plugin  | A Java class that stores remote segments.
remote.log.storage.manager.class.path              | string  | null                | any       | read-only    | plugin  | Where that Java class is loaded from.
remote.log.storage.manager.impl.prefix             | string  | rsm.config.         | non-empty | read-only    | plugin  | The prefix of the properties meant for that Java class.
`;
