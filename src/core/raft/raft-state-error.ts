/**
 * The durable state contradicts itself or the leader: a log was lost, cut or corrupted. The node must stop and never
 * vote again from this directory; to clamp and carry on would turn lost data into wrong data.
 */
export class RaftStateError extends Error {
  override readonly name = 'RaftStateError';
}
