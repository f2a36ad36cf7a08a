/**
 * The beginning of a connection between two brokers: the follower says who it is and whom it means, the leader judges that
 * by the registrations it knows. Replication thread, owned by its agent.
 */
import {
  decodeHello,
  decodeRefused,
  decodeWelcome,
  encodeHello,
  encodeRefused,
  encodeWelcome,
  judgeHello,
} from '../../core/replication/handshake.ts';
import { FrameKind } from '../../core/replication/wire-format.ts';
import type { Peer, PeerList, ReplicationStart } from './replication-messages.ts';
import type { ReplicationSession } from './session.ts';

/** What a follower takes before it grants more: as much as the tail needs in flight at the speed of a disk. */
const WINDOW_BYTES = 8 * 1024 * 1024;

export class Handshakes {
  readonly #start: ReplicationStart;
  readonly #sessions: ReadonlyMap<number, ReplicationSession>;
  readonly #onOpened: (session: ReplicationSession, brokerEpoch: number) => void;
  #peers: PeerList = { ownEpoch: -1, peers: [] };

  /** `onOpened`: both sides know each other; the epoch is that of the other one. */
  constructor(
    start: ReplicationStart,
    sessions: ReadonlyMap<number, ReplicationSession>,
    onOpened: (session: ReplicationSession, brokerEpoch: number) => void,
  ) {
    this.#start = start;
    this.#sessions = sessions;
    this.#onOpened = onOpened;
  }

  usePeers(list: PeerList): void {
    this.#peers = list;
  }

  /** The first word, which is the follower's. */
  begin(session: ReplicationSession, peer: Peer): void {
    const { clusterId, nodeId, incarnationId, maxBatchBytes } = this.#start;
    const self = { clusterId, nodeId, brokerEpoch: this.#peers.ownEpoch, incarnationId };
    session.queue(encodeHello({ ...self, targetNodeId: peer.nodeId, granted: WINDOW_BYTES, maxBatchBytes }));
    session.flush();
  }

  /** A frame of a session that is not open yet. Returns why it cannot be. */
  take(session: ReplicationSession, kind: number, head: Uint8Array): string | null {
    if (session.role === 'leader')
      return kind === FrameKind.Hello ? this.#welcome(session, head) : 'it did not say who it is';
    if (kind === FrameKind.Refused) return `it refuses this broker: ${decodeRefused(head)}`;
    if (kind !== FrameKind.Welcome) return 'it did not answer the handshake';
    const { nodeId, brokerEpoch } = decodeWelcome(head);
    if (nodeId !== session.peer) return `it is broker ${nodeId}, not ${session.peer}`;
    this.#onOpened(session, brokerEpoch);
    return null;
  }

  #welcome(session: ReplicationSession, head: Uint8Array): string | null {
    const hello = decodeHello(head);
    const { clusterId, nodeId } = this.#start;
    const known = (id: number): number | undefined => this.#peers.peers.find((peer) => peer.nodeId === id)?.brokerEpoch;
    const problem = typeof hello === 'string' ? hello : judgeHello(hello, { clusterId, nodeId, brokerEpochOf: known });
    if (problem !== null || typeof hello === 'string') {
      session.closeWith(encodeRefused(problem!), `refused: ${problem}`);
      return null;
    }
    session.peer = hello.nodeId;
    session.granted = Math.min(Math.max(hello.granted, 0), WINDOW_BYTES);
    session.maxBatchBytes = Math.min(Math.max(hello.maxBatchBytes, 0), this.#start.maxBatchBytes);
    // A half-open connection of before: the follower would not have dialled again while it worked.
    for (const other of [...this.#sessions.values()]) {
      if (other !== session && other.role === 'leader' && other.peer === session.peer)
        other.close('the follower has connected anew');
    }
    session.queue(encodeWelcome(nodeId, this.#peers.ownEpoch));
    session.flush();
    this.#onOpened(session, hello.brokerEpoch);
    return null;
  }
}
