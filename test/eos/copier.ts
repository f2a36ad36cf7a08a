/** What workers do that own their input partitions: copy them, batch by batch, in transactions, from what is committed on. */
import { Prng } from '../crash/prng.ts';
import { Consumer, KafkaClient } from './our-client.ts';
import { ABORTED, INPUT, type WorkerMessage, type WorkerPlan } from './pipeline.ts';

export interface Work {
  readonly partition: number;
  readonly offset: number;
  readonly id: number;
}

export interface Transactor {
  /** Takes the transactional id over, and only then reads the committed offsets: from then on nobody else can commit. */
  start(): Promise<ReadonlyMap<number, number>>;
  /** Writes the records, with `prefix`, and their offsets, in one transaction. */
  transact(work: readonly Work[], prefix: string, commits: boolean): Promise<void>;
}

export const plan = JSON.parse(process.argv[2]!) as WorkerPlan;
const prng = new Prng(plan.seed);
const tell = (message: WorkerMessage): void => void process.send!(message);

/** Ends the process: at the first error, or when all is copied. */
export function copyAll(transactor: Transactor): void {
  // A worker does not outlive the test.
  process.on('disconnect', () => process.exit(1));
  copy(transactor).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    },
  );
}

async function copy(transactor: Transactor): Promise<void> {
  const positions = new Map(await transactor.start());
  const consumer = await Consumer.create(new KafkaClient({ bootstrapServers: plan.bootstrap }));
  for (const [partition, offset] of positions) {
    if (offset < plan.ends[partition]!) consumer.seek(INPUT, partition, offset);
    else positions.delete(partition);
  }
  let waiting: Work[] = [];
  while (positions.size > 0) {
    while (waiting.length === 0) waiting = await nextWork(consumer);
    const work = waiting.slice(0, plan.batch);
    if (prng.chance(plan.aborts)) {
      await transactor.transact(work, ABORTED, false);
      tell('aborted');
      continue;
    }
    await transactor.transact(work, '', true);
    tell('committed');
    waiting = waiting.slice(work.length);
    for (const { partition, offset } of work) {
      if (offset !== positions.get(partition)) throw new Error(`input ${partition} jumps to ${offset}`);
      positions.set(partition, offset + 1);
      if (offset + 1 < plan.ends[partition]!) continue;
      positions.delete(partition);
      consumer.remove(INPUT, partition);
    }
  }
  tell('done');
}

async function nextWork(consumer: Consumer): Promise<Work[]> {
  const work: Work[] = [];
  for (const { partition, records } of await consumer.poll())
    for (const { offset, value } of records)
      work.push({ partition, offset, id: Number(new TextDecoder().decode(value!)) });
  return work;
}

/** What the group has to go on with: one past each partition's last record. */
export function nextOffsets(work: readonly Work[]): Map<number, number> {
  return new Map(work.map(({ partition, offset }) => [partition, offset + 1]));
}
