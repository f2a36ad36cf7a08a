/**
 * Puts a controller together out of its parts, the same way on a thread of its own and on the caller's. The parts are
 * ports, so tests bring a disk that fails, a network in memory and a clock that stands still.
 */
import { ZERO_UUID } from '../../core/bytes/uuid.ts';
import type { ControllerPolicies, RandomSource } from '../../core/metadata/control.ts';
import { propertySchema } from '../../core/metadata/property-schema.ts';
import { controllerSettings } from '../../core/metadata/property-settings.ts';
import { DEFAULT_REPLICA_LIMITS } from '../../core/metadata-log/replica-limits.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { PageHandle } from '../../runtime/counters/counter-page.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import type { ControlNetwork, ControlPeer } from '../control-net/control-network.ts';
import { ControllerAgent } from './controller-agent.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';
import type { LogIo } from './log-io.ts';
import { openMetadataLog, type RecoveredLog } from './log-recovery.ts';
import { MetadataLog, type MetadataLogOptions } from './metadata-log.ts';
import { portLogger } from './port-logger.ts';
import { type Election, SoleVoter } from './quorum.ts';

/** Plain data: crosses threads by structured clone. */
export interface ControllerConfig {
  readonly nodeId: number;
  readonly clusterId: string;
  /** `<metadata.log.dir or the first of log.dirs>/__chronik_metadata` */
  readonly directory: string;
  /** Uuid of the log directory around it; the zero uuid where it is not given. */
  readonly directoryId?: string;
  /** The broker's properties as file, overrides and environment gave them. */
  readonly properties: ReadonlyMap<string, string>;
  /** Feature levels that a new cluster starts with. */
  readonly initialFeatures: ReadonlyMap<string, number>;
  readonly limits: Pick<MetadataLogOptions, 'segmentSize' | 'snapshotEntries' | 'retainedEntries'>;
  /** Where the threads keep their figures; the controller's has raft's too. */
  readonly counters?: ControllerPages | undefined;
  /** Where figures of all threads are handed out to other processes (counters-socket.ts). */
  readonly countersSocket?: string | undefined;
  /** `chronik.thread.priorities`: the controller's threads ask the operating system to be woken first. */
  readonly takesPriority?: boolean;
  /** None for a node that is alone: one voter, and no broker beside it. */
  readonly quorum?: QuorumConfig | null;
}

export interface ControllerPages {
  readonly controller: PageHandle;
  readonly controlLog: PageHandle;
}

export interface QuorumConfig {
  /** `controller.quorum.voters`; this node may be one of them or not. */
  readonly voters: readonly ControlPeer[];
  /** Where this node takes calls of its peers: its controller listener. Null on a broker that only calls. */
  readonly listen: { readonly host: string; readonly port: number } | null;
  /** Uuid of the directory that holds the metadata log. */
  readonly directoryId: string;
}

export interface ControllerParts {
  readonly files: FileSystem;
  readonly io: LogIo;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Hooks of an embedding program; not available across threads. */
  readonly policies?: ControllerPolicies;
  /** Needed where there is a quorum to join (quorum-host.ts, which a node that is alone does not load). */
  readonly joinQuorum?: JoinQuorum;
}

export interface JoinedQuorum {
  readonly election: Election;
  readonly network: ControlNetwork;
  /** The disk as raft watches it, shared by both. */
  readonly io: LogIo;
}

export type JoinQuorum = (
  config: ControllerConfig,
  quorum: QuorumConfig,
  recovered: RecoveredLog,
  parts: ControllerParts,
  port: ControllerPort<FromController, ToController>,
) => JoinedQuorum;

/** Opens the log and takes part. Throws where the log must not be opened (log-errors.ts). */
export function hostController(
  config: ControllerConfig,
  parts: ControllerParts,
  port: ControllerPort<FromController, ToController>,
): ControllerAgent {
  const { clock, random, files, policies } = parts;
  const { nodeId, clusterId, quorum = null } = config;
  const options = {
    directory: config.directory,
    clusterId,
    ...config.limits,
    randomBytes: (length: number) => random.bytes(length),
  };
  const recovered = openMetadataLog(files, options);
  for (const text of recovered.notes) port.post({ type: 'note', text });
  const joined = quorum === null ? null : parts.joinQuorum!(config, quorum, recovered, parts, port);
  const onFatal = ({ message, code = 'EIO' }: Error & { readonly code?: string }) =>
    port.post({ type: 'fatal', message, code });
  const log = new MetadataLog(recovered, options, joined?.io ?? parts.io, clock, {
    onFatal: (error) => agent.halt(error),
  });
  const agent: ControllerAgent = new ControllerAgent(
    {
      nodeId,
      clusterId,
      ...controllerSettings(config.properties, policies),
      initialFeatures: config.initialFeatures,
      // A node that is alone has nobody to serve old entries to.
      replicaLimits: {
        ...DEFAULT_REPLICA_LIMITS,
        retainedEntries: joined === null ? 0 : config.limits.retainedEntries,
      },
      directoryId: config.directoryId ?? quorum?.directoryId ?? ZERO_UUID,
      clock,
      random,
      logger: portLogger(port),
      schemaFor: (image) => propertySchema(config.properties, image),
      onFatal,
    },
    recovered,
    log,
    joined?.election ?? new SoleVoter(nodeId, Math.max(recovered.promisedEpoch, recovered.last.epoch)),
    joined?.network ?? null,
  );
  log.open();
  agent.start();
  return agent;
}
