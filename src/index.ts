/** The package's public door: everything a user of chronik as a library may import. */
export { type EmbeddedBrokerOptions, type RunningBroker, startBroker } from './broker/start-broker.ts';
export { type ClusterOptions, type RunningCluster, startCluster } from './broker/start-cluster.ts';
export type { Distribution } from './runtime/counters/histogram-buckets.ts';
export type {
  CounterSnapshot,
  RaftTickFigures,
  RingFigures,
  ThreadFigures,
} from './runtime/counters/thread-figures.ts';
