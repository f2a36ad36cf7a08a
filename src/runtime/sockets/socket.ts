/**
 * A stream of bytes to a peer, as a port: Node's TCP sockets in production, an in-memory pair in the simulator.
 * Events go to one owner by method calls, so that a connection costs one object and no closures per event.
 */

export interface SocketOwner {
  /**
   * Fresh memory: the owner may keep views of it for as long as it likes. One that says `true` has kept none, and sees
   * the same memory again with the next bytes.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: most owners keep what they get, and say nothing
  onBytes(bytes: Uint8Array): boolean | void;
  /** True for an owner whose `onBytes` answers: it is read to in few, large pieces. */
  readonly returnsMemory?: boolean;
  /** The peer will send no more (FIN). It may still read: what is queued and what is written later still goes out. */
  onPeerFinished(): void;
  /** Everything written so far has left for the kernel; follows a `write` that answered false. */
  onWritable(): void;
  /** The last call, exactly once, whoever closed. */
  onClosed(error: Error | null): void;
}

export interface ByteSocket {
  /** In the form logs and limits use: an IPv4 peer of a dual-stack listener shows as IPv4. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Written and not yet taken by the kernel. 0: the memory of everything written may be used again. */
  readonly queuedBytes: number;
  setOwner(owner: SocketOwner): void;
  /** Queues the chunks as one write. They must not change until sent. False: hold back until `onWritable`. */
  write(chunks: readonly Uint8Array[]): boolean;
  pauseReading(): void;
  resumeReading(): void;
  /** Sends what is queued, then FIN, then closes without waiting for the peer to do the same. */
  closeAfterWrites(): void;
  /** Closes now, dropping what is queued. */
  destroy(): void;
}

export interface ListenOptions {
  /** Address to bind; a name is resolved. Empty: every interface, by IPv6 and IPv4 where the machine has both. */
  readonly host: string;
  /** 0 asks the system for a free one. */
  readonly port: number;
  /** Connections the kernel keeps for us between two accepts. */
  readonly backlog: number;
}

/** A bound, accepting socket. */
export interface ListeningSocket {
  readonly host: string;
  /** The port really bound. */
  readonly port: number;
  /** Stops accepting; accepted sockets live on. Settles when the port is free. */
  close(): Promise<void>;
}

export interface Acceptor {
  onAccept(socket: ByteSocket): void;
  /** A connection was lost before it was one (out of descriptors); later ones are accepted again. */
  onAcceptFailure(error: Error): void;
}

/** Binds and accepts; rejects with Node's error (EADDRINUSE, EACCES, ENOTFOUND) if it cannot. */
export type Listen = (options: ListenOptions, acceptor: Acceptor) => Promise<ListeningSocket>;
