// node-rdkafka (librdkafka) as a member that stays in its group (see ../README.md).
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.COMPAT_DIR}/node-rdkafka/`);
const rdkafka = require('node-rdkafka');
const [bootstrap, topic, group, assignor] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`);
const ASSIGN = -175;
let owned = new Set();

function fail(error) {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exit(1);
}

const consumer = new rdkafka.KafkaConsumer(
  {
    'metadata.broker.list': bootstrap,
    'group.id': group,
    'enable.auto.commit': true,
    'auto.commit.interval.ms': 200,
    ...(assignor === 'consumer'
      ? { 'group.protocol': 'consumer' }
      : { 'partition.assignment.strategy': assignor, 'heartbeat.interval.ms': 500 }),
    rebalance_cb(error, assignment) {
      const partitions = assignment.map(({ partition }) => partition);
      const incremental = consumer.rebalanceProtocol() === 'COOPERATIVE';
      if (error.code === ASSIGN) {
        owned = new Set(incremental ? [...owned, ...partitions] : partitions);
        say({ owned: [...owned] });
        if (incremental) consumer.incrementalAssign(assignment);
        else consumer.assign(assignment);
      } else {
        owned = new Set(incremental ? [...owned].filter((partition) => !partitions.includes(partition)) : []);
        say({ owned: [...owned] });
        if (incremental) consumer.incrementalUnassign(assignment);
        else consumer.unassign();
      }
    },
  },
  { 'auto.offset.reset': 'earliest' },
);
consumer.on('event.error', () => {});
consumer.on('data', ({ partition, offset }) => say({ read: [partition, offset] }));
consumer.connect({ timeout: 15_000 }, (error) => {
  if (error) fail(error);
  consumer.subscribe([topic]);
  consumer.consume();
});
process.stdin.resume().once('end', () => {
  // A disconnect while partitions are owned waits for a callback that the disconnect itself keeps from running.
  consumer.unsubscribe();
  const leaving = setInterval(() => {
    if (owned.size > 0) return;
    clearInterval(leaving);
    consumer.disconnect((error) => (error ? fail(error) : process.stdout.write('', () => process.exit(0))));
  }, 20);
});
