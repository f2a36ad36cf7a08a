/**
 * What clients did to one partition, and what they saw of it. Every value says which producer wrote it and as the how
 * manieth, so that a record that is lost, stored twice, out of order or made up shows by itself.
 */
import type { Violations } from '../checks/violation.ts';

/** One life of a producer at one partition: values 0, 1, 2 … in the order in which they were handed over. */
export interface Session {
  readonly id: number;
  readonly acks: -1 | 1;
  produced: number;
  acknowledged: number;
  readonly acknowledgements: { readonly first: number; readonly count: number; readonly baseOffset: number }[];
  /** It gave up on what was not acknowledged: that may or may not be there. */
  isOver: boolean;
}

export interface SeenRecord {
  readonly offset: number;
  readonly value: string;
}

export class PartitionHistory {
  readonly name: string;
  readonly sessions: Session[] = [];
  /** Everything any consumer was ever given, by offset. */
  readonly seen = new Map<number, string>();
  readonly #violations: Violations;

  constructor(name: string, violations: Violations) {
    this.name = name;
    this.#violations = violations;
  }

  session(acks: -1 | 1): Session {
    const session: Session = {
      id: this.sessions.length,
      acks,
      produced: 0,
      acknowledged: 0,
      acknowledgements: [],
      isOver: false,
    };
    this.sessions.push(session);
    return session;
  }

  /** I31 in part: one answer per request, offsets that only grow. */
  onAcknowledged(session: Session, baseOffset: number, count: number): void {
    const last = session.acknowledgements.at(-1);
    if (baseOffset < 0 || (last !== undefined && session.acks === -1 && baseOffset < last.baseOffset + last.count)) {
      const before = last === undefined ? 'first' : `after ${last.baseOffset}+${last.count}`;
      this.#violations.add('I31', `${this.name}: producer ${session.id} was told offset ${baseOffset}, ${before}`);
    }
    session.acknowledgements.push({ first: session.acknowledged, count, baseOffset });
    session.acknowledged += count;
    if (session.acknowledged > session.produced) {
      this.#violations.add('I31', `${this.name}: producer ${session.id} was acknowledged more than it sent`);
    }
  }

  /** I32, I30: what was shown once stays as it was shown. */
  onSeen(records: readonly SeenRecord[], who: string): void {
    for (const { offset, value } of records) {
      const before = this.seen.get(offset);
      if (before !== undefined && before !== value) {
        this.#violations.add('I32', `${this.name}: ${who} read ${value} at ${offset}, where ${before} was read before`);
      }
      this.seen.set(offset, value);
    }
  }

  /** What the partition holds in the end, from its first to its last offset. */
  judge(records: readonly SeenRecord[]): void {
    const found = new Map<string, number[]>();
    const byOffset = new Map<number, string>();
    const lastOf = new Map<number, number>();
    const fail = (rule: string, text: string) => this.#violations.add(rule, `${this.name}: ${text}`);
    for (const [at, { offset, value }] of records.entries()) {
      const previous = records[at - 1];
      if (previous !== undefined && offset !== previous.offset + 1) fail('I22', `${offset} follows ${previous.offset}`);
      byOffset.set(offset, value);
      const [producer = -1, number = -1] = value.split(':').map(Number);
      const session = this.sessions[producer];
      if (session === undefined || !(number < session.produced)) {
        fail('I30', `${value} at ${offset} was never produced`);
        continue;
      }
      const places = found.get(value);
      if (places !== undefined && session.acks === -1)
        fail('I35', `${value} is there twice, at ${places[0]} and ${offset}`);
      if (places === undefined) found.set(value, [offset]);
      else places.push(offset);
      const last = lastOf.get(producer) ?? -1;
      if (session.acks === -1 && number < last) fail('I35', `${value} at ${offset} comes after ${producer}:${last}`);
      lastOf.set(producer, Math.max(last, number));
    }
    for (const session of this.sessions) if (session.acks === -1) this.#judgeAcknowledged(session, found, fail);
    const start = records[0]?.offset ?? 0;
    for (const [offset, value] of this.seen) {
      const now = byOffset.get(offset);
      if (now !== value && offset >= start)
        fail('I30', `${value} was read at ${offset}, where there is ${now ?? 'nothing'}`);
    }
  }

  #judgeAcknowledged(session: Session, found: Map<string, number[]>, fail: (rule: string, text: string) => void): void {
    for (const { baseOffset, count, first } of session.acknowledgements) {
      for (let i = 0; i < count; i++) {
        const value = `${session.id}:${first + i}`;
        const places = found.get(value);
        if (places === undefined) fail('I31', `${value} was acknowledged at ${baseOffset + i}, and is lost`);
        else if (places[0] !== baseOffset + i) {
          fail('I31', `${value} was acknowledged at ${baseOffset + i}, and is at ${places[0]}`);
        }
      }
    }
  }
}
