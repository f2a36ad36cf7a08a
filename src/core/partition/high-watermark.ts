/**
 * How far the leader of one partition may show its log: the smallest durable end offset over the maximal in-sync set,
 * and only while the committed set is large enough (reliability invariants I25, I28). Pure; the leader's own thread.
 */

export class HighWatermark {
  #value: number;
  #localDurableEnd: number;
  /** Durable end offsets of followers in the maximal set; −1 until one has spoken in this leader epoch. */
  readonly #followers = new Map<number, number>();
  #isEnough = true;

  constructor(initial: number, localDurableEnd: number) {
    this.#value = initial;
    this.#localDurableEnd = localDurableEnd;
    this.#advance();
  }

  get value(): number {
    return this.#value;
  }

  get localDurableEnd(): number {
    return this.#localDurableEnd;
  }

  /**
   * @param followers broker ids of the maximal in-sync set, without the leader
   * @param isEnough whether the committed set has at least min.insync.replicas members
   * Returns true when the value moved, as the other verbs do.
   */
  configure(followers: readonly number[], isEnough: boolean): boolean {
    for (const id of this.#followers.keys()) if (!followers.includes(id)) this.#followers.delete(id);
    for (const id of followers) if (!this.#followers.has(id)) this.#followers.set(id, -1);
    this.#isEnough = isEnough;
    return this.#advance();
  }

  onLocalDurable(endOffset: number): boolean {
    if (endOffset <= this.#localDurableEnd) return false;
    this.#localDurableEnd = endOffset;
    return this.#advance();
  }

  onFollowerDurable(brokerId: number, endOffset: number): boolean {
    const known = this.#followers.get(brokerId);
    if (known === undefined || endOffset <= known) return false;
    this.#followers.set(brokerId, endOffset);
    return this.#advance();
  }

  /** The log was cut: nothing above `endOffset` exists here any more. */
  truncate(endOffset: number): void {
    this.#localDurableEnd = Math.min(this.#localDurableEnd, endOffset);
    this.#value = Math.min(this.#value, endOffset);
  }

  #advance(): boolean {
    if (!this.#isEnough) return false;
    let lowest = this.#localDurableEnd;
    for (const endOffset of this.#followers.values()) if (endOffset < lowest) lowest = endOffset;
    if (lowest <= this.#value) return false;
    this.#value = lowest;
    return true;
  }
}
