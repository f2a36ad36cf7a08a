/** DescribeGroups: v0-6. v3: authorised operations. v4: instance ids. v6: an unknown group is an error (KIP-1043). */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import {
  type DescribeGroupsRequest,
  readDescribeGroupsRequest,
} from '../../../core/protocol/generated/describe-groups-request.ts';
import {
  type DescribeGroupsResponse,
  newDescribeGroupsResponseDescribedGroup,
  writeDescribeGroupsResponse,
} from '../../../core/protocol/generated/describe-groups-response.ts';
import { GROUP_OPERATIONS, OPERATIONS_NOT_ASKED } from '../authorized-operations.ts';
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, gather } from './group-handlers.ts';

type DescribedGroup = DescribeGroupsResponse['groups'][number];

export function describeGroupsHandler({
  groups,
}: GroupHandlerServices): ApiHandler<DescribeGroupsRequest, DescribeGroupsResponse> {
  return {
    apiKey: ApiKey.DescribeGroups,
    minVersion: 0,
    maxVersion: 6,
    read: readDescribeGroupsRequest,
    write: writeDescribeGroupsResponse,
    handle(request, { apiVersion }, reply) {
      const authorizedOperations = request.includeAuthorizedOperations ? GROUP_OPERATIONS : OPERATIONS_NOT_ASKED;
      const part = gather<DescribedGroup>(request.groups.length, (described) => {
        for (const group of described) if (group.errorCode === 0) group.authorizedOperations = authorizedOperations;
        reply.send({ throttleTimeMs: 0, groups: described });
      });
      request.groups.forEach((groupId, i) => {
        const send = part(i);
        const fail = (errorCode: number): void => send(newDescribeGroupsResponseDescribedGroup({ groupId, errorCode }));
        groups.ask(groupId, { send, fail }, (coordinator) => coordinator.describeGroup(groupId, apiVersion));
      });
    },
  };
}
