/** The leader's side of ReadIndex: reads wait for its first commit, then for a quorum to confirm that it still leads. */

import { isSingleton } from './configuration.ts';
import type { HeartbeatResponse, ReadIndex } from './messages.ts';
import type { RaftCore } from './raft-core.ts';
import { ReadIndexQueue } from './read-index.ts';
import type { Replication } from './replication.ts';

export class LeaderReads {
  readonly #core: RaftCore;
  readonly #replication: Replication;
  readonly #queue = new ReadIndexQueue();
  /** Asked before the first commit of this term, when the commit index may still lag behind what was acknowledged. */
  #early: ReadIndex[] = [];

  constructor(core: RaftCore, replication: Replication) {
    this.#core = core;
    this.#replication = replication;
  }

  /** What the next heartbeat should ask to have confirmed. */
  get round(): number {
    return this.#queue.round;
  }

  ask(request: ReadIndex): void {
    const core = this.#core;
    if (!core.hasCommittedInTerm) {
      this.#early.push(request);
      return;
    }
    const alone = isSingleton(core.configuration) && core.configuration.voters[0] === core.id;
    if (alone || core.options.reads === 'lease') {
      this.#answer(request, core.log.committed);
      return;
    }
    this.#queue.add(request, core.log.committed);
    this.#queue.acknowledge(core.id, this.#queue.round);
    this.#replication.broadcastHeartbeat(this.#queue.round);
  }

  /** The commit index has moved. */
  onCommit(): void {
    if (this.#early.length === 0 || !this.#core.hasCommittedInTerm) return;
    const released = this.#early;
    this.#early = [];
    for (const request of released) this.ask(request);
  }

  onHeartbeatResponse(message: HeartbeatResponse): void {
    if (message.readRound === 0) return;
    this.#queue.acknowledge(message.from, message.readRound);
    for (const { request, index } of this.#queue.takeConfirmed(this.#core.configuration)) this.#answer(request, index);
  }

  #answer(request: ReadIndex, index: number): void {
    const core = this.#core;
    const { from: to, requestId } = request;
    if (to === core.id) core.readStates.push({ requestId, index });
    else core.send({ type: 'ReadIndexResponse', from: core.id, to, term: core.term, requestId, index });
  }
}
