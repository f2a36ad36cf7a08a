/** ListGroups: v0-5. The groups that this broker coordinates. v4: filter by state. v5: filter by type. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { type ListGroupsRequest, readListGroupsRequest } from '../../../core/protocol/generated/list-groups-request.ts';
import {
  type ListGroupsResponse,
  newListGroupsResponse,
  writeListGroupsResponse,
} from '../../../core/protocol/generated/list-groups-response.ts';
import type { ApiHandler } from '../handler.ts';
import type { GroupHandlerServices } from './group-handlers.ts';
import { listFromAll } from './list-from-all.ts';

export function listGroupsHandler({ groups }: GroupHandlerServices): ApiHandler<ListGroupsRequest, ListGroupsResponse> {
  return {
    apiKey: ApiKey.ListGroups,
    minVersion: 0,
    maxVersion: 5,
    read: readListGroupsRequest,
    write: writeListGroupsResponse,
    handle({ statesFilter, typesFilter }, _, reply) {
      listFromAll(
        groups.all(),
        (coordinator) => coordinator.listGroups(statesFilter, typesFilter),
        ({ errorCode, listed }) => reply.send(newListGroupsResponse({ errorCode, groups: [...listed] })),
      );
    },
  };
}
