import { type DescribedTransaction, describeTransaction } from '../../client/transactions.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_FAILURE, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { placesText } from '../groups/group-output.ts';
import { formatFacts } from '../table.ts';
import { duration } from '../transactions/output.ts';

export const txnDescribe: Command = {
  name: 'txn describe',
  summary: 'Show the transactions of transactional ids',
  arguments: '<transactional-id>...',
  argumentCount: [1, 1000],
  options: { ...CLUSTER_OPTIONS, json: JSON_OPTION },
  async run(invocation) {
    const { options, io } = invocation;
    const found: DescribedTransaction[] = [];
    const missing: string[] = [];
    await withClient(invocation, async (client) => {
      for (const id of new Set(invocation.arguments)) {
        const transaction = await describeTransaction(client, id);
        if (transaction === null) missing.push(id);
        else found.push(transaction);
      }
    });
    const now = Date.now();
    if (options.has('json')) await io.write(jsonLine(found));
    else await io.write(found.map((transaction) => text(transaction, now)).join('\n'));
    for (const id of missing) io.writeError(`chronik txn describe: no producer uses the transactional id ${id}\n`);
    return missing.length > 0 ? EXIT_FAILURE : EXIT_OK;
  },
};

function text(transaction: DescribedTransaction, now: number): string {
  const { startTimeMs } = transaction;
  return formatFacts([
    ['Transactional id', transaction.transactionalId],
    ['Coordinator', transaction.coordinator],
    ['Producer', `${transaction.producerId}, epoch ${transaction.producerEpoch}`],
    ['State', transaction.state],
    ['Timeout', `${transaction.timeoutMs} ms`],
    [
      'Started',
      startTimeMs === null ? '-' : `${new Date(startTimeMs).toISOString()}, ${duration(now - startTimeMs)} ago`,
    ],
    ['Partitions', placesText(transaction.partitions)],
  ]);
}
