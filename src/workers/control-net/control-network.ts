/**
 * How the control planes of brokers talk: frames between nodes, in sessions, on two channels, so that bulk (the metadata
 * log, its snapshots) never delays a heartbeat. A port: TCP on the controller listener in production, memory in tests
 * and in the simulator. Used by one thread, the one that runs raft and the controller.
 *
 * Within a session frames arrive whole, once and in order, or the session is reset; nothing survives it. Both ends see
 * both its beginning (`connected`) and its end (`reset`).
 */

export type ControlChannel = 'raft' | 'metadata';

/** Most bytes of one frame. More is a mistake of the sender; a peer that announces more is cut off. */
export const MAX_CONTROL_FRAME_BYTES: Readonly<Record<ControlChannel, number>> = {
  raft: 4 * 1024 * 1024,
  metadata: 16 * 1024 * 1024,
};

/** Where a node listens for its peers: one of `controller.quorum.voters`. */
export interface ControlPeer {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

/** Who a node is, as its handshake says. */
export interface ControlIdentity {
  readonly clusterId: string;
  readonly nodeId: number;
  /** Of the directory that holds the node's term and vote: a node that lost its disk is not the same voter. */
  readonly directoryId: string;
  /** Counts the starts from this directory: of two processes that claim to be one node the later start counts. */
  readonly incarnation: number;
}

/** An identity as one process claims it: a directory that was copied tells the same of itself twice. */
export interface ClaimedIdentity extends ControlIdentity {
  /** Drawn at the start of the process. */
  readonly instance: number;
  /** Where it says that its peers reach it, `host:port`; empty where nobody calls it, or in memory. */
  readonly address: string;
}

/** `random` yields numbers in [0, 1). */
export function claim(identity: ControlIdentity, random: () => number, address = ''): ClaimedIdentity {
  return { ...identity, instance: Math.floor(random() * 2 ** 48), address };
}

export function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host}:${port}`;
}

/**
 * connected  a session is open: frames go through from now on, those of earlier sessions never will
 * reset      the session is over
 * refused    nobody listens at the peer's address: its process is gone. Only for peers whose address is known.
 */
export type PeerEvent = 'connected' | 'reset' | 'refused';

export type FrameListener = (peer: number, frame: Uint8Array) => void;
export type PeerListener = (peer: number, event: PeerEvent) => void;

export interface ControlNetwork {
  readonly nodeId: number;
  /**
   * False: no session, or too much is queued already. Nothing is kept back then; the sender's protocol tries again.
   * The frame belongs to the network from here on: it must not be changed.
   */
  send(peer: number, channel: ControlChannel, frame: Uint8Array): boolean;
  /** Bytes sent and not yet taken by the system; 0 without a session. Bulk senders keep this low. */
  queuedBytes(peer: number, channel: ControlChannel): number;
  /** One listener per channel. The frame belongs to the listener. Never called from within `send`. */
  onFrame(channel: ControlChannel, listener: FrameListener): void;
  /** One listener per channel. Never called from within `send`. */
  onPeer(channel: ControlChannel, listener: PeerListener): void;
  /**
   * Whom to dial. Others may dial us and are peers too (brokers that are no voters). Sessions with nodes that are
   * not in the list go on.
   */
  setPeers(peers: readonly ControlPeer[]): void;
  /** Which directory a node must have, as far as that is decided; another one is refused, and its session ended. */
  setDirectories(directories: ReadonlyMap<number, string>): void;
  /** Who is at the other end of the session; null without one. */
  identityOf(peer: number, channel: ControlChannel): ControlIdentity | null;
  /** Nodes with a session. */
  connected(channel: ControlChannel): number[];
  /** Ends all sessions without another event. */
  close(): void;
}
