/**
 * Brokers come and go: registration, heartbeats that ask to be unfenced, fencing, controlled shutdown, removal. What a
 * broker's coming or going does to partitions is part of the same entry.
 */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { BrokerHeartbeatRequest } from '../protocol/generated/broker-heartbeat-request.ts';
import type { BrokerHeartbeatResponse } from '../protocol/generated/broker-heartbeat-response.ts';
import type { BrokerRegistrationRequest } from '../protocol/generated/broker-registration-request.ts';
import type { BrokerRegistrationResponse } from '../protocol/generated/broker-registration-response.ts';
import type { UnregisterBrokerRequest } from '../protocol/generated/unregister-broker-request.ts';
import type { UnregisterBrokerResponse } from '../protocol/generated/unregister-broker-response.ts';
import type { BrokerRegistration } from './brokers-image.ts';
import { effectiveTopicConfig } from './config-control.ts';
import { type ControlContext, type ControlResult, failure } from './control.ts';
import { unsupportedFeature } from './feature-control.ts';
import type { PartitionChangeRecord } from './generated/partition-change-record.ts';
import {
  afterBrokerLeft,
  afterBrokerReturned,
  beforeBrokerLeaves,
  type LeadershipRules,
} from './partition-leadership.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';
import type { PartitionRegistration } from './topics-image.ts';

/**
 * A new incarnation ends the old one in the same entry and starts fenced. Its epoch is the index of that entry.
 * DUPLICATE_BROKER_REGISTRATION while another process with this id is still being heard of.
 */
export function registerBroker(
  context: ControlContext,
  request: BrokerRegistrationRequest,
): ControlResult<BrokerRegistrationResponse> {
  const answer = (errorCode: number, brokerEpoch: number) => ({ throttleTimeMs: 0, errorCode, brokerEpoch });
  if (request.clusterId !== context.image.clusterId) return unchanged(answer(ErrorCode.INCONSISTENT_CLUSTER_ID, -1));
  const before = context.image.brokers.get(request.brokerId);
  if (before !== undefined && before.incarnationId === request.incarnationId) {
    context.sessions.touch(request.brokerId, context.now);
    return unchanged(answer(ErrorCode.NONE, before.epoch));
  }
  // The controller's own node cannot be running twice: its predecessor released the lock on the directory.
  const isOwnNode = request.brokerId === context.image.controllerId;
  if (before !== undefined && !before.isFenced && !isOwnNode && context.sessions.isLive(before.id, context.now)) {
    return unchanged(answer(ErrorCode.DUPLICATE_BROKER_REGISTRATION, -1));
  }
  if (unsupportedFeature(context.image, request.features) !== null) {
    return unchanged(answer(ErrorCode.UNSUPPORTED_VERSION, -1));
  }
  const records = before === undefined || before.isFenced ? [] : fencingRecords(context, before);
  records.push(
    metadataRecord(RecordType.REGISTER_BROKER, {
      brokerId: request.brokerId,
      brokerEpoch: context.index,
      incarnationId: request.incarnationId,
      endPoints: request.listeners,
      features: request.features,
      rack: request.rack,
      fenced: true,
      inControlledShutdown: false,
      logDirs: request.logDirs,
    }),
  );
  context.sessions.touch(request.brokerId, context.now);
  return { records, response: answer(ErrorCode.NONE, context.index) };
}

/**
 * Refreshes the session; lifts the fence of a broker whose image has reached its own registration; moves leadership off
 * one that wants to stop, and says so once nothing is left that another could take.
 */
export function heartbeat(
  context: ControlContext,
  request: BrokerHeartbeatRequest,
): ControlResult<BrokerHeartbeatResponse> {
  const broker = context.image.brokers.get(request.brokerId);
  const problem = staleEpoch(broker, request.brokerEpoch);
  if (problem !== ErrorCode.NONE || broker === undefined)
    return unchanged(heartbeatAnswer(problem, false, true, false));
  context.sessions.touch(broker.id, context.now);
  const isCaughtUp = request.currentMetadataOffset >= broker.epoch;
  if (request.wantShutDown) return controlledShutdown(context, broker, isCaughtUp);
  if (!broker.isFenced && request.wantFence) {
    return {
      records: fencingRecords(context, broker),
      response: heartbeatAnswer(ErrorCode.NONE, isCaughtUp, true, false),
    };
  }
  if (broker.isFenced && !request.wantFence && isCaughtUp) {
    return {
      records: unfencingRecords(context, broker),
      response: heartbeatAnswer(ErrorCode.NONE, true, false, false),
    };
  }
  return unchanged(heartbeatAnswer(ErrorCode.NONE, isCaughtUp, broker.isFenced, false));
}

