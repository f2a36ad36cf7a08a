/** Every command with its one line of help. A command's own code is loaded when it is called, so that `start` is quick. */
import type { Command } from './command.ts';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const COMMAND_TABLE: readonly CommandEntry[] = [
  entry('start', 'Run a broker', async () => (await import('./start/start-here.ts')).start),
  entry('dev', 'Run a cluster of several brokers on this machine', async () => (await import('./commands/dev.ts')).dev),
  entry('top', 'Show what the threads of running brokers do', async () => (await import('./commands/top.ts')).top),
  entry('topic create', 'Create topics', async () => (await import('./commands/topic-create.ts')).topicCreate),
  entry('topic list', 'List topics', async () => (await import('./commands/topic-list.ts')).topicList),
  entry(
    'topic describe',
    'Show partitions, offsets and configuration of topics',
    async () => (await import('./commands/topic-describe.ts')).topicDescribe,
  ),
  entry(
    'topic alter',
    'Change the configuration of a topic',
    async () => (await import('./commands/topic-alter.ts')).topicAlter,
  ),
  entry(
    'topic add-partitions',
    'Give a topic more partitions',
    async () => (await import('./commands/topic-add-partitions.ts')).topicAddPartitions,
  ),
  entry('topic delete', 'Delete topics', async () => (await import('./commands/topic-delete.ts')).topicDelete),
  entry(
    'produce',
    'Write records from standard input or a file',
    async () => (await import('./commands/produce.ts')).produce,
  ),
  entry('bench', 'Put a load on a cluster and measure it', async () => (await import('./commands/bench.ts')).bench),
  entry('consume', 'Read records', async () => (await import('./commands/consume.ts')).consume),
  entry('group list', 'List groups', async () => (await import('./commands/group-list.ts')).groupList),
  entry(
    'group describe',
    'Show offsets and lag, members or state of groups',
    async () => (await import('./commands/group-describe.ts')).groupDescribe,
  ),
  entry(
    'group reset-offsets',
    'Move where groups without members read on',
    async () => (await import('./commands/group-reset-offsets.ts')).groupResetOffsets,
  ),
  entry(
    'group delete',
    'Delete groups without members, with their offsets',
    async () => (await import('./commands/group-delete.ts')).groupDelete,
  ),
  entry(
    'group delete-offsets',
    'Delete what a group committed for topics that it does not read now',
    async () => (await import('./commands/group-delete-offsets.ts')).groupDeleteOffsets,
  ),
  entry(
    'txn list',
    'List transactional ids and the state of their transactions',
    async () => (await import('./commands/txn-list.ts')).txnList,
  ),
  entry(
    'txn describe',
    'Show the transactions of transactional ids',
    async () => (await import('./commands/txn-describe.ts')).txnDescribe,
  ),
  entry(
    'txn producers',
    'Show the producers that partitions remember, and what they hold open',
    async () => (await import('./commands/txn-producers.ts')).txnProducers,
  ),
  entry(
    'txn find-hanging',
    'Find transactions that hold readers back and that no coordinator will end',
    async () => (await import('./commands/txn-find-hanging.ts')).txnFindHanging,
  ),
  entry(
    'txn abort',
    'Abort a transaction, by its id or in one partition',
    async () => (await import('./commands/txn-abort.ts')).txnAbort,
  ),
  entry(
    'config describe',
    'Show the configuration of a topic, broker or group',
    async () => (await import('./commands/config-describe.ts')).configDescribe,
  ),
  entry(
    'config alter',
    'Change the configuration of a topic, broker or group',
    async () => (await import('./commands/config-alter.ts')).configAlter,
  ),
  entry(
    'config reference',
    'Explain the properties of brokers, topics or groups',
    async () => (await import('./commands/config-reference.ts')).configReference,
  ),
  entry(
    'cluster info',
    'Show the cluster and its brokers',
    async () => (await import('./commands/cluster-info.ts')).clusterInfo,
  ),
  entry(
    'cluster quorum',
    'Show the controller quorum and how far each node has its log',
    async () => (await import('./commands/cluster-quorum.ts')).clusterQuorum,
  ),
  entry(
    'cluster unregister',
    'Strike a broker that will not come back from the books',
    async () => (await import('./commands/cluster-unregister.ts')).clusterUnregister,
  ),
  entry(
    'partition list',
    'Show who leads and who replicates each partition',
    async () => (await import('./commands/partition-list.ts')).partitionList,
  ),
  entry(
    'partition elect',
    'Give partitions to their preferred leaders',
    async () => (await import('./commands/partition-elect.ts')).partitionElect,
  ),
  entry(
    'partition reassign',
    'Move the replicas of partitions to other brokers',
    async () => (await import('./commands/partition-reassign.ts')).partitionReassign,
  ),
  entry(
    'log dump',
    'Print what the files of a log directory say',
    async () => (await import('./commands/log-dump.ts')).logDump,
  ),
  entry(
    'log verify',
    'Check the files of a log directory for damage',
    async () => (await import('./commands/log-verify.ts')).logVerify,
  ),
];

function entry(name: string, summary: string, load: () => Promise<Command>): CommandEntry {
  return { name, summary, load };
}
