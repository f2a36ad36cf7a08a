/**
 * Makes this broker known to the controller at start: registers its incarnation, again and again while the cluster has
 * no controller or still counts on the incarnation before. Main thread.
 */
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode, errorName } from '../../core/protocol/error-codes.ts';
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
  /**
   * Epoch of the incarnation that acknowledged nothing that is not in the logs; −1 where that is not known. 'latest': of
   * whichever was the last.
   */
  readonly completeEpoch: number | 'latest';
}

export type RegistrationResult = { readonly brokerEpoch: number } | { readonly error: Error };

const TRY_FOR_MS = 5_000;
const PAUSE_MS = 100;

/**
 * @param limitMs `initial.broker.registration.timeout.ms`
 * @param onWaiting told why each attempt was in vain that is followed by another
 * @param done with the broker epoch, or with the reason why the cluster will not have this broker
 */
export function registerBroker(
  facts: BrokerFacts,
  metadata: MetadataService,
  client: Pick<ControllerClient, 'registered'>,
  limitMs: number,
  onWaiting: (error: string) => void,
  done: (result: RegistrationResult) => void,
): void {
  const end = metadata.nowMs() + limitMs;
  const attempt = (): void => {
    const deadline = Math.min(end, metadata.nowMs() + TRY_FOR_MS);
    const command = { apiKey: ApiKey.BrokerRegistration, request: registrationOf(facts, metadata) } as const;
    metadata.submit(command, deadline, (outcome) => {
      const errorCode = outcome.response?.errorCode ?? outcome.errorCode;
      if (errorCode === ErrorCode.NONE && outcome.response !== null) {
        const { brokerEpoch } = outcome.response;
        client.registered(facts.brokerId, brokerEpoch);
        done({ brokerEpoch });
      } else if (isPassing(errorCode, facts) && metadata.nowMs() + PAUSE_MS < end) {
        onWaiting(errorName(errorCode));
        metadata.atDeadline(metadata.nowMs() + PAUSE_MS, attempt);
      } else done({ error: new Error(refusal(facts, errorCode)) });
    });
  };
  attempt();
}

function registrationOf(facts: BrokerFacts, metadata: MetadataService) {
  const before = metadata.cache.image.brokers.get(facts.brokerId);
  return newBrokerRegistrationRequest({
    brokerId: facts.brokerId,
    clusterId: facts.clusterId,
    incarnationId: facts.incarnationId,
    listeners: [...facts.listeners],
    features: [...facts.features],
    rack: facts.rack,
    logDirs: [...facts.logDirs],
    // Naming the incarnation before says that its log is all there (KIP-966).
    previousBrokerEpoch: facts.completeEpoch === 'latest' ? (before?.epoch ?? -1) : facts.completeEpoch,
  });
}

/**
 * DUPLICATE_BROKER_REGISTRATION passes when the session of the incarnation before is over, KAFKA_STORAGE_ERROR when the
 * controller has room on its disk again, or another node takes its place: not so where the disk is this node's own.
 */
function isPassing(errorCode: number, { completeEpoch }: BrokerFacts): boolean {
  const isAlone = completeEpoch === 'latest';
  return (
    (errorCode === ErrorCode.KAFKA_STORAGE_ERROR && !isAlone) ||
    errorCode === ErrorCode.DUPLICATE_BROKER_REGISTRATION ||
    errorCode === ErrorCode.REQUEST_TIMED_OUT ||
    errorCode === ErrorCode.NOT_CONTROLLER
  );
}

function refusal({ brokerId, clusterId }: BrokerFacts, errorCode: number): string {
  const failed = `broker ${brokerId} could not join cluster ${clusterId}`;
  if (errorCode === ErrorCode.DUPLICATE_BROKER_REGISTRATION)
    return `${failed}: another process with node.id ${brokerId} is running`;
  return `${failed}: ${errorName(errorCode)}`;
}
