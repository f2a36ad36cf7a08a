import { deleteTopic } from '../../client/admin.ts';
import { KafkaError } from '../../client/kafka-error.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';

export const topicDelete: Command = {
  name: 'topic delete',
  summary: 'Delete topics',
  arguments: '<topic>...',
  argumentCount: [1, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    'if-exists': { type: 'boolean', description: 'Succeed when there is no such topic' },
    json: JSON_OPTION,
  },
  async run(invocation) {
    const { options, io } = invocation;
    const results: { name: string; deleted: boolean }[] = [];
    const isJson = options.has('json');
    await withClient(invocation, async (client) => {
      for (const name of invocation.arguments) {
        try {
          await deleteTopic(client, name);
          results.push({ name, deleted: true });
          if (!isJson) await io.write(`Deleted ${name}\n`);
        } catch (error) {
          const isMissing = error instanceof KafkaError && error.code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
          if (!isMissing || !options.has('if-exists')) throw error;
          results.push({ name, deleted: false });
          if (!isJson) await io.write(`${name} does not exist\n`);
        }
      }
    });
    if (isJson) await io.write(jsonLine(results));
    return EXIT_OK;
  },
};
