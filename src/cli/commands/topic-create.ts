import { createTopic } from '../../client/admin.ts';
import { KafkaError } from '../../client/kafka-error.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, parseAssignment, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';

export const topicCreate: Command = {
  name: 'topic create',
  summary: 'Create topics',
  arguments: '<topic>...',
  argumentCount: [1, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    partitions: {
      type: 'string',
      short: 'p',
      value: 'count',
      description: "How many partitions (the cluster's num.partitions)",
    },
    'replication-factor': {
      type: 'string',
      short: 'r',
      value: 'count',
      description: "How many replicas (the cluster's default.replication.factor)",
    },
    config: { type: 'string', short: 'c', multiple: true, value: 'name=value', description: 'A property of the topic' },
    'if-not-exists': { type: 'boolean', description: 'Succeed when the topic exists already' },
    'validate-only': { type: 'boolean', description: 'Ask whether it would succeed, and create nothing' },
    json: JSON_OPTION,
  },
  async run(invocation) {
    const { options, io } = invocation;
    const partitions = options.integer('partitions', -1, 1, 2 ** 31 - 1);
    const replicationFactor = options.integer('replication-factor', -1, 1, 2 ** 15 - 1);
    const configs = new Map(options.texts('config').map((text) => parseAssignment('config', text)));
    const validateOnly = options.has('validate-only');
    const results = await withClient(invocation, async (client) => {
      const created: object[] = [];
      for (const name of invocation.arguments) {
        try {
          const topic = await createTopic(client, { name, partitions, replicationFactor, configs }, validateOnly);
          created.push({ ...topic, created: !validateOnly });
          if (!options.has('json')) {
            const count =
              topic.partitions < 0 ? '' : ` with ${topic.partitions} partition${topic.partitions === 1 ? '' : 's'}`;
            await io.write(validateOnly ? `${name} could be created\n` : `Created ${name}${count}\n`);
          }
        } catch (error) {
          const exists = error instanceof KafkaError && error.code === ErrorCode.TOPIC_ALREADY_EXISTS;
          if (!exists || !options.has('if-not-exists')) throw error;
          created.push({ name, created: false });
          if (!options.has('json')) await io.write(`${name} exists already\n`);
        }
      }
      return created;
    });
    if (options.has('json')) await io.write(jsonLine(results));
    return EXIT_OK;
  },
};
