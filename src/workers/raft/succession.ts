/**
 * The leader's side of the succession: who should lead next, told to everyone together with who leads now. Owned by the
 * raft agent.
 */
import { NO_NODE } from '../../core/raft/node-id.ts';
import type { RaftNode } from '../../core/raft/raft-node.ts';
import type { ControlNetwork } from '../control-net/control-network.ts';
import type { PeerMessenger } from './peer-messenger.ts';
import { announcementFrame } from './raft-frames.ts';
import { NO_LEADER } from './raft-status.ts';

/** A quarter of a second. */
const ANNOUNCE_TICKS = 25;

export class Succession {
  readonly #node: RaftNode;
  readonly #network: ControlNetwork;
  readonly #peers: PeerMessenger;
  /** The controller's word; null until it has spoken in this term. */
  #given: readonly number[] | null = null;
  #isLeading = false;
  #ticks = 0;

  constructor(node: RaftNode, network: ControlNetwork, peers: PeerMessenger) {
    this.#node = node;
    this.#network = network;
    this.#peers = peers;
  }

  /** A term of office begins or ends. */
  leads(isLeading: boolean): void {
    this.#isLeading = isLeading;
    this.#given = null;
    this.#announceToAll();
  }

  give(order: readonly number[]): void {
    const before = this.#given;
    this.#given = [...order];
    if (!this.#isLeading || (before !== null && sameOrder(before, order))) return;
    this.#announceToAll();
  }

  /** Best first. Without the controller's word, by how much of raft's own log they have. */
  order(): readonly number[] {
    if (this.#given !== null) return this.#given;
    const { progress, configuration } = this.#node.status();
    const matchOf = (id: number): number => progress.get(id)?.match ?? 0;
    return configuration.voters.filter((id) => id !== this.#node.id).sort((a, b) => matchOf(b) - matchOf(a) || a - b);
  }

  /** The best that can be reached; NO_NODE where nobody can. */
  best(): number {
    const connected = this.#network.connected('raft');
    const { voters } = this.#node.status().configuration;
    const order = [...this.order(), ...voters];
    return order.find((id) => id !== this.#node.id && voters.includes(id) && connected.includes(id)) ?? NO_NODE;
  }

  tick(): void {
    if (!this.#isLeading) return;
    this.#ticks++;
    if (this.#ticks >= ANNOUNCE_TICKS) this.#announceToAll();
  }

  /** To a peer that has just come. */
  announceTo(peer: number): void {
    if (this.#isLeading) this.#peers.sendFrame(peer, this.#announcement());
  }

  #announceToAll(): void {
    this.#ticks = 0;
    const frame = this.#announcement();
    for (const peer of this.#network.connected('raft')) this.#peers.sendFrame(peer, frame);
  }

  #announcement(): Uint8Array {
    const { term, id } = this.#node.status();
    const isLeading = this.#isLeading;
    return announcementFrame({ term, leaderId: isLeading ? id : NO_LEADER, successors: isLeading ? this.order() : [] });
  }
}

export function sameOrder(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
