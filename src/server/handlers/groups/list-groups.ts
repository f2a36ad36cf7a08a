/** ListGroups: v0-5. The groups that this broker coordinates. v4: filter by state. v5: filter by type. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import { type ListGroupsRequest, readListGroupsRequest } from '../../../core/protocol/generated/list-groups-request.ts';
import {
  type ListGroupsResponse,
  newListGroupsResponse,
  writeListGroupsResponse,
} from '../../../core/protocol/generated/list-groups-response.ts';
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, gather } from './group-handlers.ts';

type ListedGroup = ListGroupsResponse['groups'][number];
/** The groups of one coordinator, or why they cannot be told. */
type Part = { readonly errorCode: number; readonly groups: readonly ListedGroup[] };

export function listGroupsHandler({ groups }: GroupHandlerServices): ApiHandler<ListGroupsRequest, ListGroupsResponse> {
  return {
    apiKey: ApiKey.ListGroups,
    minVersion: 0,
    maxVersion: 5,
    read: readListGroupsRequest,
    write: writeListGroupsResponse,
    handle({ statesFilter, typesFilter }, _, reply) {
      const coordinators = groups.all();
      const part = gather<Part>(coordinators.length, (parts) => {
        // One that moved away meanwhile is asked elsewhere; one that is loading makes the list wrong.
        const failed = parts.find(
          ({ errorCode }) => errorCode !== ErrorCode.NONE && errorCode !== ErrorCode.NOT_COORDINATOR,
        );
        reply.send(
          newListGroupsResponse(
            failed === undefined
              ? { groups: parts.flatMap((one) => [...one.groups]) }
              : { errorCode: failed.errorCode },
          ),
        );
      });
      coordinators.forEach((coordinator, i) => {
        const done = part(i);
        coordinator.ask<ListedGroup[]>(
          {
            send: (listed) => done({ errorCode: ErrorCode.NONE, groups: listed }),
            fail: (errorCode) => done({ errorCode, groups: [] }),
          },
          (one) => one.listGroups(statesFilter, typesFilter),
        );
      });
    },
  };
}
