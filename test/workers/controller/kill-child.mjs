// A process to be killed: creates topics as fast as it can and prints the name of each one that was acknowledged.
const [, , dist, directory, mode, first] = process.argv;
const { startInThreadController } = await import(`${dist}/workers/controller/in-thread-controller.js`);
const { startControllerThread } = await import(`${dist}/workers/controller/threaded-controller.js`);
const { SyncLogIo } = await import(`${dist}/workers/controller/log-io.js`);
const { NodeFileSystem } = await import(`${dist}/runtime/files/node-file-system.js`);
const { systemClock } = await import(`${dist}/runtime/clock/system-clock.js`);
const { systemRandom } = await import(`${dist}/workers/controller/system-random.js`);
const { ControllerClient } = await import(`${dist}/workers/controller/controller-client.js`);
const { MetadataCache } = await import(`${dist}/services/metadata/metadata-cache.js`);
const { MetadataService } = await import(`${dist}/services/metadata/metadata-service.js`);
const { registerBroker } = await import(`${dist}/services/metadata/broker-registration.js`);

const config = {
  nodeId: 1,
  clusterId: 'killed',
  directory,
  properties: new Map(),
  initialFeatures: new Map(),
  limits: { segmentSize: 16384, snapshotEntries: 50, retainedEntries: 20 },
};
const files = new NodeFileSystem();
const port =
  mode === 'threads'
    ? startControllerThread(config)
    : startInThreadController(config, { files, io: new SyncLogIo(files), clock: systemClock, random: systemRandom });
const cache = new MetadataCache();
const ready = new Promise((resolve) => {
  globalThis.client = new ControllerClient(port, systemClock, {
    onImage: (entry) => {
      cache.onImage(entry);
      resolve();
    },
    onEntries: (entries) => cache.onEntries(entries),
    onNote: () => {},
    onFatal: (error) => {
      console.log(`fatal ${error.message}`);
      process.exit(1);
    },
  });
});
const { client } = globalThis;
client.subscribe();
await ready;
const metadata = new MetadataService(client, cache, { whenReady: (_ids, _deadline, done) => done() }, systemClock);
const about = { brokerId: 1, clusterId: 'killed', completeEpoch: -1 };
const facts = { ...about, listeners: [], features: [], rack: null, logDirs: [] };
const incarnationId = `${first.padStart(20, 'k')}AA`;
const { brokerEpoch } = await new Promise((resolve) =>
  registerBroker({ ...facts, incarnationId }, metadata, client, 5000, () => {}, resolve),
);
const heartbeat = { brokerId: 1, brokerEpoch, currentMetadataOffset: cache.image.index, offlineLogDirs: [] };
await new Promise((resolve) =>
  metadata.submit(
    { apiKey: 63, request: { wantFence: false, wantShutDown: false, ...heartbeat } },
    systemClock.monotonicMs() + 5000,
    resolve,
  ),
);
process.stdout.write('ready\n');
for (let i = 0; ; i++) {
  const group = Array.from({ length: 5 }, (_, k) => `t-${first}-${i}-${k}`);
  await Promise.all(
    group.map(
      (name) =>
        new Promise((resolve) => {
          const topics = [{ name, numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }];
          const request = { topics, timeoutMs: 9000, validateOnly: false };
          metadata.submit({ apiKey: 19, request }, systemClock.monotonicMs() + 9000, (outcome) => {
            if (outcome.response?.topics[0].errorCode === 0) process.stdout.write(`${name}\n`);
            resolve();
          });
        }),
    ),
  );
}
