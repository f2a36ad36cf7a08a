// One node of a cluster of controllers, to be killed: creates topics when told, and says when each was answered.
const [, , dist, directory, id, ports] = process.argv;
const nodeId = Number(id);
const { startControllerThread } = await import(`${dist}/workers/controller/threaded-controller.js`);
const { systemClock } = await import(`${dist}/runtime/clock/system-clock.js`);
const { ControllerClient } = await import(`${dist}/workers/controller/controller-client.js`);
const { MetadataCache } = await import(`${dist}/services/metadata/metadata-cache.js`);
const { MetadataService } = await import(`${dist}/services/metadata/metadata-service.js`);
const { registerBroker } = await import(`${dist}/services/metadata/broker-registration.js`);
const { newBrokerHeartbeatRequest } = await import(`${dist}/core/protocol/generated/broker-heartbeat-request.js`);
const { newCreateTopicsRequest } = await import(`${dist}/core/protocol/generated/create-topics-request.js`);
const { imageHash } = await import(`${dist}/core/metadata/image-snapshot.js`);

const voters = JSON.parse(ports).map((port, i) => ({ nodeId: i + 1, host: '127.0.0.1', port }));
const cache = new MetadataCache();
const port = startControllerThread({
  nodeId,
  clusterId: 'threads',
  directory,
  properties: new Map([['broker.session.timeout.ms', '3000']]),
  initialFeatures: new Map(),
  limits: { segmentSize: 65536, snapshotEntries: 300, retainedEntries: 100 },
  quorum: {
    voters,
    listen: { host: '127.0.0.1', port: voters[nodeId - 1].port },
    directoryId: `directory-of--node-${nodeId}AA`,
  },
});
const client = new ControllerClient(port, systemClock, {
  onImage: (entry) => cache.onImage(entry),
  onEntries: (entries) => cache.onEntries(entries),
  onNote: () => {},
  onLog: (level, event, fields) => {
    if (process.env.METADATA_LOGS !== undefined)
      console.error((Date.now() % 1e6).toFixed(0), nodeId, level, event, JSON.stringify(fields));
  },
  onFatal: (error) => {
    process.send({ fatal: error.message });
    process.exit(1);
  },
});
client.subscribe();
const metadata = new MetadataService(client, cache, { whenReady: (_ids, _deadline, done) => done() }, systemClock);
const about = { brokerId: nodeId, clusterId: 'threads', completeEpoch: -1 };
const facts = { ...about, listeners: [], features: [], rack: null, logDirs: [] };
const incarnationId = `${process.pid}`.padStart(20, 'p');
const { brokerEpoch } = await new Promise((resolve) =>
  registerBroker({ ...facts, incarnationId: `${incarnationId}AA` }, metadata, client, 20_000, () => {}, resolve),
);
setInterval(() => {
  const currentMetadataOffset = cache.image.index;
  const request = newBrokerHeartbeatRequest({ brokerId: nodeId, brokerEpoch, currentMetadataOffset });
  metadata.submit({ apiKey: 63, request }, performance.now() + 1000, () => {});
}, 200);
process.on('message', (message) => {
  if (message.create !== undefined) {
    const startedAt = performance.now();
    const topics = [{ name: message.create, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }];
    const request = newCreateTopicsRequest({ topics, timeoutMs: 9000 });
    metadata.submit({ apiKey: 19, request }, performance.now() + 15_000, (outcome) => {
      const errorCode = outcome.response?.topics[0].errorCode ?? outcome.errorCode;
      const isVisible = cache.image.topics.byName(message.create) !== undefined;
      process.send({ created: message.create, errorCode, isVisible, ms: performance.now() - startedAt });
    });
  } else if (message.ask === 'image') {
    const { index, epoch, controllerId } = cache.image;
    const isActive = cache.image.brokers.isActive(nodeId);
    process.send({
      names: [...cache.image.topics.names()],
      hash: imageHash(cache.image),
      index,
      epoch,
      controllerId,
      isActive,
    });
  } else if (message.ask === 'stop') client.stop(() => process.exit(0));
});
process.send({ ready: true });
