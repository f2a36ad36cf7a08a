/**
 * What was sent, what was acknowledged, and therefore what the log must hold. One ledger per partition; it outlives
 * the broker's processes.
 *
 * Rules checked while a partition is read from its start (or from where the last check ended):
 *  1. offsets are dense, and every value is one that was sent, byte for byte;
 *  2. every acknowledged record is there, once, at the offset it was acknowledged with;
 *  3. of one producer, records come in the order sent. An idempotent one, which sends again until it is answered, leaves
 *     no gap; of another, only what was never acknowledged may be missing, and then nothing sent later on that same
 *     connection may be there;
 *  4. batches are whole.
 */

export type AttemptState = 'open' | 'acked' | 'refused' | 'unanswered';

export interface Attempt {
  readonly producer: number;
  readonly session: number;
  /** Number of the first record among this producer's in this partition. */
  readonly first: number;
  readonly count: number;
  state: AttemptState;
  /** Where it was acknowledged; −1 when the broker only said that it was a duplicate. */
  offset: number;
  seen: number;
  /** Offset of its first record, once read; −1 before. */
  seenAt: number;
}

export class Violation extends Error {}

/** The value of record `n`: its identity, then filler that only it has. */
export function recordValue(partition: string, producer: number, n: number): Buffer {
  const head = `${partition} ${producer} ${n} `;
  let state = Math.imul(producer + 1, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b);
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  next();
  const big = next() % 50 === 0;
  const value = Buffer.alloc(head.length + 20 + (next() % (big ? 30_000 : 600)), 'lorem ipsum ');
  value.write(head);
  for (let at = head.length; at + 4 <= value.length; at += 24) value.writeUInt32LE(next(), at);
  return value;
}

interface Lane {
  /** Numbers handed out. */
  sent: number;
  /** Number of the last record seen in the log; −1 before the first. */
  lastSeen: number;
  /** Sessions of which something unanswered is missing: nothing later of theirs may be there. */
  readonly cut: Set<number>;
  /** In the order sent; those that every check has passed are dropped. */
  attempts: Attempt[];
}

export class PartitionLedger {
  readonly name: string;
  readonly #lanes = new Map<number, Lane>();
  readonly #retrying: (producer: number) => boolean;
  /** Offset that the next check continues from. */
  checked = 0;
  /** A checksum for each checked offset: what was once read must stay. */
  readonly #sums: number[] = [];
  acked = 0;

  constructor(name: string, retrying: (producer: number) => boolean) {
    this.name = name;
    this.#retrying = retrying;
  }

  send(producer: number, session: number, count: number): Attempt {
    const lane = this.#lane(producer);
    const attempt: Attempt = {
      producer,
      session,
      first: lane.sent,
      count,
      state: 'open',
      offset: -1,
      seen: 0,
      seenAt: -1,
    };
    lane.sent += count;
    lane.attempts.push(attempt);
    return attempt;
  }

  ack(attempt: Attempt, offset: number): void {
    if (attempt.state === 'acked')
      throw new Violation(`${this.name}: producer ${attempt.producer} got a second answer for ${attempt.first}`);
    if (offset >= 0 && attempt.seenAt >= 0 && offset !== attempt.seenAt) {
      throw new Violation(
        `${this.name}: producer ${attempt.producer}, record ${attempt.first}, lies at ${attempt.seenAt} but was acknowledged at ${offset}`,
      );
    }
    attempt.state = 'acked';
    attempt.offset = offset;
    this.acked += attempt.count;
  }

  /** A record read at an offset that no check has reached yet. */
  readNext(offset: number, value: Buffer): void {
    const where = `${this.name} offset ${offset}`;
    if (offset !== this.checked) throw new Violation(`${this.name}: expected offset ${this.checked}, read ${offset}`);
    const [partition, producerText, nText] = value.toString('latin1', 0, 64).split(' ');
    const producer = Number(producerText);
    const n = Number(nText);
    const lane = this.#lanes.get(producer);
    if (partition !== this.name || lane === undefined || !(n < lane.sent))
      throw new Violation(`${where}: a value that was never sent here`);
    if (!value.equals(recordValue(this.name, producer, n)))
      throw new Violation(`${where}: the value of producer ${producer}, record ${n}, is changed`);
    if (n <= lane.lastSeen)
      throw new Violation(
        `${where}: producer ${producer}, record ${n}, after ${lane.lastSeen}: duplicate or out of order`,
      );
    const attempt = this.#attemptOf(lane, n);
    if (attempt === undefined)
      throw new Violation(`${where}: producer ${producer}, record ${n}, long after its batch was settled`);
    this.#skip(lane, n, where);
    if (lane.cut.has(attempt.session))
      throw new Violation(
        `${where}: producer ${producer}, record ${n}, though something sent before it on that connection is missing`,
      );
    if (attempt.state === 'acked' && attempt.offset >= 0 && attempt.offset + (n - attempt.first) !== offset) {
      throw new Violation(
        `${where}: producer ${producer}, record ${n}, was acknowledged at ${attempt.offset + (n - attempt.first)}`,
      );
    }
    if (attempt.state === 'refused') throw new Violation(`${where}: producer ${producer}, record ${n}, was refused`);
    lane.lastSeen = n;
    if (attempt.seen++ === 0) attempt.seenAt = offset;
    this.#sums.push(sum(value));
    this.checked++;
  }

