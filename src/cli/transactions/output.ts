/** Transactions and their producers in columns, named as Kafka's tool names them. */
import type { ActiveProducer } from '../../client/active-producers.ts';
import { formatTable } from '../table.ts';

export function producersTable(producers: readonly ActiveProducer[], now: number): string {
  return formatTable(
    [
      { title: 'TOPIC' },
      { title: 'PARTITION', isNumber: true },
      { title: 'PRODUCER-ID', isNumber: true },
      { title: 'PRODUCER-EPOCH', isNumber: true },
      { title: 'COORDINATOR-EPOCH', isNumber: true },
      { title: 'LAST-SEQUENCE', isNumber: true },
      { title: 'LAST-RECORD' },
      { title: 'TXN-START-OFFSET', isNumber: true },
    ],
    producers.map((producer) => [
      producer.topic,
      producer.partition,
      producer.producerId,
      producer.producerEpoch,
      producer.coordinatorEpoch < 0 ? '-' : producer.coordinatorEpoch,
      producer.lastSequence < 0 ? '-' : producer.lastSequence,
      ago(producer.lastTimestamp, now),
      producer.transactionStartOffset ?? '-',
    ]),
  );
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

export function ago(timestamp: number, now: number): string {
  return timestamp < 0 ? '-' : `${duration(now - timestamp)} ago`;
}

/** In its largest whole unit. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? UNITS[3];
  return `${Math.floor(seconds / size)} ${unit}`;
}
