/** Which topic names are legal, and which belong to the broker itself. */

const MAX_LENGTH = 249;

/** Why a name is illegal, in Kafka's words; null for a legal one. */
export function topicNameError(name: string): string | null {
  const reason = illegalBecause(name);
  return reason === null ? null : `Topic name is invalid: ${reason}`;
}

function illegalBecause(name: string): string | null {
  if (name === '') return 'the empty string is not allowed';
  if (name === '.') return "'.' is not allowed";
  if (name === '..') return "'..' is not allowed";
  if (name.length > MAX_LENGTH) return `the length of '${name}' is longer than the max allowed length ${MAX_LENGTH}`;
  if (!/^[a-zA-Z0-9._-]+$/.test(name))
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  return null;
}

/** The name under which Kafka's own metadata log would be a topic: nobody may create it. */
export const CLUSTER_METADATA_TOPIC = '__cluster_metadata';

export const CONSUMER_OFFSETS_TOPIC = '__consumer_offsets';
export const TRANSACTION_STATE_TOPIC = '__transaction_state';
export const SHARE_GROUP_STATE_TOPIC = '__share_group_state';

export function isInternalTopic(name: string): boolean {
  return name === CONSUMER_OFFSETS_TOPIC || name === TRANSACTION_STATE_TOPIC || name === SHARE_GROUP_STATE_TOPIC;
}
