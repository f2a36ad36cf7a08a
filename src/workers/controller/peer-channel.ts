/**
 * What nodes say to each other about metadata: the metadata channel of the control network, frames in and out, and which
 * directory each peer speaks for. A node that is alone has it too, with nobody at the other end. Controller thread.
 */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import type { LogMessage } from '../../core/metadata-log/messages.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ControlNetwork, PeerEvent } from '../control-net/control-network.ts';
import type { Submission } from './command-forwarder.ts';
import type { FromController } from './controller-messages.ts';
import {
  decodePeerFrame,
  encodeLogMessage,
  encodeReply,
  type ForwardedCommand,
  type PeerFrame,
} from './peer-frames.ts';

const CHANNEL = 'metadata';

export interface PeerChannelListener {
  /** Runs everything that a peer causes: a mistake in it ends the node, and not the thread. */
  guarded(run: () => void): void;
  onFrame(peer: number, frame: PeerFrame): void;
  onPeer(peer: number, event: PeerEvent): void;
}

export class PeerChannel {
  /** Null for a node that is alone. */
  readonly #network: ControlNetwork | null;
  readonly #logger: Logger;
  /** Which directory each peer spoke for last. */
  readonly #directories = new Map<number, string>();
  /** Counts the sessions with each peer. */
  readonly #sessions = new Map<number, number>();

  constructor(network: ControlNetwork | null, logger: Logger) {
    this.#network = network;
    this.#logger = logger;
  }

  get isAlone(): boolean {
    return this.#network === null;
  }

  listen(listener: PeerChannelListener): void {
    this.#network?.onFrame(CHANNEL, (peer, bytes) =>
      listener.guarded(() => {
        const frame = this.#decoded(peer, bytes);
        if (frame !== null) listener.onFrame(peer, frame);
      }),
    );
    this.#network?.onPeer(CHANNEL, (peer, event) =>
      listener.guarded(() => {
        if (event === 'connected') this.#sessions.set(peer, (this.#sessions.get(peer) ?? 0) + 1);
        listener.onPeer(peer, event);
      }),
    );
  }

  /** False: not connected, or too much is queued. */
  send(peer: number, message: LogMessage): boolean {
    return this.sendFrame(peer, encodeLogMessage(message));
  }

  /** As `send`, of a frame that is encoded already. */
  sendFrame(peer: number, frame: Uint8Array): boolean {
    return this.#network?.send(peer, CHANNEL, frame) ?? false;
  }

  /** Nodes there is a session with. */
  connected(): readonly number[] {
    return this.#network?.connected(CHANNEL) ?? [];
  }

  directoryOf(peer: number): string | undefined {
    return this.#directories.get(peer);
  }

  /** A session with `peer` began. True: it speaks for another directory than before. */
  met(peer: number): boolean {
    const directory = this.#network?.identityOf(peer, CHANNEL)?.directoryId;
    const before = this.#directories.get(peer);
    if (directory !== undefined) this.#directories.set(peer, directory);
    return before !== undefined && before !== directory;
  }

  /**
   * A command of another node as one of this node's: its answer goes back over the session that it came over, or nowhere.
   * The process at the other end of the next session may be another one, which counts its commands from one again and
   * would take the answer for its own; the same one asks again.
   */
  submission(peer: number, { correlation, requestId, apiKey, request }: ForwardedCommand): Submission {
    const session = this.#sessions.get(peer);
    const from = {
      post: (message: FromController): void => {
        if (message.type !== 'reply' || this.#sessions.get(peer) !== session) return;
        this.#network?.send(peer, CHANNEL, encodeReply(message, apiKey));
      },
      onMessage: () => {},
    };
    // Never sent on once more: the node that has it knows best where to.
    return { type: 'submit', correlation, requestId, apiKey, request, timeoutMs: 0, from, isForwarded: true };
  }

  close(): void {
    this.#network?.close();
  }

  /** Null for what cannot be read. Not so for committed records: a node that cannot read those must not go on. */
  #decoded(peer: number, bytes: Uint8Array): PeerFrame | null {
    try {
      return decodePeerFrame(bytes);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#logger.warn('a frame about metadata cannot be read', { peer, problem: error.message });
      return null;
    }
  }
}
