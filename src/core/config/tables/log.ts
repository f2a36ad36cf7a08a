/** Broker properties: directories, topic defaults, segments, retention and compaction. Columns: see property-table.ts. */
export const LOG_TABLE = `
log.dir                                       | list    | data                   | list, not empty                 | read-only    | yes              | One directory for the log data; used when log.dirs is absent.
log.dirs                                      | list    | null                   | list, not empty                 | read-only    | yes              | The directories for the log data, separated by commas.
cordoned.log.dirs                             | list    | ''                     | list                            | per-broker   | cordon           | Log directories that get no new partitions; * for all.
log.dir.failure.timeout.ms                    | long    | 30000                  | >=1                             | read-only    | dir-failure      | How long a broker goes on after a log directory failed before the controller must know.
auto.create.topics.enable                     | boolean | true                   | any                             | read-only    | yes              | Whether a topic that a client names and nobody created is created.
delete.topic.enable                           | boolean | true                   | any                             | read-only    | yes              | Whether topics can be deleted.
num.partitions                                | int     | 1                      | >=1                             | read-only    | yes              | How many partitions a topic gets that is created without a count.
message.max.bytes                             | int     | 1048588                | >=0                             | cluster-wide | yes              | The largest record batch that is accepted, after compression.
compression.type                              | string  | producer               | one of uncompressed zstd lz4 snappy gzip producer | cluster-wide | yes              | The codec batches are stored with; producer keeps what the producer chose.
compression.gzip.level                        | int     | -1                     | 1..9 or -1                      | cluster-wide | yes              | The level for batches that are recompressed with gzip; -1 is the codec's default.
compression.lz4.level                         | int     | 9                      | 1..17                           | cluster-wide | lz4-level        | The level for batches that are recompressed with lz4.
compression.zstd.level                        | int     | 3                      | -131072..22                     | cluster-wide | yes              | The level for batches that are recompressed with zstd.
log.segment.bytes                             | int     | 1073741824             | >=1048576                       | cluster-wide | yes              | The size at which a segment file is closed and a new one begun.
log.roll.ms                                   | long    | null                   | any                             | cluster-wide | yes              | The age at which a segment is closed even when it is small.
log.roll.hours                                | int     | 168                    | >=1                             | read-only    | yes              | The age in hours at which a segment is closed; log.roll.ms wins.
log.roll.jitter.ms                            | long    | null                   | any                             | cluster-wide | yes              | The most by which a segment's closing age is randomly shortened.
log.roll.jitter.hours                         | int     | 0                      | >=0                             | read-only    | yes              | The closing jitter in hours; log.roll.jitter.ms wins.
log.retention.ms                              | long    | null                   | any                             | cluster-wide | yes              | How long records are kept; -1 keeps them for ever.
log.retention.minutes                         | int     | null                   | any                             | read-only    | yes              | How long records are kept in minutes; log.retention.ms wins.
log.retention.hours                           | int     | 168                    | any                             | read-only    | yes              | How long records are kept in hours; log.retention.ms and log.retention.minutes win.
log.retention.bytes                           | long    | -1                     | any                             | cluster-wide | yes              | How many bytes of a partition are kept; -1 sets no limit.
log.retention.check.interval.ms               | long    | 300000                 | >=1                             | read-only    | yes              | How often retention looks for segments to delete.
log.initial.task.delay.ms                     | long    | 30000                  | >=0                             | read-only    | ~yes             | How long after the start background work on the logs begins.
log.segment.delete.delay.ms                   | long    | 60000                  | >=0                             | cluster-wide | yes              | How long the files of a deleted segment stay on disk.
log.cleanup.policy                            | list    | delete                 | list of compact delete          | cluster-wide | yes              | What happens to old segments: delete, compact, or both.
log.cleaner.enable                            | boolean | true                   | any                             | read-only    | yes              | Whether compaction runs at all.
log.cleaner.threads                           | int     | 1                      | >=0                             | cluster-wide | compute-pool     | How many threads compact.
log.cleaner.backoff.ms                        | long    | 15000                  | >=0                             | cluster-wide | yes              | How long compaction rests when there is nothing to compact.
log.cleaner.min.cleanable.ratio               | double  | 0.5                    | 0..1                            | cluster-wide | yes              | The share of a log that must be uncompacted before it is compacted.
log.cleaner.min.compaction.lag.ms             | long    | 0                      | >=0                             | cluster-wide | yes              | How long a record stays uncompacted at least.
log.cleaner.max.compaction.lag.ms             | long    | 9223372036854775807    | >=1                             | cluster-wide | yes              | How long a record stays uncompacted at most.
log.cleaner.delete.retention.ms               | long    | 86400000               | >=0                             | cluster-wide | yes              | How long a tombstone survives compaction.
log.cleaner.dedupe.buffer.size                | long    | 134217728              | any                             | cluster-wide | cleaner-buffers  | The memory for the key map of all compactions together.
log.cleaner.io.buffer.size                    | int     | 524288                 | >=0                             | cluster-wide | cleaner-buffers  | The memory for reading and writing while compacting.
log.cleaner.io.buffer.load.factor             | double  | 0.9                    | any                             | cluster-wide | cleaner-buffers  | How full the key map of a compaction may be.
log.cleaner.io.max.bytes.per.second           | double  | 1.7976931348623157E308 | any                             | cluster-wide | yes              | How many bytes per second compaction may read and write.
log.index.interval.bytes                      | int     | 4096                   | >=0                             | cluster-wide | yes              | How many bytes of a segment lie between two index entries.
log.index.size.max.bytes                      | int     | 10485760               | >=4                             | cluster-wide | yes              | The largest offset index of a segment.
log.preallocate                               | boolean | false                  | any                             | cluster-wide | preallocate      | Whether a new segment file is given its full size at once.
log.flush.interval.messages                   | long    | 9223372036854775807    | >=1                             | cluster-wide | flush            | After how many records a partition is flushed to disk.
log.flush.interval.ms                         | long    | null                   | any                             | cluster-wide | flush            | After how long a partition is flushed to disk.
log.flush.scheduler.interval.ms               | long    | 9223372036854775807    | any                             | read-only    | flush            | How often the flusher looks for partitions to flush.
log.flush.offset.checkpoint.interval.ms       | int     | 60000                  | >=0                             | read-only    | checkpoints      | How often the recovery point is written to disk.
log.flush.start.offset.checkpoint.interval.ms | int     | 60000                  | >=0                             | read-only    | checkpoints      | How often log start offsets are written to disk.
log.message.timestamp.type                    | string  | CreateTime             | one of CreateTime LogAppendTime | cluster-wide | yes              | Whether a record keeps its producer's time or gets the time of its append.
log.message.timestamp.before.max.ms           | long    | 9223372036854775807    | >=0                             | cluster-wide | yes              | How far a record's time may lie behind the broker's clock.
log.message.timestamp.after.max.ms            | long    | 3600000                | >=0                             | cluster-wide | yes              | How far a record's time may lie ahead of the broker's clock.
log.local.retention.bytes                     | long    | -2                     | >=-2                            | cluster-wide | remote           | How many bytes of a tiered partition stay on local disk.
log.local.retention.ms                        | long    | -2                     | >=-2                            | cluster-wide | remote           | How long segments of a tiered partition stay on local disk.
num.recovery.threads.per.data.dir             | int     | 2                      | >=1                             | cluster-wide | recovery-threads | How many files of a directory are recovered at the same time.
`;
