/** Properties of this broker that Kafka does not have. Columns: see property-table.ts. */
export const CHRONIK_TABLE = `
chronik.flush         | string | fsync     | one of fsync os            | read-only | yes | When a write counts as durable: fsync waits for the disk, os trusts the operating system's cache.
chronik.threads       | string | dedicated | one of dedicated in-thread | read-only | yes | Whether disk and replication have threads of their own or share the one that serves requests.
chronik.thread.priorities | boolean | true | any | read-only | yes | Whether the controller's threads ask the operating system to be woken first, and compaction to come last (Linux; the former needs CAP_SYS_NICE).
chronik.journal.bytes | long   | 67108864  | >=1048576                  | read-only | yes | The size of one preallocated journal file; several are kept and used in turn.
chronik.ring.bytes    | int    | 16777216  | 65536..1073741824          | read-only | yes | The memory for appends on their way to disk and followers, rounded up to a power of two; full, it pauses the producing sockets. A batch takes a quarter of it at most, on every replica.
chronik.replication.port | int | 0       | 0..65535                   | read-only | yes | The port on which other brokers receive this broker's partitions; 0 takes a free one, which they learn when it registers.
`;
