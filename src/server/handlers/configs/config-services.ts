/** What the config handlers share: this broker's layers, its loggers, and which broker a resource must be sent to. */
import type { BrokerConfigLayers } from '../../../core/config/layers.ts';
import { type ApiFailure, failure } from '../../../core/metadata/control.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';

/** Log levels that can be changed while the broker runs (KIP-412). Not metadata: they end with the process. */
export interface BrokerLoggers {
  /** Level by logger name, `root` among them. */
  levels(): ReadonlyMap<string, string>;
  /** Null: back to the default. The name and the level have been checked. */
  setLevel(name: string, level: string | null): void;
}

export interface ConfigServices {
  readonly metadata: MetadataService;
  readonly nodeId: number;
  /** Static and dynamic values of this broker, as they are now. */
  configLayers(): BrokerConfigLayers;
  readonly loggers: BrokerLoggers;
}

export const LOG_LEVELS: readonly string[] = ['DEBUG', 'ERROR', 'FATAL', 'INFO', 'TRACE', 'WARN'];

/** A broker's own configs are that broker's to judge: null where `name` is this one's. */
export function otherBroker(nodeId: number, name: string): ApiFailure | null {
  const noNode = noNodeId(name);
  if (noNode !== null || Number(name) === nodeId) return noNode;
  return failure(ErrorCode.INVALID_REQUEST, `Unexpected broker id, expected ${nodeId}, but received ${name}`);
}

export function noNodeId(name: string): ApiFailure | null {
  if (/^[+-]?\d{1,10}$/.test(name)) return null;
  return failure(ErrorCode.INVALID_REQUEST, `Node id must be an integer, but it is: ${name}`);
}
