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
import { type ControlContext, type ControlResult, failure } from './control.ts';
import { unsupportedFeature } from './feature-control.ts';
import type { LeadershipRules, MayLead } from './partition-change.ts';
import {
  afterBrokerLeft,
  afterBrokerReturned,
  afterUncleanShutdown,
  available,
  beforeBrokerLeaves,
  partitionChanges,
} from './partition-leadership.ts';
import { type MetadataRecord, metadataRecord, NO_LEADER, RecordType } from './records.ts';
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
  const isClean = before === undefined || request.previousBrokerEpoch === before.epoch;
  const records = before === undefined ? [] : endOfIncarnation(context, before, isClean);
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
  context.sessions.restart(request.brokerId, context.now);
  return { records, response: answer(ErrorCode.NONE, context.index) };
}

/**
 * Refreshes the session; lifts the fence of a broker whose image has reached its own registration; moves leadership off
 * one that wants to stop, and lets it go once every other broker knows that it leads nothing; takes log directories that
 * failed out of service.
 */
export function heartbeat(
  context: ControlContext,
  request: BrokerHeartbeatRequest,
): ControlResult<BrokerHeartbeatResponse> {
  const broker = context.image.brokers.get(request.brokerId);
  const problem = staleEpoch(broker, request.brokerEpoch);
  if (problem !== ErrorCode.NONE || broker === undefined)
    return unchanged(heartbeatAnswer(problem, false, true, false));
  context.sessions.touch(broker.id, context.now, request.currentMetadataOffset);
  const isCaughtUp = request.currentMetadataOffset >= broker.epoch;
  const failed = broker.logDirs.filter((id) => request.offlineLogDirs.includes(id));
  if (failed.length > 0) {
    // First of all: nothing must be handed to what it cannot read any more. The next heartbeat gets what it asks for.
    return {
      records: directoryFailureRecords(context, broker, failed),
      response: heartbeatAnswer(ErrorCode.NONE, isCaughtUp, broker.isFenced, false),
    };
  }
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

/**
 * Fences one broker whose session is over, the one that has been silent longest; null when there is none. The caller
 * makes one entry of each, until there is none: what a fence does to partitions depends on the fences before it.
 */
export function fenceExpired(context: ControlContext): MetadataRecord[] | null {
  let silent: BrokerRegistration | null = null;
  for (const broker of context.image.brokers.all()) {
    if (broker.isFenced || context.sessions.isLive(broker.id, context.now)) continue;
    const { sessions } = context;
    if (silent === null || sessions.endOf(broker.id) < sessions.endOf(silent.id)) silent = broker;
  }
  return silent === null ? null : fencingRecords(context, silent);
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
  return [registrationChange(broker, { fenced: 1 }), ...leavingRecords(context, broker)];
}

function leavingRecords(context: ControlContext, broker: BrokerRegistration): MetadataRecord[] {
  const change = (partition: PartitionRegistration, rules: LeadershipRules) =>
    afterBrokerLeft(partition, broker.id, rules);
  return partitionChanges(context, everyoneBut(context, broker.id), change, (partition) => holds(partition, broker.id));
}

/** The old incarnation's end is part of the new one's registration, which is fenced. */
function endOfIncarnation(context: ControlContext, before: BrokerRegistration, isClean: boolean): MetadataRecord[] {
  if (isClean) return before.isFenced ? [] : leavingRecords(context, before);
  return partitionChanges(
    context,
    everyoneBut(context, before.id),
    (partition, rules) => afterUncleanShutdown(partition, before.id, rules),
    (partition) => holds(partition, before.id) || partition.elr.includes(before.id),
  );
}

function unfencingRecords(context: ControlContext, broker: BrokerRegistration): MetadataRecord[] {
  const { brokers } = context.image;
  const others = available(context);
  const mayLead: MayLead = (id, directoryId) =>
    id === broker.id ? brokers.hasOnlineDirectory(id, directoryId) : others(id, directoryId);
  const isLeaderless = (partition: PartitionRegistration) => partition.leader === NO_LEADER;
  const changes = partitionChanges(context, mayLead, afterBrokerReturned, isLeaderless);
  return [registrationChange(broker, { fenced: -1 }), ...changes];
}

/**
 * Two steps, as in Kafka: hand over everything that another can take; then, when every active broker's image shows that,
 * fence it and let it go. What only this broker can serve it serves until then.
 */
function controlledShutdown(
  context: ControlContext,
  broker: BrokerRegistration,
  isCaughtUp: boolean,
): ControlResult<BrokerHeartbeatResponse> {
  const { brokers } = context.image;
  const { sessions } = context;
  if (broker.isFenced) return unchanged(heartbeatAnswer(ErrorCode.NONE, isCaughtUp, true, true));
  const records: MetadataRecord[] = [];
  if (!broker.isInControlledShutdown) {
    const change = (partition: PartitionRegistration, rules: LeadershipRules) =>
      beforeBrokerLeaves(partition, broker.id, rules);
    const mayLead = everyoneBut(context, broker.id);
    records.push(
      registrationChange(broker, { inControlledShutdown: 1 }),
      ...partitionChanges(context, mayLead, change, (partition) => holds(partition, broker.id)),
    );
    sessions.startShutdown(broker.id, context.index);
  } else if (sessions.shutdownOffset(broker.id) < 0) sessions.startShutdown(broker.id, context.image.index);
  const offset = sessions.shutdownOffset(broker.id);
  const others = brokers.all().filter(({ id }) => id !== broker.id && brokers.isActive(id));
  const mayStop = others.every(({ id }) => sessions.metadataOffset(id) >= offset);
  if (mayStop && records.length === 0) records.push(...fencingRecords(context, broker));
  const isGone = mayStop && broker.isInControlledShutdown;
  return { records, response: heartbeatAnswer(ErrorCode.NONE, isCaughtUp, isGone, isGone) };
}

function directoryFailureRecords(
  context: ControlContext,
  broker: BrokerRegistration,
  failed: readonly string[],
): MetadataRecord[] {
  const others = available(context);
  const isLost = (id: number, directoryId: string) => id === broker.id && failed.includes(directoryId);
  const mayLead: MayLead = (id, directoryId) => !isLost(id, directoryId) && others(id, directoryId);
  const changes = partitionChanges(
    context,
    mayLead,
    // What its page cache shows may not be on the disk: a later start must not lead with it (I34).
    (partition, rules) => afterUncleanShutdown(partition, broker.id, rules),
    (partition) =>
      (holds(partition, broker.id) || partition.elr.includes(broker.id)) &&
      failed.includes(partition.directories[partition.replicas.indexOf(broker.id)]!),
  );
  const logDirs = broker.logDirs.filter((id) => !failed.includes(id));
  return [registrationChange(broker, { logDirs }), ...changes];
}

function everyoneBut(context: ControlContext, brokerId: number): MayLead {
  const mayLead = available(context);
  return (id, directoryId) => id !== brokerId && mayLead(id, directoryId);
}

function holds(partition: PartitionRegistration, brokerId: number): boolean {
  return partition.leader === brokerId || partition.isr.includes(brokerId);
}

interface RegistrationChange {
  /** 1 fences, -1 lifts the fence. */
  readonly fenced?: number;
  readonly inControlledShutdown?: number;
  readonly logDirs?: string[];
}

function registrationChange(broker: BrokerRegistration, change: RegistrationChange): MetadataRecord {
  return metadataRecord(RecordType.BROKER_REGISTRATION_CHANGE, {
    brokerId: broker.id,
    brokerEpoch: broker.epoch,
    fenced: change.fenced ?? 0,
    inControlledShutdown: change.inControlledShutdown ?? 0,
    logDirs: change.logDirs ?? null,
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
