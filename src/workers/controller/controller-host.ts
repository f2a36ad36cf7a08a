/**
 * Puts a controller together out of its parts, the same way on a thread of its own and on the caller's. The parts are
 * ports, so tests bring a disk that fails and a clock that stands still.
 */
import type { ControllerPolicies, RandomSource } from '../../core/metadata/control.ts';
import { propertySchema } from '../../core/metadata/property-schema.ts';
import { controllerSettings } from '../../core/metadata/property-settings.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { ControllerAgent } from './controller-agent.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';
import type { LogIo } from './log-io.ts';
import { openMetadataLog } from './log-recovery.ts';
import { MetadataLog, type MetadataLogOptions } from './metadata-log.ts';
import { SoleVoter } from './quorum.ts';

/** Plain data: crosses threads by structured clone. */
export interface ControllerConfig {
  readonly nodeId: number;
  readonly clusterId: string;
  /** `<metadata.log.dir or the first of log.dirs>/__chronik_metadata` */
  readonly directory: string;
  /** The broker's properties as file, overrides and environment gave them. */
  readonly properties: ReadonlyMap<string, string>;
  /** Feature levels that a new cluster starts with. */
  readonly initialFeatures: ReadonlyMap<string, number>;
  readonly limits: Pick<MetadataLogOptions, 'segmentSize' | 'snapshotEntries' | 'retainedEntries'>;
}

export interface ControllerParts {
  readonly files: FileSystem;
  readonly io: LogIo;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Hooks of an embedding program; not available across threads. */
  readonly policies?: ControllerPolicies;
}

/** Opens the log and takes office. Throws where the log must not be opened (log-errors.ts). */
export function hostController(
  config: ControllerConfig,
  parts: ControllerParts,
  port: ControllerPort<FromController, ToController>,
): ControllerAgent {
  const { clock, random, files, io, policies } = parts;
  const options = {
    directory: config.directory,
    clusterId: config.clusterId,
    ...config.limits,
    randomBytes: (length: number) => random.bytes(length),
  };
  const recovered = openMetadataLog(files, options);
  for (const text of recovered.notes) port.post({ type: 'note', text });
  const log = new MetadataLog(recovered, options, io, clock, {
    onDurable: (index) => agent.onDurable(index),
    onFatal: ({ message, code = 'EIO' }: Error & { code?: string }) => port.post({ type: 'fatal', message, code }),
  });
  const agent = new ControllerAgent(
    {
      nodeId: config.nodeId,
      clusterId: config.clusterId,
      ...controllerSettings(config.properties, policies),
      initialFeatures: config.initialFeatures,
      clock,
      random,
      schemaFor: (image) => propertySchema(config.properties, image),
    },
    recovered,
    log,
    new SoleVoter(Math.max(recovered.promisedEpoch, recovered.last.epoch)),
  );
  log.open();
  agent.start();
  return agent;
}
