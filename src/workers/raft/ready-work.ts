/**
 * Does what raft's Ready asks for: messages go to the peers, entries to the disk and to raft's own state machine, whose
 * answers come back to raft. Owned by the raft agent; waits for no disk.
 */
import type { Message, StorageAppend } from '../../core/raft/messages.ts';
import type { RaftNode } from '../../core/raft/raft-node.ts';
import type { Ready } from '../../core/raft/ready.ts';
import type { LeaderRequests } from './leader-requests.ts';
import type { PeerMessenger } from './peer-messenger.ts';
import type { QuorumState } from './quorum-state.ts';
import type { RaftStore } from './raft-store.ts';

export interface ReadyWorkParts {
  readonly node: RaftNode;
  readonly state: QuorumState;
  readonly store: RaftStore;
  readonly peers: PeerMessenger;
  readonly requests: LeaderRequests;
  /** The disk's answer begins a turn of its own. */
  readonly guarded: (run: () => void) => void;
}

export class ReadyWork {
  readonly #parts: ReadyWorkParts;

  constructor(parts: ReadyWorkParts) {
    this.#parts = parts;
  }

  take(ready: Ready): void {
    for (const message of ready.messages) this.#dispatch(message);
    for (const { requestId } of ready.readStates) this.#parts.requests.finishRead(requestId, true);
  }

  #dispatch(message: Message): void {
    const { node, state, store, peers } = this.#parts;
    switch (message.type) {
      case 'StorageAppend':
        this.#append(message);
        return;
      case 'StorageApply':
        state.apply(message.entries, node, store);
        this.#deliver(message.responses);
        return;
      case 'StorageAppendResponse':
      case 'StorageApplyResponse':
        return;
      default:
        peers.send(message);
    }
  }

  #append({ hardState, entries, snapshot, responses }: StorageAppend): void {
    const { state, store, guarded } = this.#parts;
    if (snapshot !== null) state.restoring();
    store.write({ hardState, entries, snapshot }, () => {
      guarded(() => {
        if (snapshot !== null) state.restored(snapshot);
        this.#deliver(responses);
      });
    });
  }

  #deliver(messages: readonly Message[]): void {
    const { node } = this.#parts;
    for (const message of messages) {
      if (message.to === node.id) node.step(message);
      else this.#dispatch(message);
    }
  }
}
