/**
 * How far one replica may show its log: never beyond what its own disk holds, and never beyond what the others of the
 * maximal in-sync set hold (on the leader) or what the leader says (on a follower). Pure; the partition's own thread.
 *
 * If it ran ahead of either, consumers would see records that a change of leader can take away (I25, I28, I30).
 */

export class HighWatermark {
  #value: number;
  #localDurableEnd: number;
  #floor = Number.NEGATIVE_INFINITY;
  #isEnough = false;

  /** Nothing moves before the first `setFloor`: only who knows the role of this replica can say how far. */
  constructor(initial: number, localDurableEnd: number) {
    this.#value = initial;
    this.#localDurableEnd = localDurableEnd;
  }

  get value(): number {
    return this.#value;
  }

  get localDurableEnd(): number {
    return this.#localDurableEnd;
  }

  /**
   * @param floor on the leader, the least durable end of the other members of the maximal in-sync set (+∞ without any);
   *   on a follower, the leader's high watermark
   * @param isEnough whether the committed in-sync set has min.insync.replicas members; true on a follower
   * Returns true when the value moved, as the other verbs do.
   */
  setFloor(floor: number, isEnough: boolean): boolean {
    this.#floor = floor;
    this.#isEnough = isEnough;
    return this.#advance();
  }

  onLocalDurable(endOffset: number): boolean {
    if (endOffset <= this.#localDurableEnd) return false;
    this.#localDurableEnd = endOffset;
    return this.#advance();
  }

  /** The log was cut: nothing above `endOffset` exists here any more. */
  truncate(endOffset: number): void {
    this.#localDurableEnd = Math.min(this.#localDurableEnd, endOffset);
    this.#value = Math.min(this.#value, endOffset);
  }

  /** The log was emptied and begins anew. */
  reset(startOffset: number): void {
    this.#localDurableEnd = startOffset;
    this.#value = startOffset;
  }

  #advance(): boolean {
    if (!this.#isEnough) return false;
    const reach = Math.min(this.#localDurableEnd, this.#floor);
    if (reach <= this.#value) return false;
    this.#value = reach;
    return true;
  }
}
