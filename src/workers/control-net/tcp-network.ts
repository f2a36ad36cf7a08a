/**
 * The control network over TCP: dials the peers it was told of, takes calls on the controller listener, keeps one
 * session per peer and channel. Runs on the thread of raft and the controller, so that no request can delay it.
 */
import { assert } from '../../core/base/assert.ts';
import { DecodeError } from '../../core/bytes/decode-error.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import { LogLimiter } from '../../runtime/logging/log-limiter.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { Connect } from '../../runtime/sockets/connect.ts';
import type { Acceptor, ByteSocket, Listen, ListeningSocket } from '../../runtime/sockets/socket.ts';
import { AddressWatch } from './address-watch.ts';
import { Admission, type Refusal, Verdict } from './admission.ts';
import { Callers } from './callers.ts';
import { ClockWatch } from './clock-watch.ts';
import type { ControlConnection } from './control-connection.ts';
import {
  addressOf,
  type ClaimedIdentity,
  type ControlChannel,
  type ControlIdentity,
  type ControlNetwork,
  type ControlPeer,
  claim,
  type FrameListener,
  MAX_CONTROL_FRAME_BYTES,
  type PeerListener,
} from './control-network.ts';
import { Introductions } from './introductions.ts';
import { PeerDialer } from './peer-dialer.ts';
import { CHANNELS, SessionTable } from './session-table.ts';
import { decodePing, decodeRefusal, FrameKind } from './wire.ts';

const MAX_QUEUED_BYTES: Readonly<Record<ControlChannel, number>> = {
  raft: 2 * MAX_CONTROL_FRAME_BYTES.raft,
  metadata: 2 * MAX_CONTROL_FRAME_BYTES.metadata,
};

const CHECK_INTERVAL_MS = 250;
const BACKLOG = 64;

export interface TcpNetworkParts {
  readonly clock: Clock;
  readonly connect: Connect;
  readonly listen: Listen;
  readonly logger: Logger;
  /** Where the peers reach this node, `host:port` of its own among the voters; empty where it is none. */
  readonly address?: string;
  /** In [0, 1): spreads the attempts of several nodes. */
  readonly random: () => number;
  /** Another process is this node, and the later one: this one must end. */
  readonly onOver?: (error: Error) => void;
}

export class TcpControlNetwork implements ControlNetwork, Acceptor {
  readonly nodeId: number;
  readonly #identity: ClaimedIdentity;
  readonly #admission: Admission;
  readonly #parts: TcpNetworkParts;
  readonly #log: LogLimiter;
  readonly #clocks: ClockWatch;
  readonly #addresses: AddressWatch;
  readonly #sessions = new SessionTable();
  readonly #introductions = new Introductions(this.#sessions);
  readonly #callers: Callers;
  readonly #dialers: Record<ControlChannel, Map<number, PeerDialer>> = { raft: new Map(), metadata: new Map() };
  #listening: ListeningSocket | null = null;
  #cancelCheck: (() => void) | null = null;
  #nextCheckAt = 0;
  #isClosed = false;

