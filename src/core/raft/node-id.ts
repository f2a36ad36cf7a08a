/**
 * Who takes part in Raft. Voters and learners are brokers and carry their `node.id` (0 and up); the two storage
 * threads of asynchronous writes are addressees too, so that "append, and when it is safe deliver this" is a message.
 */

export type NodeId = number;

/** No vote cast, no leader known. Kafka allows node 0, so zero cannot say it. */
export const NO_NODE: NodeId = -1;

/** The thread that makes entries, terms and votes durable. */
export const APPEND_THREAD: NodeId = -2;

/** The thread that carries committed entries into the state machine. */
export const APPLY_THREAD: NodeId = -3;

export function isStorageThread(id: NodeId): boolean {
  return id === APPEND_THREAD || id === APPLY_THREAD;
}
