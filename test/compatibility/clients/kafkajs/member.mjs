// kafkajs as a member that stays in its group (see ../README.md). `range` is an assigner written here, under the name that
// the other libraries know, since the library brings only one of its own.
import kafkajs from 'kafkajs';

const { AssignerProtocol, Kafka, logLevel } = kafkajs;
const [bootstrap, topic, groupId, assignor] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`);

const range = ({ cluster }) => ({
  name: 'range',
  version: 1,
  async assign({ members, topics }) {
    const ids = members.map(({ memberId }) => memberId).sort();
    return ids.map((memberId, n) => {
      const assignment = {};
      for (const name of topics) {
        const partitions = cluster.findTopicPartitionMetadata(name).map(({ partitionId }) => partitionId);
        partitions.sort((a, b) => a - b);
        const each = Math.floor(partitions.length / ids.length);
        const more = partitions.length % ids.length;
        const start = n * each + Math.min(n, more);
        assignment[name] = partitions.slice(start, start + each + (n < more ? 1 : 0));
      }
      return { memberId, memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: 0, assignment }) };
    });
  },
  protocol({ topics }) {
    return { name: 'range', metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics }) };
  },
});

const kafka = new Kafka({ clientId: 'member', brokers: bootstrap.split(','), logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({
  groupId,
  maxWaitTimeInMs: 250, // leaving waits for the fetch on its way
  heartbeatInterval: 500,
  ...(assignor === 'range' ? { partitionAssigners: [range] } : {}),
});
consumer.on('consumer.group_join', ({ payload }) => say({ owned: payload.memberAssignment[topic] ?? [] }));
consumer.on('consumer.rebalancing', () => say({ owned: [] }));
consumer.on('consumer.crash', ({ payload }) => {
  if (payload.restart) return;
  process.stderr.write(`${payload.error.stack}\n`);
  process.exit(1);
});
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
await consumer.run({
  eachMessage: async ({ partition, message }) => say({ read: [partition, Number(message.offset)] }),
});
process.stdin.resume().once('end', async () => {
  say({ owned: [] });
  await consumer.disconnect();
  process.stdout.write('', () => process.exit(0));
});
