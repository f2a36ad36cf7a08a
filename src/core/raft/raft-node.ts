/**
 * One Raft node: ticks, messages and proposals in, Readys out. The whole surface of consensus. Pure: no clock, no
 * I/O, no randomness of its own. Owned and driven by one thread; the raft thread in production, a test or the
 * simulator elsewhere.
 */

import { assert } from '../base/assert.ts';
import { type Configuration, isMember } from './configuration.ts';
import { type ConfigurationChange, encodeConfigurationChange } from './configuration-change.ts';
import type { Entry, EntryKind } from './entry.ts';
import { Leader } from './leader.ts';
import { isResponse, type Message, type StorageAppendResponse, type StorageApplyResponse } from './messages.ts';
import { APPEND_THREAD, APPLY_THREAD, isStorageThread, NO_NODE, type NodeId } from './node-id.ts';
import type { Progress } from './progress.ts';
import { RaftCore } from './raft-core.ts';
import { IGNORE_EVENTS, type RaftEvents } from './raft-events.ts';
import { assertValidOptions, type RaftOptions } from './raft-options.ts';
import type { RaftStorage } from './raft-storage.ts';
import { type HardState, type Ready, type SoftState, sameHardState } from './ready.ts';
import type { RoleName, StepOutcome } from './role.ts';

export interface RaftStatus {
  readonly id: NodeId;
  readonly role: RoleName;
  readonly term: number;
  readonly vote: NodeId;
  readonly leader: NodeId;
  readonly commit: number;
  readonly applied: number;
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly configuration: Configuration;
  /** To whom leadership is being handed over; NO_NODE unless it is. */
  readonly transferee: NodeId;
  /** Of all members, in the order of ids; live objects, to be read at once. Empty unless this node leads. */
  readonly progress: ReadonlyMap<NodeId, Progress>;
}

const NO_PROGRESS: ReadonlyMap<NodeId, Progress> = new Map();

export class RaftNode {
  readonly id: NodeId;
  readonly #core: RaftCore;
  readonly #async: boolean;
  #softState: SoftState;
  #hardState: HardState;
  /** Synchronous mode: what `advance` says about the Ready being worked on. */
  #onAdvance: Message[] = [];

  /**
   * Starts as a follower of the term that was durable.
   * Throws RaftStateError if the durable state contradicts itself: the node must not run on it.
   */
  constructor(options: RaftOptions, storage: RaftStorage, emit: RaftEvents = IGNORE_EVENTS) {
    assertValidOptions(options);
    this.id = options.id;
    this.#core = new RaftCore(options, storage, emit);
    this.#async = options.asyncStorageWrites;
    this.#softState = this.#core.softState;
    this.#hardState = this.#core.hardState;
  }

  /** One unit of time has passed. */
  tick(): void {
    this.#core.role.tick();
  }

