/**
 * Timers as data: what falls due, not what to do about it. Any thread's own object; time is an argument, in whole
 * milliseconds of whatever clock the owner reads. A hierarchical wheel of six levels of 64 slots: scheduling, moving
 * and cancelling are O(1), and an idle timer costs nothing until its deadline.
 *
 *   level 0: 64 slots of 1 ms | level 1: 64 of 64 ms | level 2: 64 of 4.1 s | … | level 5: 64 of 12.4 days
 *
 * A timer sits in the coarsest slot that still tells it from the present, and sinks a level whenever that slot is
 * reached. One that is moved to a later deadline stays where it is until then: a session that is renewed by every
 * heartbeat costs one map look-up a heartbeat.
 */

const LEVELS = 6;
const SLOTS = 64;
/** 64^0 … 64^6: the width of a slot at each level, and the span of the whole wheel (2.2 years). */
const WIDTH = [1, 64, 4096, 262_144, 16_777_216, 1_073_741_824, 68_719_476_736] as const;

interface Timer<Id> {
  readonly id: Id;
  deadline: number;
  level: number;
  slot: number;
  previous: Timer<Id> | null;
  next: Timer<Id> | null;
}

export class TimerWheel<Id> {
  readonly #timers = new Map<Id, Timer<Id>>();
  /** Heads of the lists, by level * 64 + slot. */
  readonly #slots: (Timer<Id> | null)[] = new Array(LEVELS * SLOTS).fill(null);
  /** How many timers sit at each level: empty levels are skipped. */
  readonly #population: number[] = new Array(LEVELS).fill(0);
  #now: number;
  /** No occupied slot is reached before this; may be earlier than needed after a cancellation. */
  #earliest = Number.POSITIVE_INFINITY;

  constructor(now: number) {
    this.#now = Math.floor(now);
  }

  get size(): number {
    return this.#timers.size;
  }

  /** Arms the timer, or moves it. A deadline that has passed falls due at the next `advance`. */
  schedule(at: number, id: Id): void {
    const deadline = Math.max(Math.ceil(at), this.#now + 1);
    const timer = this.#timers.get(id);
    if (timer === undefined) {
      const added: Timer<Id> = { id, deadline, level: 0, slot: 0, previous: null, next: null };
      this.#timers.set(id, added);
      this.#link(added);
      return;
    }
    const later = deadline >= timer.deadline;
    timer.deadline = deadline;
    if (later) return;
    this.#unlink(timer);
    this.#link(timer);
  }

  isScheduled(id: Id): boolean {
    return this.#timers.has(id);
  }

  /** The deadline, or -1 where the timer is not armed. */
  deadline(id: Id): number {
    return this.#timers.get(id)?.deadline ?? -1;
  }

  /** True if it was armed. */
  cancel(id: Id): boolean {
    const timer = this.#timers.get(id);
    if (timer === undefined) return false;
    this.#timers.delete(id);
    this.#unlink(timer);
    return true;
  }

  /**
   * Moves time forward and disarms what fell due, in order of deadline. A clock that goes backwards is ignored.
   * The timers are no longer armed when they are returned: the owner may schedule them anew while it walks the list.
   */
  advance(now: number): Id[] {
    const target = Math.floor(now);
    const due: Timer<Id>[] = [];
    while (this.#now < target && this.#timers.size > 0) {
      const step = this.#nextStep();
      if (step > target) break;
      this.#now = step;
      for (let level = LEVELS - 1; level >= 0; level--) {
        if (step % WIDTH[level]! === 0) this.#empty(level, Math.floor(step / WIDTH[level]!) % SLOTS, due);
      }
    }
    if (target > this.#now) this.#now = target;
    this.#earliest = this.#nextStep();
    due.sort((a, b) => a.deadline - b.deadline);
    return due.map((timer) => timer.id);
  }

  /** When `advance` should next be called: never later than the earliest deadline. Infinity where nothing is armed. */
  nextDeadline(): number {
    return this.#timers.size === 0 ? Number.POSITIVE_INFINITY : this.#earliest;
  }

  /** The next moment at which an occupied slot is reached. */
  #nextStep(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (let level = 0; level < LEVELS; level++) {
      if (this.#population[level] === 0) continue;
      const width = WIDTH[level]!;
      const current = Math.floor(this.#now / width);
      for (let ahead = 1; ahead <= SLOTS; ahead++) {
        if (this.#slots[level * SLOTS + ((current + ahead) % SLOTS)] === null) continue;
        earliest = Math.min(earliest, (current + ahead) * width);
        break;
      }
    }
    return earliest;
  }

  #empty(level: number, slot: number, due: Timer<Id>[]): void {
    let timer = this.#slots[level * SLOTS + slot]!;
    while (timer !== null) {
      const next = timer.next!;
      this.#unlink(timer);
      if (timer.deadline <= this.#now) {
        this.#timers.delete(timer.id);
        due.push(timer);
      } else this.#link(timer);
      timer = next;
    }
  }

  #link(timer: Timer<Id>): void {
    // Beyond the wheel's span a timer waits in the farthest slot and is looked at again there.
    const at = Math.min(timer.deadline, this.#now + WIDTH[LEVELS]! - WIDTH[LEVELS - 1]!);
    let level = 0;
    while (level < LEVELS - 1 && at - this.#now >= WIDTH[level + 1]!) level++;
    timer.level = level;
    this.#earliest = Math.min(this.#earliest, Math.floor(at / WIDTH[level]!) * WIDTH[level]!);
    timer.slot = Math.floor(at / WIDTH[level]!) % SLOTS;
    const index = level * SLOTS + timer.slot;
    const head = this.#slots[index]!;
    timer.previous = null;
    timer.next = head;
    if (head !== null) head.previous = timer;
    this.#slots[index] = timer;
    this.#population[level]!++;
  }

  #unlink(timer: Timer<Id>): void {
    if (timer.previous !== null) timer.previous.next = timer.next;
    else this.#slots[timer.level * SLOTS + timer.slot] = timer.next;
    if (timer.next !== null) timer.next.previous = timer.previous;
    timer.previous = null;
    timer.next = null;
    this.#population[timer.level]!--;
  }
}