/** Removes a broker for good. Its partitions keep it in their replica lists, leaderless where only it could lead. */
export function unregisterBroker(
  context: ControlContext,
  request: UnregisterBrokerRequest,
): ControlResult<UnregisterBrokerResponse> {
  const broker = context.image.brokers.get(request.brokerId);
  if (broker === undefined) {
    const { errorCode, errorMessage } = failure(
      ErrorCode.BROKER_ID_NOT_REGISTERED,
      `Broker ID ${request.brokerId} is not currently registered`,
    );
    return unchanged({ throttleTimeMs: 0, errorCode, errorMessage });
  }
  const records = broker.isFenced ? [] : fencingRecords(context, broker);
  records.push(metadataRecord(RecordType.UNREGISTER_BROKER, { brokerId: broker.id, brokerEpoch: broker.epoch }));
  context.sessions.end(broker.id);
  return { records, response: { throttleTimeMs: 0, errorCode: ErrorCode.NONE, errorMessage: null } };
}

/** The fence and everything that follows from it: one entry, so that no image ever shows a fenced leader. */
export function fencingRecords(context: ControlContext, broker: BrokerRegistration): MetadataRecord[] {
  const mayLead = (id: number) => id !== broker.id && context.image.brokers.isActive(id);
  return [
    registrationChange(broker, 1, 0),
    ...partitionChanges(context, mayLead, (partition, rules) => afterBrokerLeft(partition, broker.id, rules)),
  ];
}

function unfencingRecords(context: ControlContext, broker: BrokerRegistration): MetadataRecord[] {
  const mayLead = (id: number) => id === broker.id || context.image.brokers.isActive(id);
  return [registrationChange(broker, -1, 0), ...partitionChanges(context, mayLead, afterBrokerReturned)];
}

function controlledShutdown(
  context: ControlContext,
  broker: BrokerRegistration,
  isCaughtUp: boolean,
): ControlResult<BrokerHeartbeatResponse> {
  if (broker.isFenced || broker.isInControlledShutdown) {
    return unchanged(heartbeatAnswer(ErrorCode.NONE, isCaughtUp, broker.isFenced, true));
  }
  const mayLead = (id: number) => id !== broker.id && context.image.brokers.isActive(id);
  const moves = partitionChanges(context, mayLead, (partition, rules) =>
    beforeBrokerLeaves(partition, broker.id, rules),
  );
  return {
    records: [registrationChange(broker, 0, 1), ...moves],
    response: heartbeatAnswer(ErrorCode.NONE, isCaughtUp, false, true),
  };
}

function partitionChanges(
  context: ControlContext,
  mayLead: (brokerId: number) => boolean,
  change: (partition: PartitionRegistration, rules: LeadershipRules) => PartitionChangeRecord | null,
): MetadataRecord[] {
  const records: MetadataRecord[] = [];
  for (const topic of context.image.topics.all()) {
    const configured = Number(effectiveTopicConfig(context, topic.name, 'min.insync.replicas') ?? 1);
    for (const partition of topic.partitions) {
      const rules = { mayLead, minInsyncReplicas: Math.min(configured, partition.replicas.length) };
      const record = change(partition, rules);
      if (record !== null) records.push(metadataRecord(RecordType.PARTITION_CHANGE, record));
    }
  }
  return records;
}

function registrationChange(broker: BrokerRegistration, fenced: number, inControlledShutdown: number): MetadataRecord {
  return metadataRecord(RecordType.BROKER_REGISTRATION_CHANGE, {
    brokerId: broker.id,
    brokerEpoch: broker.epoch,
    fenced,
    inControlledShutdown,
    logDirs: null,
  });
}

export function staleEpoch(broker: BrokerRegistration | undefined, brokerEpoch: number): number {
  if (broker === undefined) return ErrorCode.BROKER_ID_NOT_REGISTERED;
  return broker.epoch === brokerEpoch ? ErrorCode.NONE : ErrorCode.STALE_BROKER_EPOCH;
}

function heartbeatAnswer(errorCode: number, isCaughtUp: boolean, isFenced: boolean, shouldShutDown: boolean) {
  return { throttleTimeMs: 0, errorCode, isCaughtUp, isFenced, shouldShutDown };
}

function unchanged<Response>(response: Response): ControlResult<Response> {
  return { records: [], response };
}
