/** The APIs of groups and coordinators that the client calls. One line each; the codecs are generated. */
import { ApiKey } from '../core/protocol/api-keys.ts';
import { writeConsumerGroupDescribeRequest } from '../core/protocol/generated/consumer-group-describe-request.ts';
import { readConsumerGroupDescribeResponse } from '../core/protocol/generated/consumer-group-describe-response.ts';
import { writeConsumerGroupHeartbeatRequest } from '../core/protocol/generated/consumer-group-heartbeat-request.ts';
import { readConsumerGroupHeartbeatResponse } from '../core/protocol/generated/consumer-group-heartbeat-response.ts';
import { writeDeleteGroupsRequest } from '../core/protocol/generated/delete-groups-request.ts';
import { readDeleteGroupsResponse } from '../core/protocol/generated/delete-groups-response.ts';
import { writeDescribeGroupsRequest } from '../core/protocol/generated/describe-groups-request.ts';
import { readDescribeGroupsResponse } from '../core/protocol/generated/describe-groups-response.ts';
import { writeFindCoordinatorRequest } from '../core/protocol/generated/find-coordinator-request.ts';
import { readFindCoordinatorResponse } from '../core/protocol/generated/find-coordinator-response.ts';
import { writeHeartbeatRequest } from '../core/protocol/generated/heartbeat-request.ts';
import { readHeartbeatResponse } from '../core/protocol/generated/heartbeat-response.ts';
import { writeJoinGroupRequest } from '../core/protocol/generated/join-group-request.ts';
import { readJoinGroupResponse } from '../core/protocol/generated/join-group-response.ts';
import { writeLeaveGroupRequest } from '../core/protocol/generated/leave-group-request.ts';
import { readLeaveGroupResponse } from '../core/protocol/generated/leave-group-response.ts';
import { writeListGroupsRequest } from '../core/protocol/generated/list-groups-request.ts';
import { readListGroupsResponse } from '../core/protocol/generated/list-groups-response.ts';
import { writeOffsetCommitRequest } from '../core/protocol/generated/offset-commit-request.ts';
import { readOffsetCommitResponse } from '../core/protocol/generated/offset-commit-response.ts';
import { writeOffsetDeleteRequest } from '../core/protocol/generated/offset-delete-request.ts';
import { readOffsetDeleteResponse } from '../core/protocol/generated/offset-delete-response.ts';
import { writeOffsetFetchRequest } from '../core/protocol/generated/offset-fetch-request.ts';
import { readOffsetFetchResponse } from '../core/protocol/generated/offset-fetch-response.ts';
import { writeSyncGroupRequest } from '../core/protocol/generated/sync-group-request.ts';
import { readSyncGroupResponse } from '../core/protocol/generated/sync-group-response.ts';
import { api, upToVersion } from './api.ts';

export const FIND_COORDINATOR = api(ApiKey.FindCoordinator, writeFindCoordinatorRequest, readFindCoordinatorResponse);
export const JOIN_GROUP = api(ApiKey.JoinGroup, writeJoinGroupRequest, readJoinGroupResponse);
export const SYNC_GROUP = api(ApiKey.SyncGroup, writeSyncGroupRequest, readSyncGroupResponse);
export const HEARTBEAT = api(ApiKey.Heartbeat, writeHeartbeatRequest, readHeartbeatResponse);
export const LEAVE_GROUP = api(ApiKey.LeaveGroup, writeLeaveGroupRequest, readLeaveGroupResponse);
/** From version 10 on topics are told by id; offsets of a topic that is gone have none. */
export const OFFSET_COMMIT = upToVersion(
  api(ApiKey.OffsetCommit, writeOffsetCommitRequest, readOffsetCommitResponse),
  9,
);
/** As for OffsetCommit. */
export const OFFSET_FETCH = upToVersion(api(ApiKey.OffsetFetch, writeOffsetFetchRequest, readOffsetFetchResponse), 9);
export const OFFSET_DELETE = api(ApiKey.OffsetDelete, writeOffsetDeleteRequest, readOffsetDeleteResponse);
export const LIST_GROUPS = api(ApiKey.ListGroups, writeListGroupsRequest, readListGroupsResponse);
export const DESCRIBE_GROUPS = api(ApiKey.DescribeGroups, writeDescribeGroupsRequest, readDescribeGroupsResponse);
export const DELETE_GROUPS = api(ApiKey.DeleteGroups, writeDeleteGroupsRequest, readDeleteGroupsResponse);
export const CONSUMER_GROUP_DESCRIBE = api(
  ApiKey.ConsumerGroupDescribe,
  writeConsumerGroupDescribeRequest,
  readConsumerGroupDescribeResponse,
);
export const CONSUMER_GROUP_HEARTBEAT = api(
  ApiKey.ConsumerGroupHeartbeat,
  writeConsumerGroupHeartbeatRequest,
  readConsumerGroupHeartbeatResponse,
);