  /** A record read again by a full check. */
  readAgain(offset: number, value: Buffer): void {
    if (this.#sums[offset] !== sum(value))
      throw new Violation(`${this.name} offset ${offset}: differs from what was read before`);
  }

  /** The log ends at `end`: what is not there now is not there. @param running producers may still be answered */
  endOfLog(end: number): void {
    if (end !== this.checked)
      throw new Violation(`${this.name}: the log ends at ${end}, after ${this.checked} readable records`);
    for (const [producer, lane] of this.#lanes) {
      for (const attempt of lane.attempts) {
        if (attempt.seen === attempt.count) continue;
        const what = `${this.name}: producer ${producer}, records ${attempt.first} to ${attempt.first + attempt.count - 1}`;
        if (attempt.state === 'acked')
          throw new Violation(
            `${what}, acknowledged at ${attempt.offset}: ${attempt.seen} of ${attempt.count} are there`,
          );
        if (attempt.seen > 0) throw new Violation(`${what}: half a batch, ${attempt.seen} of ${attempt.count}`);
        if (attempt.state === 'unanswered' && !this.#retrying(producer)) {
          attempt.state = 'refused';
          lane.cut.add(attempt.session);
        }
      }
      lane.attempts = lane.attempts.filter(
        (attempt) =>
          attempt.state === 'open' ||
          (attempt.state === 'unanswered' && attempt.seen < attempt.count) ||
          this.#isOpenRetry(attempt),
      );
    }
  }

  /** Seen in the log, but its producer has not been told yet and will send it again. */
  #isOpenRetry(attempt: Attempt): boolean {
    return this.#retrying(attempt.producer) && attempt.state !== 'acked';
  }

  #lane(producer: number): Lane {
    let lane = this.#lanes.get(producer);
    if (lane === undefined) {
      lane = { sent: 0, lastSeen: -1, cut: new Set(), attempts: [] };
      this.#lanes.set(producer, lane);
    }
    return lane;
  }

  #attemptOf(lane: Lane, n: number): Attempt | undefined {
    let low = 0;
    let high = lane.attempts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const attempt = lane.attempts[middle]!;
      if (n < attempt.first) high = middle;
      else if (n >= attempt.first + attempt.count) low = middle + 1;
      else return attempt;
    }
    return undefined;
  }

  /** Everything between the last seen record and `n` is missing for good: may it be? */
  #skip(lane: Lane, n: number, where: string): void {
    for (const attempt of lane.attempts) {
      if (attempt.first + attempt.count - 1 <= lane.lastSeen) continue;
      if (attempt.first >= n) break;
      const from = Math.max(attempt.first, lane.lastSeen + 1);
      const to = Math.min(attempt.first + attempt.count, n) - 1;
      if (from > to) continue;
      const what = `${where}: producer ${attempt.producer}, records ${from} to ${to}`;
      if (attempt.seen > 0 || from > attempt.first || to < attempt.first + attempt.count - 1)
        throw new Violation(`${what}, part of a batch, are missing before record ${n}`);
      if (attempt.state === 'acked')
        throw new Violation(`${what}, acknowledged at ${attempt.offset}, are missing before record ${n}`);
      if (this.#retrying(attempt.producer)) throw new Violation(`${what}, idempotent, are missing before record ${n}`);
      if (attempt.state === 'unanswered') lane.cut.add(attempt.session);
    }
  }
}

function sum(bytes: Buffer): number {
  let result = bytes.length;
  for (let at = 0; at < bytes.length; at++) result = (Math.imul(result, 31) + bytes[at]!) | 0;
  return result;
}
