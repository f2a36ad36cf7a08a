/**
 * How a new controller comes by its log: a majority of the voters shuts out its predecessors and says what each one's log
 * holds; the one that was written last is made its own. One object per term, over when the log is adopted; it owns what the
 * voters said. Pure; only the term calls it, on the controller thread.
 */
import { assert } from '../base/assert.ts';
import { forkPoint, type LogOutline, outlineEnd } from './log-outline.ts';
import type { LogMessage, MessageOf } from './messages.ts';
import type { Replica } from './replica.ts';
import type { Members, SafetyRules } from './safety-rules.ts';

/** A voter that is asked for its promise or its log and says nothing is asked again. */
const RETRY_MS = 50;
/** A voter whose log is to be adopted and that says nothing for this long is done without. */
const SOURCE_PATIENCE_MS = 500;

export interface AdoptionPort {
  send(peer: number, message: LogMessage): boolean;
  members(): Members;
  now(): number;
  /** The own log is the one to go on with. */
  onAdopted(): void;
  /** A higher epoch has been promised here. */
  onDeposed(): void;
}

interface Source {
  readonly node: number;
  readonly outline: LogOutline;
  stream: number;
  /** The last entry that is known to be here as it is there. */
  after: number;
  askedAt: number;
  heardAt: number;
}

export class LogAdoption {
  readonly #epoch: number;
  readonly #self: number;
  readonly #replica: Replica;
  readonly #port: AdoptionPort;
  readonly #rules: SafetyRules;
  #state: 'fencing' | 'adopting' | 'over' = 'fencing';
  #fencedAt = Number.NEGATIVE_INFINITY;
  readonly #outlines = new Map<number, LogOutline>();
  #source: Source | null = null;

  constructor(epoch: number, self: number, replica: Replica, port: AdoptionPort, rules: SafetyRules) {
    this.#epoch = epoch;
    this.#self = self;
    this.#replica = replica;
    this.#port = port;
    this.#rules = rules;
  }

  get state(): 'fencing' | 'adopting' | 'over' {
    return this.#state;
  }

  start(): void {
    const isPromised = this.#replica.fence(this.#epoch, (outline) => {
      this.#outlines.set(this.#self, outline);
      this.#adoptIfFenced();
    });
    if (!isPromised) {
      this.#port.onDeposed();
      return;
    }
    this.#sendFences();
    this.#adoptIfFenced();
  }

  /** The term is over, whether the log was adopted or not. */
  end(): void {
    this.#state = 'over';
    this.#source = null;
  }

  /** The voters are others. */
  reconfigured(): void {
    this.#adoptIfFenced();
  }

  receive(from: number, message: LogMessage): void {
    switch (message.type) {
      case 'fenced':
        if (message.epoch !== this.#epoch || this.#state !== 'fencing') return;
        this.#outlines.set(from, message.outline);
        this.#adoptIfFenced();
        return;
      case 'suffix':
        this.#onSuffix(from, message);
        return;
      case 'useSnapshot':
        if (this.#source?.node === from && message.stream === this.#source.stream) this.#adoptSnapshot(message);
        return;
      case 'snapshotChunk':
        if (this.#source?.node === from) this.#source.heardAt = this.#port.now();
        return;
      default:
        // The rest is for replicas, or for a controller that has its log.
        return;
    }
  }

  /** Another disk answers for this node now: what the former one promised does not count. */
  forget(node: number): void {
    this.#outlines.delete(node);
  }

  tick(): void {
    if (this.#state === 'adopting') this.#askSource();
    else if (this.#state === 'fencing' && this.#port.now() - this.#fencedAt >= RETRY_MS) this.#sendFences();
  }

  #sendFences(): void {
    this.#fencedAt = this.#port.now();
    for (const node of otherVoters(this.#port.members(), this.#self)) {
      if (!this.#outlines.has(node)) this.#port.send(node, { type: 'fence', epoch: this.#epoch });
    }
  }

  #adoptIfFenced(): void {
    if (this.#state !== 'fencing') return;
    if (!this.#rules.isFenced(this.#port.members(), (id) => this.#outlines.has(id), this.#self)) return;
    // The own log may have begun to change, towards a source that fell silent.
    const own = this.#replica.log.outline();
    let best = { node: this.#self, outline: own };
    for (const [node, outline] of this.#outlines) {
      if (node === this.#self) continue;
      if (this.#rules.isBetterTail(outlineEnd(outline), outlineEnd(best.outline))) best = { node, outline };
    }
    if (best.node === this.#self) {
      this.#adopted();
      return;
    }
    this.#state = 'adopting';
    const { node, outline } = best;
    const after = forkPoint(own, outline);
    const stream = this.#replica.nextStream();
    this.#source = { node, outline, stream, after, askedAt: Number.NEGATIVE_INFINITY, heardAt: this.#port.now() };
    if (outlineEnd(outline).index === after) this.#finish(after);
    else this.#askSource();
  }

  #askSource(): void {
    const source = this.#source;
    if (source === null) return;
    const now = this.#port.now();
    if (now - source.heardAt > SOURCE_PATIENCE_MS) {
      // It may have crashed: another majority may do, with or without it.
      this.#outlines.delete(source.node);
      this.#source = null;
      this.#state = 'fencing';
      this.#sendFences();
      this.#adoptIfFenced();
      return;
    }
    if (now - source.askedAt < RETRY_MS) return;
    source.askedAt = now;
    const { stream, after } = source;
    this.#port.send(source.node, { type: 'fetch', epoch: this.#epoch, stream, after });
  }

  #onSuffix(from: number, { epoch, stream, after, entries }: MessageOf<'suffix'>): void {
    const source = this.#source;
    if (source === null || epoch !== this.#epoch || from !== source.node) return;
    if (stream !== source.stream || after !== source.after) return;
    source.heardAt = this.#port.now();
    const { index } = outlineEnd(source.outline);
    // What it has beyond the end it promised is not of this fence.
    const wanted = entries.filter((entry) => entry.index <= index);
    if (!this.#replica.adopt(this.#epoch, after, wanted)) {
      this.#port.onDeposed();
      return;
    }
    source.after += wanted.length;
    if (source.after >= index) this.#finish(index);
    else {
      source.askedAt = Number.NEGATIVE_INFINITY;
      this.#askSource();
    }
  }

  #adoptSnapshot(offer: MessageOf<'useSnapshot'>): void {
    const source = this.#source!;
    source.heardAt = this.#port.now();
    this.#replica.fetchSnapshot(source.node, offer, () => {
      if (this.#source !== source) return;
      source.after = Math.max(source.after, offer.snapshot.index, this.#replica.log.base.index);
      source.stream = this.#replica.nextStream();
      source.askedAt = Number.NEGATIVE_INFINITY;
      this.#askSource();
    });
  }

  #finish(end: number): void {
    assert(this.#replica.log.last.index === end, 'the adopted log ends where its source said');
    this.#adopted();
  }

  #adopted(): void {
    this.end();
    this.#port.onAdopted();
  }
}

export function otherVoters({ voters, votersOutgoing }: Members, self: number): number[] {
  const all = new Set([...voters, ...votersOutgoing]);
  all.delete(self);
  return [...all];
}
