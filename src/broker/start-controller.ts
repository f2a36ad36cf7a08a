/**
 * Starts this node's controller, with or without others to agree with: on a thread of its own, or on this one where
 * everything runs on it. Main thread, at start.
 */
import { isClustered } from '../core/config/broker/cluster-config.ts';
import type { BrokerConfig } from '../core/config/broker-config.ts';
import { systemClock } from '../runtime/clock/system-clock.ts';
import { countersSocketPath } from '../runtime/counters/counters-address.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import type { ControllerConfig, JoinQuorum } from '../workers/controller/controller-host.ts';
import { startInThreadController } from '../workers/controller/in-thread-controller.ts';
import { SyncLogIo } from '../workers/controller/log-io.ts';
import { DEFAULT_LOG_LIMITS } from '../workers/controller/metadata-log.ts';
import { systemRandom } from '../workers/controller/system-random.ts';
import { startControllerThread } from '../workers/controller/threaded-controller.ts';
import type { BrokerGauges } from './broker-gauges.ts';
import type { ClaimedDirectories } from './directories.ts';
import { INITIAL_FEATURES } from './features.ts';
import { quorumOf } from './quorum-config.ts';

const METADATA_DIRECTORY = '__chronik_metadata';

/** What the controller needs where it runs on this thread. */
export interface InThreadParts {
  readonly files: FileSystem;
  /** Null for a node by itself. */
  readonly joinQuorum: JoinQuorum | null;
}

/** Loaded only where this thread runs it; null where the controller has a thread of its own. */
export async function loadInThreadParts(
  config: BrokerConfig,
  files: FileSystem,
  controllerOnMain: boolean,
): Promise<InThreadParts | null> {
  if (config.threads !== 'in-thread' && !controllerOnMain) return null;
  if (!isClustered(config)) return { files, joinQuorum: null };
  const { joinQuorumOver, openTcpNetwork } = await import('../workers/controller/quorum-host.ts');
  return { files, joinQuorum: joinQuorumOver(openTcpNetwork) };
}

export function startController(
  config: BrokerConfig,
  claimed: ClaimedDirectories,
  gauges: BrokerGauges,
  inThread: InThreadParts | null,
): ReturnType<typeof startControllerThread> {
  const controller: ControllerConfig = {
    nodeId: config.nodeId,
    clusterId: claimed.clusterId,
    directory: `${config.metadataLogDir ?? config.logDirs[0]}/${METADATA_DIRECTORY}`,
    properties: config.properties,
    initialFeatures: INITIAL_FEATURES,
    limits: DEFAULT_LOG_LIMITS,
    quorum: quorumOf(config, claimed),
    counters: {
      controller: gauges.shared.page('controller'),
      controlLog: gauges.shared.page('control-log'),
    },
    takesPriority: config.threadPriorities,
    countersSocket: countersSocketPath(config.logDirs[0]!),
  };
  if (inThread === null) return startControllerThread(controller);
  const { files, joinQuorum } = inThread;
  const parts = {
    files,
    io: new SyncLogIo(files),
    clock: systemClock,
    random: systemRandom,
    ...(joinQuorum === null ? {} : { joinQuorum }),
  };
  // Commands of all sockets that are read in one turn of the loop form one group.
  return startInThreadController(controller, parts, setImmediate);
}
