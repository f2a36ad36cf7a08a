/**
 * The world of one script: nodes with their storage and state machines, one list of messages under way, and the
 * output of the command that runs. Nothing happens here unless a command says so.
 */

import type { Configuration } from '../../src/core/raft/configuration.ts';
import { decodeConfigurationChange } from '../../src/core/raft/configuration-change.ts';
import type { Entry } from '../../src/core/raft/entry.ts';
import { MemoryStorage } from '../../src/core/raft/memory-storage.ts';
import type { Message, StorageAppend, StorageApply } from '../../src/core/raft/messages.ts';
import { isStorageThread, type NodeId } from '../../src/core/raft/node-id.ts';
import { RaftNode } from '../../src/core/raft/raft-node.ts';
import type { RaftOptions } from '../../src/core/raft/raft-options.ts';
import { type HardState, isEmptyHardState } from '../../src/core/raft/ready.ts';
import type { StepOutcome } from '../../src/core/raft/role.ts';
import type { Snapshot } from '../../src/core/raft/snapshot.ts';
import { describeEvent } from './describe/event.ts';
import { describeMessage, describeReady } from './describe/message.ts';
import { Output } from './output.ts';
import { isVersionOne } from './version-one.ts';

/** A command or a node refused; the text is part of the expected output. */
export class ScriptError extends Error {}

export const OUTCOME_ERRORS: Readonly<Record<Exclude<StepOutcome, 'accepted'>, string>> = {
  proposalDropped: 'raft proposal dropped',
  unknownPeer: 'raft: cannot step as peer not found',
  localMessage: 'raft: cannot step raft local message',
};

/** Gives the newest snapshot of the state machine instead of the one the log starts with. */
class ScriptStorage extends MemoryStorage {
  readonly history: Snapshot[];

  constructor(first: Snapshot) {
    super();
    this.history = [first];
  }

  override snapshot(): Snapshot {
    return this.history.at(-1)!;
  }
}

export class ScriptNode {
  readonly node: RaftNode;
  readonly options: RaftOptions;
  readonly storage: ScriptStorage;
  readonly appendWork: StorageAppend[] = [];
  readonly applyWork: StorageApply[] = [];

  constructor(options: RaftOptions, first: Snapshot, output: Output) {
    this.options = options;
    this.storage = new ScriptStorage(first);
    if (first.index > 0) this.storage.applySnapshot(first);
    this.node = new RaftNode(options, this.storage, (event) => {
      const line = describeEvent(options.id, event);
      if (line !== null) output.log(line.level, line.text);
    });
  }

  append(hardState: HardState | null, entries: readonly Entry[], snapshot: Snapshot | null): void {
    if (hardState !== null && !isEmptyHardState(hardState)) this.storage.setHardState(hardState);
    if (snapshot !== null) this.storage.applySnapshot(snapshot);
    else this.storage.append(entries);
  }

  /** The state machine appends what it is given to what it has; each step is a snapshot. */
  apply(entries: readonly Entry[]): void {
    for (const entry of entries) {
      let configuration: Configuration | null = null;
      let update = entry.data;
      if (entry.kind === 'configuration') {
        const change = decodeConfigurationChange(entry.data)!;
        update = isVersionOne(change) ? new Uint8Array(0) : change.context;
        configuration = this.node.applyConfigurationChange(entry);
      }
      const last = this.storage.history.at(-1)!;
      const data = new Uint8Array([...last.data, ...update]);
      const { index, term } = entry;
      this.storage.history.push({ index, term, configuration: configuration ?? last.configuration, data });
    }
  }
}

export class Environment {
  readonly output = new Output();
  readonly nodes: ScriptNode[] = [];
  messages: Message[] = [];

  node(id: NodeId): ScriptNode {
    const node = this.nodes[id - 1];
    if (node === undefined) throw new Error(`no node ${id}`);
    return node;
  }

  addNode(options: RaftOptions, first: Snapshot): void {
    this.nodes.push(new ScriptNode(options, first, this.output));
  }

  processReady(id: NodeId): void {
    const target = this.node(id);
    const ready = target.node.ready();
    this.output.write(describeReady(ready));
    if (!target.options.asyncStorageWrites) {
      target.append(ready.hardState, ready.entries, ready.snapshot);
      target.apply(ready.committedEntries);
    }
    for (const message of ready.messages) {
      if (message.type === 'StorageAppend') target.appendWork.push(message);
      else if (message.type === 'StorageApply') target.applyWork.push(message);
      else this.messages.push(message);
    }
    if (!target.options.asyncStorageWrites) target.node.advance();
  }

  processAppendThread(id: NodeId): void {
    const target = this.node(id);
    const work = target.appendWork.shift();
    if (work === undefined) {
      this.output.write('no append work to perform');
      return;
    }
    this.output.write(`Processing:\n${describeMessage({ ...work, responses: [] })}\n`);
    target.append(work.hardState, work.entries, work.snapshot);
    this.#respond(work.responses);
  }

  processApplyThread(id: NodeId): void {
    const target = this.node(id);
    const work = target.applyWork.shift();
    if (work === undefined) {
      this.output.write('no apply work to perform');
      return;
    }
    this.output.write(`Processing:\n${describeMessage({ ...work, responses: [] })}\n`);
    target.apply(work.entries);
    this.#respond(work.responses);
  }

  /** Takes out the messages to this node, of this type if one is given. Local ones are never dropped. */
  takeMessages(to: NodeId, type: Message['type'] | null, drop: boolean): Message[] {
    const isTaken = (message: Message) =>
      message.to === to && !(drop && isLocal(message)) && (type === null || message.type === type);
    const taken = this.messages.filter(isTaken);
    this.messages = this.messages.filter((message) => !isTaken(message));
    return taken;
  }

  /** How many there were. */
  deliver(to: NodeId, type: Message['type'] | null, drop: boolean): number {
    const taken = this.takeMessages(to, type, drop);
    for (const message of taken) {
      this.output.write(`${drop ? 'dropped: ' : ''}${describeMessage(message)}\n`);
      if (drop) continue;
      const outcome = this.node(to).node.step(message);
      if (outcome !== 'accepted') this.output.write(`${OUTCOME_ERRORS[outcome]}\n`);
    }
    return taken.length;
  }

  hasMessagesFor(to: NodeId): boolean {
    return this.messages.some((message) => message.to === to);
  }

  #respond(responses: readonly Message[]): void {
    this.output.write('Responses:\n');
    for (const response of responses) this.output.write(`${describeMessage(response)}\n`);
    this.messages.push(...responses);
  }
}

function isLocal(message: Message): boolean {
  return message.from === message.to || isStorageThread(message.from) || isStorageThread(message.to);
}
