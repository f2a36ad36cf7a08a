/** Mistakes that the seeds have not shown yet, though nothing stands in their way: met too seldom. By name only. */
import { type Mutation, mutation } from './mutation.ts';

export const UNCAUGHT: readonly Mutation[] = [
  mutation(
    'refusedMeansVoid',
    'takes a refused proposal for one that has had no effect',
    'core/replication/leader-replicas.ts',
    '    this.#inFlight = null;\n    this.#retryAtMs = nowMs + RETRY_MS;\n',
    '    this.#inFlight = null;\n    this.#open = [];\n    this.#gatherMaximal();\n    this.#retryAtMs = nowMs + RETRY_MS;\n',
    { faults: ['kill', 'pause', 'isolate', 'slowDisk'], paceMs: 500, cables: 'far' },
  ),
  mutation(
    'oldProposalsAccepted',
    'accepts an in-sync set that was asked for on an old picture',
    'core/metadata/alter-partition-control.ts',
    '  if (partitionEpoch < partition.partitionEpoch) return ErrorCode.INVALID_UPDATE_VERSION;\n',
    '',
    { faults: ['slowConnections', 'isolate', 'oneWay', 'kill'], paceMs: 400 },
  ),
  mutation(
    'commitsEarlierEpochs',
    'counts who has an entry of an earlier controller, and calls it committed',
    'core/metadata-log/safety-rules.ts',
    '  mayCommit: (index, epochStart) => index >= epochStart,\n',
    '  mayCommit: () => true,\n',
    { brokers: 5, faults: ['kill', 'killOfAll', 'isolate', 'split', 'slowConnections'], paceMs: 300, admin: 'busy' },
  ),
];
