/** The rows of the comparison: which figures each has, which way is better, and what is aimed at. */

export const ROWS = [
  'produce-1',
  'produce-all',
  'produce-all-3',
  'single',
  'open-loop',
  'consume',
  'end-to-end',
  'cpu',
  'start',
  'rss',
  'many',
] as const;
export type RowName = (typeof ROWS)[number];

export interface RowSpec {
  readonly title: string;
  readonly isHigherBetter: boolean;
  /** The figures that the aim is of; others are shown without a verdict. */
  readonly aimedAt: readonly string[];
  /** Ours over theirs, for Apache Kafka as it comes and with a flush for each batch; null: none. */
  readonly kafka: number | null;
  readonly kafkaFlush: number | null;
}

export const ROW_SPECS: Readonly<Record<RowName, RowSpec>> = {
  'produce-1': {
    title: 'produce acks=1, 1 node, 1 KB records, 64 KB batches, 6 partitions',
    isHigherBetter: true,
    aimedAt: ['MB/s'],
    kafka: 1.2,
    kafkaFlush: 5,
  },
  'produce-all': {
    title: 'produce acks=all, 1 node, 1 KB records, 64 KB batches, 6 partitions',
    isHigherBetter: true,
    aimedAt: ['MB/s'],
    kafka: 1.2,
    kafkaFlush: 5,
  },
  'produce-all-3': {
    title: 'produce acks=all, 3 nodes, 1 KB records, 64 KB batches, 6 partitions',
    isHigherBetter: true,
    aimedAt: ['MB/s'],
    kafka: 1,
    kafkaFlush: 3,
  },
  single: {
    title: 'one record in flight, acks=all, 1 node',
    isHigherBetter: false,
    aimedAt: ['p50 ms', 'p99 ms'],
    kafka: 0.8,
    kafkaFlush: 0.3,
  },
  'open-loop': {
    title: 'open loop at 20 MB/s, acks=all, 1 node',
    isHigherBetter: false,
    aimedAt: ['p99 ms', 'p99.9 ms'],
    kafka: 0.7,
    kafkaFlush: 0.3,
  },
  consume: {
    title: 'consume from page cache, 1 node',
    isHigherBetter: true,
    aimedAt: ['MB/s'],
    kafka: 1,
    kafkaFlush: null,
  },
  'end-to-end': {
    title: 'end to end, produce to consume, 1 node',
    isHigherBetter: false,
    aimedAt: ['p50 ms'],
    kafka: 0.7,
    kafkaFlush: null,
  },
  cpu: {
    title: "the broker's CPU seconds per GB (produced with acks=all, and consumed)",
    isHigherBetter: false,
    aimedAt: ['s/GB produced', 's/GB consumed'],
    kafka: 0.8,
    kafkaFlush: null,
  },
  start: {
    title: 'start to the first acknowledged record, empty directory',
    isHigherBetter: false,
    aimedAt: ['ms'],
    kafka: 0.1,
    kafkaFlush: null,
  },
  rss: {
    title: 'resident memory under produce acks=all, at most',
    isHigherBetter: false,
    aimedAt: ['MB'],
    kafka: 0.4,
    kafkaFlush: null,
  },
  many: {
    title: 'produce acks=all to 1,000 partitions, 4 KB batches of 1 KB records',
    isHigherBetter: true,
    aimedAt: ['MB/s'],
    kafka: 2,
    kafkaFlush: 10,
  },
};
