/** What the handlers of the group APIs share. Main thread. */
import type { GroupRequestContext } from '../../../core/groups/coordinator-contract.ts';
import type { GroupService } from '../../../services/groups/group-service.ts';
import type { RequestContext } from '../handler.ts';

export interface GroupHandlerServices {
  readonly groups: GroupService;
  /** Whether the principal may see the topic: what a regular expression may find. Everything, without an authorizer. */
  mayDescribeTopic?(context: RequestContext, topic: string): boolean;
  /** `group.coordinator.rebalance.protocols` and the feature group.version; on by default. */
  isConsumerProtocolEnabled?(): boolean;
}

export function groupContext(services: GroupHandlerServices, context: RequestContext): GroupRequestContext {
  return {
    apiVersion: context.apiVersion,
    clientId: context.clientId ?? '',
    clientHost: `/${context.connection.clientAddress}`,
    mayDescribeTopic: (topic) => services.mayDescribeTopic?.(context, topic) ?? true,
  };
}

/** Collects the answers of several coordinators; calls `done` with them in the order of asking, when all are there. */
export function gather<Part>(count: number, done: (parts: Part[]) => void): (index: number) => (part: Part) => void {
  const parts: Part[] = new Array(count);
  let open = count;
  if (count === 0) done(parts);
  return (index) => (part) => {
    parts[index] = part;
    if (--open === 0) done(parts);
  };
}
