// A process with one voter of a quorum, on threads of its own or on the main thread, which is a test's to burden or to kill.
const [, , dist, json] = process.argv;
const { startControllerThread } = await import(`${dist}/workers/controller/threaded-controller.js`);
const { BrokerCounters } = await import(`${dist}/runtime/counters/broker-counters.js`);

const { startInThreadController } = await import(`${dist}/workers/controller/in-thread-controller.js`);
const { joinQuorumOver, openTcpNetwork } = await import(`${dist}/workers/controller/quorum-host.js`);
const { SyncLogIo } = await import(`${dist}/workers/controller/log-io.js`);
const { NodeFileSystem } = await import(`${dist}/runtime/files/node-file-system.js`);
const { systemClock } = await import(`${dist}/runtime/clock/system-clock.js`);
const { systemRandom } = await import(`${dist}/workers/controller/system-random.js`);
const { Worker } = await import('node:worker_threads');

const { nodeId, directory, voters, threads } = JSON.parse(json);
const counters = BrokerCounters.allocate(0);
let before = null;
const { host, port } = voters.find((voter) => voter.nodeId === nodeId);
const config = {
  nodeId,
  clusterId: 'threads',
  directory,
  properties: new Map(),
  initialFeatures: new Map(),
  limits: { segmentSize: 65536, snapshotEntries: 1000, retainedEntries: 1000 },
  quorum: { voters, listen: { host, port }, directoryId: `directory-${nodeId}` },
  counters: { controller: counters.page('controller'), controlLog: counters.page('control-log') },
};
const files = new NodeFileSystem();
const parts = { files, io: new SyncLogIo(files), clock: systemClock, random: systemRandom };
const controller = threads
  ? startControllerThread(config)
  : startInThreadController(config, { ...parts, joinQuorum: joinQuorumOver(openTcpNetwork) });
controller.onMessage = (message) => {
  if (message.type === 'stopped') process.exit(0);
  if (message.type !== 'log' && message.type !== 'fatal') return;
  process.send({ ...message, at: performance.timeOrigin + performance.now() });
};
process.on('message', (message) => {
  if (message.type === 'stop') controller.post({ type: 'stop' });
  if (message.type === 'figures') process.send({ type: 'figures', figures: figures() });
  if (message.type === 'clear') before = counters.read();
  if (message.type === 'saturate') saturate(performance.now() + message.ms, message.sliceMs);
  // A data thread gone wild.
  if (message.type === 'busyThread') {
    new Worker(`const end = Date.now() + ${message.ms}; while (Date.now() < end);`, { eval: true });
  }
});

/** Raft's, since they were cleared. */
function figures() {
  const { raft } =
    counters
      .read()
      .figures(before)
      .find(({ name }) => name === 'controller') ?? {};
  if (raft === null || raft === undefined) return { ticks: 0, leaderChanges: 0 };
  const { lateness, ...rest } = raft;
  const { count, p50Ms, p99Ms, maxMs } = lateness;
  return { ticks: count, latenessP50Ms: p50Ms, latenessP99Ms: p99Ms, latenessMaxMs: maxMs, ...rest };
}

/** Computes and makes garbage, with the event loop's turn in between as a broker under load has it. */
function saturate(end, sliceMs) {
  const sliceEnd = performance.now() + sliceMs;
  let garbage = [];
  while (performance.now() < sliceEnd) {
    garbage.push({ at: garbage.length, text: String(garbage.length) });
    if (garbage.length > 300_000) garbage = [];
  }
  if (performance.now() < end) setImmediate(saturate, end, sliceMs);
}
process.on('disconnect', () => process.exit(1));
