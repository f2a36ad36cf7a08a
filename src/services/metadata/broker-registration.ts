/**
 * Makes this broker known to the controller at start: registers its incarnation, then asks to be unfenced once its image
 * shows the registration. Main thread.
 */
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode, errorName } from '../../core/protocol/error-codes.ts';
import { newBrokerHeartbeatRequest } from '../../core/protocol/generated/broker-heartbeat-request.ts';
import { newBrokerRegistrationRequest } from '../../core/protocol/generated/broker-registration-request.ts';
import type { ControllerClient } from '../../workers/controller/controller-client.ts';
import type { MetadataService } from './metadata-service.ts';

export interface BrokerFacts {
  readonly brokerId: number;
  readonly clusterId: string;
  /** Fresh at each start. */
  readonly incarnationId: string;
  readonly listeners: readonly { name: string; host: string; port: number; securityProtocol: number }[];
  readonly features: readonly { name: string; minSupportedVersion: number; maxSupportedVersion: number }[];
  readonly rack: string | null;
  /** Uuids of its log directories. */
  readonly logDirs: readonly string[];
}

const TRY_FOR_MS = 5_000;

/** `done`: with the broker epoch, or with the reason why the cluster will not have this broker. */
export function registerBroker(
  facts: BrokerFacts,
  metadata: MetadataService,
  client: ControllerClient,
  done: (result: { readonly brokerEpoch: number } | { readonly error: Error }) => void,
): void {
  const refuse = (errorCode: number) => {
    const name = errorName(errorCode);
    done({ error: new Error(`broker ${facts.brokerId} could not join cluster ${facts.clusterId}: ${name}`) });
  };
  const request = newBrokerRegistrationRequest({
    brokerId: facts.brokerId,
    clusterId: facts.clusterId,
    incarnationId: facts.incarnationId,
    listeners: [...facts.listeners],
    features: [...facts.features],
    rack: facts.rack,
    logDirs: [...facts.logDirs],
    // Says that nothing acknowledged by that incarnation is lost: the log was recovered, and its end was fsynced.
    previousBrokerEpoch: metadata.cache.image.brokers.get(facts.brokerId)?.epoch ?? -1,
  });
  const deadline = metadata.nowMs() + TRY_FOR_MS;
  metadata.submit({ apiKey: ApiKey.BrokerRegistration, request }, deadline, (outcome) => {
    const errorCode = outcome.response?.errorCode ?? outcome.errorCode;
    if (errorCode !== ErrorCode.NONE || outcome.response === null) return refuse(errorCode);
    const { brokerEpoch } = outcome.response;
    client.registered(facts.brokerId, brokerEpoch);
    const heartbeat = newBrokerHeartbeatRequest({
      brokerId: facts.brokerId,
      brokerEpoch,
      currentMetadataOffset: metadata.cache.image.index,
    });
    metadata.submit({ apiKey: ApiKey.BrokerHeartbeat, request: heartbeat }, deadline, (answer) => {
      const error = answer.response?.errorCode ?? answer.errorCode;
      if (error !== ErrorCode.NONE) refuse(error);
      else done({ brokerEpoch });
    });
  });
}