  /** A message from another node, or from our own storage threads. Throws RaftStateError if our log proves damaged. */
  step(message: Message): StepOutcome {
    if (message.type === 'StorageAppend' || message.type === 'StorageApply') return 'localMessage';
    const fromStorage = isStorageThread(message.from);
    const isStorageAnswer = message.type === 'StorageAppendResponse' || message.type === 'StorageApplyResponse';
    if (isStorageAnswer !== fromStorage) return 'localMessage';
    if (isResponse(message) && !isMember(this.#core.configuration, message.from)) return 'unknownPeer';
    return this.#core.step(message);
  }

  /** Appends if we lead, is passed on or dropped otherwise. Acceptance promises nothing: only commitment does. */
  propose(data: Uint8Array): StepOutcome {
    return this.#propose('normal', data);
  }

  /** Proposes a membership change. A leader that may not make it now logs an empty entry in its place. */
  proposeConfigurationChange(change: ConfigurationChange): StepOutcome {
    return this.#propose('configuration', encodeConfigurationChange(change));
  }

  /** To be called for each committed configuration entry, in order, when it is applied. Answers what is in force then. */
  applyConfigurationChange(entry: Entry): Configuration {
    return this.#core.applyConfigurationChange(entry);
  }

  /** Campaigns now, after a pre-vote where that is configured. */
  campaign(): void {
    this.#core.campaign(false);
  }

  /** Asks for a ReadState. The request can be lost with a leader; ask again, with another id, after some time. */
  readIndex(requestId: number): void {
    this.#core.step({ type: 'ReadIndex', from: this.id, to: this.id, term: 0, requestId });
  }

  /** On the leader or on a follower, which passes it on. */
  transferLeadership(transferee: NodeId): void {
    this.#core.step({ type: 'TransferLeadership', from: this.id, to: this.id, term: 0, transferee });
  }

  /** The leader's connection broke and it refuses another: no reason to wait for it, or to keep others from an election. */
  forgetLeader(): void {
    this.#core.role.forgetLeader();
  }

  /** The last messages to this peer may not have arrived. */
  reportUnreachable(peer: NodeId): void {
    if (this.#core.role instanceof Leader) this.#core.role.reportUnreachable(peer);
  }

  /** What became of the snapshot sent to this peer. A duty: nothing else is sent to it before this, or its own answer. */
  reportSnapshot(peer: NodeId, succeeded: boolean): void {
    if (this.#core.role instanceof Leader) this.#core.role.reportSnapshot(peer, succeeded);
  }

  /** While our disk does not answer, a leader sends no heartbeats and a follower does not campaign. */
  setStorageStalled(stalled: boolean): void {
    this.#core.storageStalled = stalled;
  }

  /** We were paused and cannot tell how long others were silent: start waiting anew instead of campaigning. */
  restartElectionTimer(): void {
    this.#core.electionElapsed = 0;
  }

  /** Overrides the drawn timeout, in ticks, until the next change of term or role. */
  setElectionTimeout(ticks: number): void {
    this.#core.electionTimeout = ticks;
  }

  hasReady(): boolean {
    const core = this.#core;
    const { log } = core;
    return (
      core.outbox.length > 0 ||
      core.outboxAfterAppend.length > 0 ||
      core.readStates.length > 0 ||
      log.unstable.hasNextEntries ||
      log.unstable.nextSnapshot !== null ||
      log.hasNextCommitted(!this.#async) ||
      this.#changedSoftState() !== null ||
      this.#changedHardState() !== null
    );
  }

  /** Takes out the work there is. Synchronous mode: call `advance` when it is done, before the next `ready`. */
  ready(): Ready {
    assert(this.#onAdvance.length === 0, 'ready() was called again before advance()');
    const core = this.#core;
    const { log } = core;
    const softState = this.#changedSoftState();
    const hardState = this.#changedHardState();
    const { readStates, outbox: messages } = core;
    const entries = log.unstable.nextEntries();
    const snapshot = log.unstable.nextSnapshot;
    const committedEntries = log.nextCommitted(!this.#async);
    const mustSync =
      entries.length > 0 ||
      (hardState !== null && (hardState.term !== this.#hardState.term || hardState.vote !== this.#hardState.vote));

    const afterAppend = core.outboxAfterAppend;
    const appended = this.#appendResponse(snapshot !== null);
    const applied = committedEntries.length > 0 ? this.#applyResponse(committedEntries) : null;
    core.outbox = [];
    core.outboxAfterAppend = [];
    core.readStates = [];
    if (this.#async) {
      const { id } = core;
      if (entries.length > 0 || hardState !== null || snapshot !== null || afterAppend.length > 0) {
        const responses = appended === null ? afterAppend : [...afterAppend, appended];
        const term = hardState?.term ?? 0;
        messages.push({
          type: 'StorageAppend',
          from: id,
          to: APPEND_THREAD,
          term,
          hardState,
          entries,
          snapshot,
          responses,
        });
      }
      if (applied !== null) {
        const responses = [applied];
        messages.push({
          type: 'StorageApply',
          from: id,
          to: APPLY_THREAD,
          term: 0,
          entries: committedEntries,
          responses,
        });
      }
    } else {
      // By the rules of a synchronous Ready all is durable before anything is sent, so these may go with the rest.
      for (const message of afterAppend) (message.to === core.id ? this.#onAdvance : messages).push(message);
      if (appended !== null) this.#onAdvance.push(appended);
      if (applied !== null) this.#onAdvance.push(applied);
    }

    if (softState !== null) this.#softState = softState;
    if (hardState !== null) this.#hardState = hardState;
    log.unstable.acceptInProgress();
    if (committedEntries.length > 0) log.acceptApplying(committedEntries, !this.#async);
    return { softState, hardState, readStates, entries, snapshot, committedEntries, messages, mustSync };
  }

  /** Synchronous mode: what the last Ready held is durable, sent and applied. */
  advance(): void {
    assert(!this.#async, 'advance() is not used with asynchronous storage writes');
    const steps = this.#onAdvance;
    this.#onAdvance = [];
    for (const message of steps) this.#core.step(message);
  }

  status(): RaftStatus {
    const core = this.#core;
    const { log, role } = core;
    const leader = role instanceof Leader ? role : null;
    return {
      id: core.id,
      role: role.name,
      term: core.term,
      vote: core.vote,
      leader: core.leader,
      commit: log.committed,
      applied: log.applied,
      firstIndex: log.firstIndex(),
      lastIndex: log.lastIndex(),
      configuration: core.configuration,
      transferee: leader?.transfer.transferee ?? NO_NODE,
      progress: leader?.replication.members ?? NO_PROGRESS,
    };
  }

  #propose(kind: EntryKind, data: Uint8Array): StepOutcome {
    const entry: Entry = { term: 0, index: 0, kind, data };
    return this.#core.step({ type: 'Propose', from: this.id, to: this.id, term: 0, entries: [entry] });
  }

  /**
   * Names the last entry of the log as it is now, not the last one written by this Ready: an earlier write of the same
   * entries may still be under way, and only its successor's answer, in this term, proves that nothing older will
   * overwrite them.
   */
  #appendResponse(hasSnapshot: boolean): StorageAppendResponse | null {
    const core = this.#core;
    const { log, id: to, term } = core;
    const stable = log.unstable.length > 0 ? log.last() : null;
    if (stable === null && !hasSnapshot) return null;
    const snapshot = hasSnapshot ? log.unstable.snapshot : null;
    return { type: 'StorageAppendResponse', from: APPEND_THREAD, to, term, stable, snapshot };
  }

  #applyResponse(entries: readonly Entry[]): StorageApplyResponse {
    return { type: 'StorageApplyResponse', from: APPLY_THREAD, to: this.id, term: 0, entries };
  }

  #changedSoftState(): SoftState | null {
    const state = this.#core.softState;
    return state.leader === this.#softState.leader && state.role === this.#softState.role ? null : state;
  }

  #changedHardState(): HardState | null {
    const state = this.#core.hardState;
    return sameHardState(state, this.#hardState) ? null : state;
  }
}
