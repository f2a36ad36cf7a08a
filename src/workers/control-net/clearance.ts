/**
 * Whether this process may act as the node it claims to be. Of two processes on copies of one directory both would vote,
 * and each could help another candidate to a majority. So none takes part before it has asked every peer that can be
 * reached, nor while one of them knows another process under its name: two that both take part have a peer each that the
 * other cannot reach, and then no rule could tell them from a node whose peer is down. Pure.
 */
export class Clearance {
  /** Not asked yet. */
  readonly #unasked = new Set<number>();
  readonly #objecting = new Set<number>();
  #hasBegun = false;

  get isCleared(): boolean {
    return this.#unasked.size === 0 && this.#objecting.size === 0;
  }

  /** The peers that there are. Later ones are not waited for. */
  begin(peers: Iterable<number>): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    for (const peer of peers) this.#unasked.add(peer);
  }

  /** The peer has taken us in, or cannot be reached. */
  settled(peer: number): void {
    this.#unasked.delete(peer);
    this.#objecting.delete(peer);
  }

  /** The peer knows another process under our name. */
  objects(peer: number): void {
    this.#objecting.add(peer);
  }
}
