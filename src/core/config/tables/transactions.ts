/** Broker properties: transactions and producer ids. Columns: see property-table.ts. */
export const TRANSACTIONS_TABLE = `
transaction.max.timeout.ms                                  | int     | 900000    | >=1 | read-only    | yes                 | The longest timeout a transactional producer may ask for.
transaction.abort.timed.out.transaction.cleanup.interval.ms | int     | 10000     | >=1 | read-only    | yes                 | How often transactions past their timeout are looked for and aborted.
transaction.remove.expired.transaction.cleanup.interval.ms  | int     | 3600000   | >=1 | read-only    | yes                 | How often transactional ids that expired are looked for and removed.
transactional.id.expiration.ms                              | int     | 604800000 | >=1 | read-only    | yes                 | How long an unused transactional id is remembered.
transaction.partition.verification.enable                   | boolean | true      | any | cluster-wide | yes                 | Whether a partition must belong to the transaction before it takes transactional records.
transaction.two.phase.commit.enable                         | boolean | false     | any | read-only    | two-phase-commit    | Whether producers may prepare transactions that an outside coordinator decides.
transaction.state.log.load.buffer.size                      | int     | 5242880   | >=1 | read-only    | coordinator-buffers | How many bytes are read at a time when transaction state is loaded.
transaction.state.log.min.isr                               | int     | 2         | >=1 | read-only    | yes                 | How many in-sync replicas the transaction state topic needs.
transaction.state.log.num.partitions                        | int     | 50        | >=1 | read-only    | yes                 | How many partitions the transaction state topic has; fixed once it exists.
transaction.state.log.replication.factor                    | short   | 3         | >=1 | read-only    | yes                 | The replication factor of the transaction state topic; fewer when there are fewer brokers.
transaction.state.log.segment.bytes                         | int     | 104857600 | >=1 | read-only    | yes                 | The segment size of the transaction state topic.
add.partitions.to.txn.retry.backoff.ms                      | int     | 20        | >=1 | read-only    | yes                 | The pause before a broker repeats the check whether a partition belongs to a transaction.
add.partitions.to.txn.retry.backoff.max.ms                  | int     | 100       | >=0 | read-only    | yes                 | How long such checks are repeated at most.
producer.id.expiration.ms                                   | int     | 86400000  | >=1 | cluster-wide | yes                 | How long the state of an idle producer is kept in a partition.
producer.id.expiration.check.interval.ms                    | int     | 600000    | >=1 | read-only    | ~yes                | How often idle producers are looked for.
`;
