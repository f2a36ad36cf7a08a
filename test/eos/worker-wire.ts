/**
 * One worker of the exactly-once test that speaks transactions version 2 (KIP-890) itself: partitions join by being
 * written to, and every transaction has an epoch of its own. Ends at the first error that does not pass.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { copyAll, nextOffsets, plan, type Work } from './copier.ts';
import { GROUP, INPUT, OUTPUT, outputPartition } from './pipeline.ts';
import {
  BatchBuilder,
  type Connection,
  endTxn,
  errorName,
  findCoordinator,
  initProducerId,
  offsetFetch,
  open,
  produce,
  txnOffsetCommit,
} from './wire.ts';

const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';
/** What a client comes back with: the coordinator is on its way, or completes the transaction before. */
const PASSING = new Set([
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
  'CONCURRENT_TRANSACTIONS',
  'NOT_ENOUGH_REPLICAS',
  'UNSTABLE_OFFSET_COMMIT',
]);

const { transactionalId } = plan;
let connection: Connection;
let identity = { producerId: -1, producerEpoch: -1 };

function become({ producerId, producerEpoch }: typeof identity): void {
  identity = { producerId, producerEpoch };
}

/** Asks until the error passes. @throws any other */
async function ask<Answer>(send: () => Promise<Answer>, codeOf: (answer: Answer) => number): Promise<Answer> {
  for (;;) {
    const answer = await send();
    const error = errorName(codeOf(answer));
    if (error === 'NONE') return answer;
    if (!PASSING.has(error)) throw new Error(error);
    await sleep(10);
  }
}

async function write(work: readonly Work[], prefix: string): Promise<void> {
  const batches = new Map<number, InstanceType<typeof BatchBuilder>>();
  for (const { id } of work) {
    const partition = outputPartition(id, plan.partitions);
    const batch = batches.get(partition) ?? new BatchBuilder({ ...identity, baseSequence: 0, isTransactional: true });
    batches.set(partition, batch);
    batch.append(Date.now(), null, new TextEncoder().encode(`${prefix}${id}`));
  }
  for (const [index, batch] of batches) {
    const topicData = [{ name: OUTPUT, topicId: NO_ID, partitionData: [{ index, records: batch.build()! }] }];
    await ask(
      () => produce(connection, { transactionalId, acks: -1, timeoutMs: 10_000, topicData }),
      ({ responses }) => responses[0]!.partitionResponses[0]!.errorCode,
    );
  }
}

async function commitOffsets(work: readonly Work[]): Promise<void> {
  const partitions = Array.from(nextOffsets(work), ([partitionIndex, committedOffset]) => ({
    partitionIndex,
    committedOffset,
    committedLeaderEpoch: -1,
    committedMetadata: '',
  }));
  const topics = [{ name: INPUT, topicId: NO_ID, partitions }];
  await ask(
    () => txnOffsetCommit(connection, { transactionalId, groupId: GROUP, ...identity, topics }),
    (answer) => answer.topics[0]!.partitions.find(({ errorCode }) => errorCode !== 0)?.errorCode ?? 0,
  );
}

copyAll({
  async start() {
    connection = await open(plan.bootstrap);
    for (const [keyType, key] of [GROUP, transactionalId].entries()) {
      const find = () => findCoordinator(connection, { keyType, coordinatorKeys: [key] });
      await ask(find, ({ coordinators }) => coordinators[0]!.errorCode);
    }
    become(
      await ask(
        () => initProducerId(connection, { transactionalId, transactionTimeoutMs: 20_000 }),
        ({ errorCode }) => errorCode,
      ),
    );
    const topics = [{ name: INPUT, partitionIndexes: [...plan.owned] }];
    const answer = await ask(
      () => offsetFetch(connection, { groupId: GROUP, topics, requireStable: true }),
      ({ errorCode, topics: [topic] }) =>
        errorCode || (topic?.partitions.find((one) => one.errorCode !== 0)?.errorCode ?? 0),
    );
    const { partitions } = answer.topics[0]!;
    return new Map(partitions.map((one) => [one.partitionIndex, Math.max(one.committedOffset, 0)]));
  },
  async transact(work, prefix, commits) {
    await write(work, prefix);
    await commitOffsets(work);
    become(
      await ask(
        () => endTxn(connection, { transactionalId, ...identity, committed: commits }),
        ({ errorCode }) => errorCode,
      ),
    );
  },
});
