/** The generated codecs of the records in `__consumer_offsets`, gathered. */

export {
  type ConsumerGroupCurrentMemberAssignmentKey,
  readConsumerGroupCurrentMemberAssignmentKey,
  writeConsumerGroupCurrentMemberAssignmentKey,
} from '../protocol/generated/records/consumer-group-current-member-assignment-key.ts';
export {
  type ConsumerGroupCurrentMemberAssignmentValue,
  readConsumerGroupCurrentMemberAssignmentValue,
  writeConsumerGroupCurrentMemberAssignmentValue,
} from '../protocol/generated/records/consumer-group-current-member-assignment-value.ts';
export {
  type ConsumerGroupMemberMetadataKey,
  readConsumerGroupMemberMetadataKey,
  writeConsumerGroupMemberMetadataKey,
} from '../protocol/generated/records/consumer-group-member-metadata-key.ts';
export {
  type ConsumerGroupMemberMetadataValue,
  readConsumerGroupMemberMetadataValue,
  writeConsumerGroupMemberMetadataValue,
} from '../protocol/generated/records/consumer-group-member-metadata-value.ts';
export {
  type ConsumerGroupMetadataKey,
  readConsumerGroupMetadataKey,
  writeConsumerGroupMetadataKey,
} from '../protocol/generated/records/consumer-group-metadata-key.ts';
export {
  type ConsumerGroupMetadataValue,
  readConsumerGroupMetadataValue,
  writeConsumerGroupMetadataValue,
} from '../protocol/generated/records/consumer-group-metadata-value.ts';
export {
  type ConsumerGroupPartitionMetadataKey,
  readConsumerGroupPartitionMetadataKey,
  writeConsumerGroupPartitionMetadataKey,
} from '../protocol/generated/records/consumer-group-partition-metadata-key.ts';
export {
  type ConsumerGroupPartitionMetadataValue,
  readConsumerGroupPartitionMetadataValue,
  writeConsumerGroupPartitionMetadataValue,
} from '../protocol/generated/records/consumer-group-partition-metadata-value.ts';
export {
  type ConsumerGroupRegularExpressionKey,
  readConsumerGroupRegularExpressionKey,
  writeConsumerGroupRegularExpressionKey,
} from '../protocol/generated/records/consumer-group-regular-expression-key.ts';
export {
  type ConsumerGroupRegularExpressionValue,
  readConsumerGroupRegularExpressionValue,
  writeConsumerGroupRegularExpressionValue,
} from '../protocol/generated/records/consumer-group-regular-expression-value.ts';
export {
  type ConsumerGroupTargetAssignmentMemberKey,
  readConsumerGroupTargetAssignmentMemberKey,
  writeConsumerGroupTargetAssignmentMemberKey,
} from '../protocol/generated/records/consumer-group-target-assignment-member-key.ts';
export {
  type ConsumerGroupTargetAssignmentMemberValue,
  readConsumerGroupTargetAssignmentMemberValue,
  writeConsumerGroupTargetAssignmentMemberValue,
} from '../protocol/generated/records/consumer-group-target-assignment-member-value.ts';
export {
  type ConsumerGroupTargetAssignmentMetadataKey,
  readConsumerGroupTargetAssignmentMetadataKey,
  writeConsumerGroupTargetAssignmentMetadataKey,
} from '../protocol/generated/records/consumer-group-target-assignment-metadata-key.ts';
export {
  type ConsumerGroupTargetAssignmentMetadataValue,
  readConsumerGroupTargetAssignmentMetadataValue,
  writeConsumerGroupTargetAssignmentMetadataValue,
} from '../protocol/generated/records/consumer-group-target-assignment-metadata-value.ts';
export {
  type GroupMetadataKey,
  readGroupMetadataKey,
  writeGroupMetadataKey,
} from '../protocol/generated/records/group-metadata-key.ts';
export {
  type GroupMetadataValue,
  readGroupMetadataValue,
  writeGroupMetadataValue,
} from '../protocol/generated/records/group-metadata-value.ts';
export {
  type OffsetCommitKey,
  readOffsetCommitKey,
  writeOffsetCommitKey,
} from '../protocol/generated/records/offset-commit-key.ts';
export {
  type OffsetCommitValue,
  readOffsetCommitValue,
  writeOffsetCommitValue,
} from '../protocol/generated/records/offset-commit-value.ts';