  constructor(identity: ControlIdentity, parts: TcpNetworkParts) {
    this.nodeId = identity.nodeId;
    this.#identity = claim(identity, parts.random, parts.address);
    this.#admission = new Admission(this.#identity);
    this.#parts = parts;
    this.#log = new LogLimiter(parts.logger, parts.clock);
    this.#clocks = new ClockWatch(parts.logger);
    this.#addresses = new AddressWatch(parts.logger);
    this.#callers = new Callers(this.#identity, parts.clock, this.#log, {
      refusalOf: (caller) => this.#refusalOf(caller),
      ownCallWins: (peer, channel) => this.#ownCallWins(peer, channel),
      onSession: (connection, channel, caller) => this.#begin(connection, channel, caller),
      onControlFrame: (connection, kind, payload) => this.onControlFrame(connection, kind, payload),
      onConnectionClosed: (connection, reason) => this.onConnectionClosed(connection, reason),
    });
  }

  /** Binds the controller listener; rejects with the system's error. Returns the port really bound. */
  async listen(host: string, port: number): Promise<number> {
    const listening = await this.#parts.listen({ host, port, backlog: BACKLOG }, this);
    if (this.#isClosed) await listening.close();
    else this.#listening = listening;
    return listening.port;
  }

  send(peer: number, channel: ControlChannel, frame: Uint8Array): boolean {
    assert(frame.length <= MAX_CONTROL_FRAME_BYTES[channel], 'a control frame is too long');
    const session = this.#sessions.get(peer, channel);
    if (session === undefined || session.isClosed || !this.#introductions.isTold(session)) return false;
    if (session.queuedBytes + frame.length > MAX_QUEUED_BYTES[channel]) return false;
    session.send(FrameKind.DATA, frame);
    return true;
  }

  queuedBytes(peer: number, channel: ControlChannel): number {
    return this.#sessions.get(peer, channel)?.queuedBytes ?? 0;
  }

  onFrame(channel: ControlChannel, listener: FrameListener): void {
    this.#introductions.onFrame(channel, listener);
  }

  onPeer(channel: ControlChannel, listener: PeerListener): void {
    this.#introductions.onPeer(channel, listener);
  }

  setPeers(peers: readonly ControlPeer[]): void {
    if (this.#isClosed) return;
    const wanted = new Map(peers.filter((peer) => peer.nodeId !== this.nodeId).map((peer) => [peer.nodeId, peer]));
    this.#introductions.begin(wanted.keys());
    if (wanted.size > 0) this.#keepChecking();
    for (const channel of CHANNELS) {
      const dialers = this.#dialers[channel];
      for (const [nodeId, dialer] of dialers) {
        const address = wanted.get(nodeId);
        if (address !== undefined && dialer.isFor(address)) continue;
        dialer.close();
        dialers.delete(nodeId);
        if (address === undefined) this.#introductions.settled(nodeId);
      }
      for (const peer of wanted.values()) {
        if (dialers.has(peer.nodeId)) continue;
        const dialer = this.#newDialer(peer, channel);
        dialers.set(peer.nodeId, dialer);
        if (this.#sessions.get(peer.nodeId, channel) === undefined) dialer.start();
      }
    }
  }

  setDirectories(directories: ReadonlyMap<number, string>): void {
    this.#admission.setDirectories(directories);
    for (const session of this.#sessions.all()) {
      if (this.#admission.mayStay(session.peer!)) continue;
      session.destroy(`directory ${session.peer!.directoryId} is not the one the node joined with`);
    }
  }

  identityOf(peer: number, channel: ControlChannel): ControlIdentity | null {
    return this.#sessions.get(peer, channel)?.peer ?? null;
  }

  connected(channel: ControlChannel): number[] {
    return this.#sessions
      .peers(channel)
      .filter((peer) => this.#introductions.isTold(this.#sessions.get(peer, channel)!));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#introductions.close();
    this.#cancelCheck?.();
    void this.#listening?.close();
    this.#callers.close();
    for (const channel of CHANNELS) {
      for (const dialer of this.#dialers[channel].values()) dialer.close();
    }
    // What was said last (a handover) still goes out.
    for (const session of this.#sessions.all()) session.finish();
    this.#sessions.clear();
  }

  onAccept(socket: ByteSocket): void {
    this.#keepChecking();
    if (this.#isClosed) {
      socket.setOwner({ onBytes() {}, onPeerFinished() {}, onWritable() {}, onClosed() {} });
      socket.destroy();
      return;
    }
    this.#callers.accept(socket);
  }

  onAcceptFailure(error: Error): void {
    this.#log.warn('a connection to the controller listener was lost', { error });
  }

  onControlFrame(connection: ControlConnection, kind: number, payload: Uint8Array): void {
    const { peer, channel } = connection;
    if (peer === null || channel === null) this.#callers.onHello(connection, kind, payload);
    else if (kind === FrameKind.REFUSAL) this.#onTurnedOut(connection, payload);
    else if (kind === FrameKind.PING || kind === FrameKind.DATA) this.#onSessionFrame(connection, kind, payload);
    else connection.destroy(`a frame of kind ${kind} within a session`);
  }

  onConnectionClosed(connection: ControlConnection, reason: string | null): void {
    if (this.#callers.onClosed(connection, reason)) return;
    if (this.#sessions.remove(connection)) this.#ended(connection, reason);
  }

  #newDialer(peer: ControlPeer, channel: ControlChannel): PeerDialer {
    const { clock, connect, random } = this.#parts;
    let isTurnedAway = false;
    return new PeerDialer(
      peer,
      channel,
      this.#identity,
      { clock, connect, random, prefers: this.nodeId > peer.nodeId },
      {
        refusalOf: (identity) => this.#refusalOf(identity),
        onSession: (connection, identity) => {
          this.#begin(connection, channel, identity);
          // The peer may only now take the session for accepted.
          connection.ping();
          this.#introductions.settled(peer.nodeId);
        },
        onRefused: () => {
          this.#introductions.settled(peer.nodeId);
          this.#introductions.tell(peer.nodeId, channel, 'refused');
        },
        onTurnedAway: (refusal) => {
          isTurnedAway = refusal.verdict !== Verdict.NONE;
          this.#onTurnedAway(peer.nodeId, refusal);
        },
        onFailure: (reason) => {
          const { nodeId } = peer;
          // Only who has just objected can still do so.
          if (!isTurnedAway) this.#introductions.settled(nodeId);
          isTurnedAway = false;
          const address = addressOf(peer);
          const fields = { nodeId, address, channel, reason };
          this.#log.warn('no session with a node of the control plane', fields, `${nodeId} ${address} ${reason}`);
        },
        onControlFrame: (connection, kind, payload) => this.onControlFrame(connection, kind, payload),
        onConnectionClosed: (connection, reason) => this.onConnectionClosed(connection, reason),
      },
    );
  }

  #refusalOf(identity: ClaimedIdentity): Refusal | null {
    return this.#admission.refusal(identity, this.#sessions.otherProcess(identity));
  }

  /** Both called at the same time: the call of the higher id is the one that counts. */
  #ownCallWins(peer: number, channel: ControlChannel): boolean {
    if (this.nodeId < peer) return false;
    if (this.#dialers[channel].get(peer)?.isCalling === true) return true;
    const session = this.#sessions.get(peer, channel);
    const age = session === undefined ? 0 : this.#parts.clock.monotonicMs() - session.openedAt;
    return session !== undefined && session.calledNode !== null && age < CHECK_INTERVAL_MS;
  }

  #begin(connection: ControlConnection, channel: ControlChannel, identity: ClaimedIdentity): void {
    const { nodeId } = identity;
    const before = this.#sessions.get(nodeId, channel);
    if (before !== undefined) {
      before.destroy(null);
      this.#sessions.remove(before);
      this.#ended(before, 'the node has called again');
      if (this.#isClosed) {
        connection.destroy(null);
        return;
      }
    }
    this.#dialers[channel].get(nodeId)?.stop();
    this.#admission.admitted(identity);
    connection.established(channel, identity, MAX_CONTROL_FRAME_BYTES[channel]);
    this.#sessions.add(connection, nodeId, channel);
    const configured = this.#dialers[channel].get(nodeId)?.address;
    // An address at which it answered us is right, whatever name it has for itself.
    if (connection.calledNode === null && configured !== undefined)
      this.#addresses.called(nodeId, configured, identity.address);
    this.#parts.logger.debug('control session open', { nodeId, channel, peer: connection.address });
    this.#introductions.opened(connection);
  }

  #onSessionFrame(session: ControlConnection, kind: number, payload: Uint8Array): void {
    const { nodeId } = session.peer!;
    const channel = session.channel!;
    if (this.#sessions.get(nodeId, channel) !== session) return;
    this.#introductions.settled(nodeId);
    if (kind === FrameKind.PING) this.#onPing(session, payload);
    else this.#introductions.deliver(session, payload);
  }

  #onPing(session: ControlConnection, payload: Uint8Array): void {
    try {
      this.#clocks.heard(session.peer!.nodeId, decodePing(payload), this.#parts.clock.wallMs());
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      session.destroy(error.message);
    }
  }

  /** We took a peer's call for a session, but it will not have us. */
  #onTurnedOut(connection: ControlConnection, payload: Uint8Array): void {
    const { nodeId } = connection.peer!;
    try {
      const refusal = decodeRefusal(payload);
      connection.destroy(`refused: ${refusal.reason}`);
      this.#onTurnedAway(nodeId, refusal);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      connection.destroy(error.message);
    }
  }

  #onTurnedAway(peer: number, { reason, verdict }: Refusal): void {
    if (this.#isClosed) return;
    if (verdict === Verdict.NONE) {
      this.#introductions.settled(peer);
      return;
    }
    const told = { nodeId: peer, reason };
    if (verdict === Verdict.OVER) {
      this.#parts.logger.error('another process runs on a copy of this directory', told);
      const { directoryId, incarnation, nodeId } = this.#identity;
      const own = `start ${incarnation} of node ${nodeId} on directory ${directoryId}`;
      this.#parts.onOver?.(new Error(`${own} must end: node ${peer} says that ${reason}`));
    } else this.#log.warn('another process has the id of this node: waiting for its end', told, `${peer} ${reason}`);
    this.#introductions.objects(peer);
    for (const session of this.#sessions.all()) session.destroy('another process has the id of this node');
  }

  #ended(connection: ControlConnection, reason: string | null): void {
    const { nodeId } = connection.peer!;
    const channel = connection.channel!;
    const wasTold = this.#introductions.ended(connection);
    if (this.#isClosed) return;
    // One that never counted has been told of as a refusal.
    if (wasTold) this.#log.info('control session over', { nodeId, channel, peer: connection.address, reason });
    // Before the event, which may change what the peers are.
    this.#dialers[channel].get(nodeId)?.start();
    if (wasTold) this.#introductions.tell(nodeId, channel, 'reset');
  }

  #keepChecking(): void {
    if (this.#cancelCheck !== null || this.#isClosed) return;
    this.#nextCheckAt = this.#parts.clock.monotonicMs() + CHECK_INTERVAL_MS;
    this.#cancelCheck = this.#parts.clock.setTimer(CHECK_INTERVAL_MS, () => {
      this.#cancelCheck = null;
      this.#check();
      this.#keepChecking();
    });
  }

  #check(): void {
    const now = this.#parts.clock.monotonicMs();
    // We were paused: what peers sent meanwhile is still to be read.
    const wasPaused = now - this.#nextCheckAt > CHECK_INTERVAL_MS;
    this.#callers.check(now, wasPaused);
    this.#sessions.check(now, wasPaused);
  }
}
