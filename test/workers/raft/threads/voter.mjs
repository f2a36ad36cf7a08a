// A process with one voter of a quorum: controller thread and log thread; its main thread is a test's to burden or to kill.
const [, , dist, json] = process.argv;
const { startControllerThread } = await import(`${dist}/workers/controller/threaded-controller.js`);
const { RaftGauges, RAFT_GAUGE_BYTES } = await import(`${dist}/workers/raft/raft-gauges.js`);

const { nodeId, directory, voters } = JSON.parse(json);
const gauges = new RaftGauges(new SharedArrayBuffer(RAFT_GAUGE_BYTES));
const { host, port } = voters.find((voter) => voter.nodeId === nodeId);
const controller = startControllerThread({
  nodeId,
  clusterId: 'threads',
  directory,
  properties: new Map(),
  initialFeatures: new Map(),
  limits: { segmentSize: 65536, snapshotEntries: 1000, retainedEntries: 1000 },
  quorum: { voters, listen: { host, port }, directoryId: `directory-${nodeId}`, gauges: gauges.memory },
});
controller.onMessage = (message) => {
  if (message.type === 'stopped') process.exit(0);
  if (message.type !== 'log' && message.type !== 'fatal') return;
  process.send({ ...message, at: performance.timeOrigin + performance.now() });
};
process.on('message', (message) => {
  if (message.type === 'stop') controller.post({ type: 'stop' });
  if (message.type === 'figures') process.send({ type: 'figures', figures: gauges.read() });
  if (message.type === 'saturate') {
    const end = performance.now() + message.ms;
    let garbage = [];
    while (performance.now() < end) {
      garbage.push({ at: garbage.length, text: String(garbage.length) });
      if (garbage.length > 500_000) garbage = [];
    }
    process.send({ type: 'saturated' });
  }
});
process.on('disconnect', () => process.exit(1));
