/** DeleteTopics, by name or by id, with Kafka's checks of what may be named how often. */
import { ZERO_UUID } from '../bytes/uuid.ts';
import { ErrorCode } from '../protocol/error-codes.ts';
import type { DeleteTopicsRequest } from '../protocol/generated/delete-topics-request.ts';
import type { DeleteTopicsResponse } from '../protocol/generated/delete-topics-response.ts';
import { type ApiFailure, type ControlContext, type ControlResult, failure } from './control.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';
import type { TopicImage } from './topics-image.ts';

type Result = DeleteTopicsResponse['responses'][number];

/** Both forms of the request are read: `topicNames` (to v5) and `topics` (v6). */
export function deleteTopics(
  context: ControlContext,
  request: DeleteTopicsRequest,
): ControlResult<DeleteTopicsResponse> {
  const responses: Result[] = [];
  const records: MetadataRecord[] = [];
  const wished = [...request.topicNames.map((name) => ({ name, topicId: ZERO_UUID })), ...request.topics];
  if (!context.settings.isTopicDeletionEnabled) {
    const disabled = failure(ErrorCode.TOPIC_DELETION_DISABLED);
    for (const { name, topicId } of wished) responses.push(result(name, topicId, disabled));
    return { records, response: { throttleTimeMs: 0, responses } };
  }
  const names = new Map<string, number>();
  const ids = new Map<string, number>();
  for (const { name, topicId } of wished) {
    if (name !== null && topicId !== ZERO_UUID) {
      const both = failure(ErrorCode.INVALID_REQUEST, 'You may not specify both topic name and topic id.');
      responses.push(result(name, topicId, both));
    } else if (name !== null) names.set(name, (names.get(name) ?? 0) + 1);
    else if (topicId !== ZERO_UUID) ids.set(topicId, (ids.get(topicId) ?? 0) + 1);
    else
      responses.push(
        result(null, ZERO_UUID, failure(ErrorCode.INVALID_REQUEST, 'Neither topic name nor id were specified.')),
      );
  }
  const doomed = new Map<string, TopicImage>();
  for (const [id, times] of ids) {
    const topic = context.image.topics.byId(id);
    if (times > 1) responses.push(result(null, id, failure(ErrorCode.INVALID_REQUEST, 'Duplicate topic id.')));
    else if (topic === undefined) responses.push(result(null, id, failure(ErrorCode.UNKNOWN_TOPIC_ID)));
    else doomed.set(id, topic);
  }
  for (const [name, times] of names) {
    const topic = context.image.topics.byName(name);
    if (times > 1) responses.push(result(name, ZERO_UUID, failure(ErrorCode.INVALID_REQUEST, 'Duplicate topic name.')));
    else if (topic === undefined) {
      responses.push(result(name, ZERO_UUID, failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
    } else if (ids.has(topic.id)) {
      doomed.delete(topic.id);
      const message = 'The provided topic name maps to an ID that was already supplied.';
      responses.push(result(name, topic.id, failure(ErrorCode.INVALID_REQUEST, message)));
    } else doomed.set(topic.id, topic);
  }
  for (const topic of doomed.values()) {
    records.push(metadataRecord(RecordType.REMOVE_TOPIC, { topicId: topic.id }));
    responses.push(result(topic.name, topic.id, null));
  }
  return { records, response: { throttleTimeMs: 0, responses } };
}

function result(name: string | null, topicId: string, error: ApiFailure | null): Result {
  return {
    name,
    topicId,
    errorCode: error?.errorCode ?? ErrorCode.NONE,
    errorMessage: error?.errorMessage ?? null,
  };
}
