/** Topic properties; their broker-level synonyms are in topic-synonyms.ts. Columns: see property-table.ts. */
export const TOPIC_TABLE = `
cleanup.policy                          | list    | delete              | list of compact delete          | cluster-wide | yes         | What happens to old segments: delete, compact, or both.
compression.type                        | string  | producer            | one of uncompressed zstd lz4 snappy gzip producer | cluster-wide | yes         | The codec batches are stored with; producer keeps what the producer chose.
compression.gzip.level                  | int     | -1                  | 1..9 or -1                      | cluster-wide | yes         | The level for batches that are recompressed with gzip; -1 is the codec's default.
compression.lz4.level                   | int     | 9                   | 1..17                           | cluster-wide | lz4-level   | The level for batches that are recompressed with lz4.
compression.zstd.level                  | int     | 3                   | -131072..22                     | cluster-wide | yes         | The level for batches that are recompressed with zstd.
delete.retention.ms                     | long    | 86400000            | >=0                             | cluster-wide | yes         | How long a tombstone survives compaction.
file.delete.delay.ms                    | long    | 60000               | >=0                             | cluster-wide | yes         | How long the files of a deleted segment stay on disk.
flush.messages                          | long    | 9223372036854775807 | >=1                             | cluster-wide | flush       | After how many records the topic is flushed to disk.
flush.ms                                | long    | 9223372036854775807 | >=0                             | cluster-wide | flush       | After how long the topic is flushed to disk.
follower.replication.throttled.replicas | list    | ''                  | replica list                    | cluster-wide | yes         | The replicas whose receiving side is throttled, as partition:broker, or * for all.
leader.replication.throttled.replicas   | list    | ''                  | replica list                    | cluster-wide | yes         | The replicas whose sending side is throttled, as partition:broker, or * for all.
index.interval.bytes                    | int     | 4096                | >=0                             | cluster-wide | yes         | How many bytes of a segment lie between two index entries.
internal.segment.bytes                  | int     | null                | any                             | cluster-wide | ~yes        | The segment size without its lower limit, for tests.
local.retention.bytes                   | long    | -2                  | >=-2                            | cluster-wide | remote      | How many bytes of a tiered partition stay on local disk.
local.retention.ms                      | long    | -2                  | >=-2                            | cluster-wide | remote      | How long segments of a tiered partition stay on local disk.
max.compaction.lag.ms                   | long    | 9223372036854775807 | >=1                             | cluster-wide | yes         | How long a record stays uncompacted at most.
max.message.bytes                       | int     | 1048588             | >=0                             | cluster-wide | yes         | The largest record batch that is accepted, after compression.
message.timestamp.after.max.ms          | long    | 3600000             | >=0                             | cluster-wide | yes         | How far a record's time may lie ahead of the broker's clock.
message.timestamp.before.max.ms         | long    | 9223372036854775807 | >=0                             | cluster-wide | yes         | How far a record's time may lie behind the broker's clock.
message.timestamp.type                  | string  | CreateTime          | one of CreateTime LogAppendTime | cluster-wide | yes         | Whether a record keeps its producer's time or gets the time of its append.
min.cleanable.dirty.ratio               | double  | 0.5                 | 0..1                            | cluster-wide | yes         | The share of a log that must be uncompacted before it is compacted.
min.compaction.lag.ms                   | long    | 0                   | >=0                             | cluster-wide | yes         | How long a record stays uncompacted at least.
min.insync.replicas                     | int     | 1                   | >=1                             | cluster-wide | yes         | How many in-sync replicas must hold a record before acks=all is answered.
preallocate                             | boolean | false               | any                             | cluster-wide | preallocate | Whether a new segment file is given its full size at once.
remote.log.copy.disable                 | boolean | false               | any                             | cluster-wide | remote      | Whether copying to remote storage is suspended.
remote.log.delete.on.disable            | boolean | false               | any                             | cluster-wide | remote      | Whether remote segments are deleted when tiering is switched off.
remote.storage.enable                   | boolean | false               | any                             | cluster-wide | remote      | Whether closed segments of the topic move to remote storage.
retention.bytes                         | long    | -1                  | any                             | cluster-wide | yes         | How many bytes of a partition are kept; -1 sets no limit.
retention.ms                            | long    | 604800000           | >=-1                            | cluster-wide | yes         | How long records are kept; -1 keeps them for ever.
segment.bytes                           | int     | 1073741824          | >=1048576                       | cluster-wide | yes         | The size at which a segment file is closed and a new one begun.
segment.index.bytes                     | int     | 10485760            | >=4                             | cluster-wide | yes         | The largest offset index of a segment.
segment.jitter.ms                       | long    | 0                   | >=0                             | cluster-wide | yes         | The most by which a segment's closing age is randomly shortened.
segment.ms                              | long    | 604800000           | >=1                             | cluster-wide | yes         | The age at which a segment is closed even when it is small.
unclean.leader.election.enable          | boolean | false               | any                             | cluster-wide | yes         | Whether a replica outside the in-sync set may lead, at the price of acknowledged records.
`;
