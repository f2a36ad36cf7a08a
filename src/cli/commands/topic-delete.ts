import { deleteTopic } from '../../client/admin.ts';
import { KafkaError } from '../../client/kafka-error.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { CLUSTER_OPTIONS, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';

export const topicDelete: Command = {
  name: 'topic delete',
  summary: 'Delete topics',
  arguments: '<topic>...',
  argumentCount: [1, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    'if-exists': { type: 'boolean', description: 'Succeed when there is no such topic' },
  },
  async run(invocation) {
    const { options, io } = invocation;
    await withClient(invocation, async (client) => {
      for (const name of invocation.arguments) {
        try {
          await deleteTopic(client, name);
          await io.write(`Deleted ${name}\n`);
        } catch (error) {
          const isMissing = error instanceof KafkaError && error.code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
          if (!isMissing || !options.has('if-exists')) throw error;
          await io.write(`${name} does not exist\n`);
        }
      }
    });
    return EXIT_OK;
  },
};
