/** Entries, messages, snapshots and Readys as the scripts print them. */

import { decodeConfigurationChange } from '../../../src/core/raft/configuration-change.ts';
import type { Entry, EntryId } from '../../../src/core/raft/entry.ts';
import type { Message, MessageType } from '../../../src/core/raft/messages.ts';
import { NO_NODE, type NodeId } from '../../../src/core/raft/node-id.ts';
import { type HardState, isEmptyHardState, type Ready } from '../../../src/core/raft/ready.ts';
import type { Snapshot } from '../../../src/core/raft/snapshot.ts';
import { isVersionOne } from '../version-one.ts';
import { describeChanges, describeConfState } from './configuration.ts';
import { describeId, describeTarget } from './ids.ts';
import { quote } from './quote.ts';

export const MESSAGE_NAMES: Readonly<Record<MessageType, string>> = {
  AppendEntries: 'MsgApp',
  AppendEntriesResponse: 'MsgAppResp',
  Heartbeat: 'MsgHeartbeat',
  HeartbeatResponse: 'MsgHeartbeatResp',
  RequestVote: 'MsgVote',
  RequestPreVote: 'MsgPreVote',
  VoteResponse: 'MsgVoteResp',
  PreVoteResponse: 'MsgPreVoteResp',
  InstallSnapshot: 'MsgSnap',
  TimeoutNow: 'MsgTimeoutNow',
  Propose: 'MsgProp',
  TransferLeadership: 'MsgTransferLeader',
  ReadIndex: 'MsgReadIndex',
  ReadIndexResponse: 'MsgReadIndexResp',
  StorageAppend: 'MsgStorageAppend',
  StorageAppendResponse: 'MsgStorageAppendResp',
  StorageApply: 'MsgStorageApply',
  StorageApplyResponse: 'MsgStorageApplyResp',
};

export function describeEntry(entry: Entry): string {
  const { kind, text } = entry.kind === 'normal' ? { kind: 'EntryNormal', text: quote(entry.data) } : change(entry);
  return `${entry.term}/${entry.index} ${kind}${text === '' ? '' : ` ${text}`}`;
}

export function describeEntries(entries: readonly Entry[]): string {
  return entries.map((entry) => `${describeEntry(entry)}\n`).join('');
}

export function describeSnapshot(snapshot: Snapshot): string {
  return `Index:${snapshot.index} Term:${snapshot.term} ConfState:${describeConfState(snapshot.configuration)}`;
}

export function describeMessage(message: Message, indent = ''): string {
  const { log, commit, vote, entries, snapshot, responses, refusedHint } = parts(message);
  const from = message.type === 'TransferLeadership' ? message.transferee : message.from;
  let text = `${indent}${describeTarget(from)}->${describeTarget(message.to)} ${MESSAGE_NAMES[message.type]}`;
  text += ` Term:${message.term} Log:${log.term}/${log.index}`;
  if (refusedHint !== undefined) text += ` Rejected (Hint: ${refusedHint})`;
  if (commit !== 0) text += ` Commit:${commit}`;
  if (vote !== NO_NODE) text += ` Vote:${vote}`;
  if (entries.length === 1) text += ` Entries:[${describeEntry(entries[0]!)}]`;
  if (entries.length > 1) {
    text += ` Entries:[${entries.map((entry) => `\n${indent}  ${describeEntry(entry)}`).join('')}\n${indent}]`;
  }
  if (snapshot !== null && snapshot.index > 0) text += `\n${indent}  Snapshot: ${describeSnapshot(snapshot)}`;
  if (responses.length > 0) {
    const lines = responses.map((response) => `\n${describeMessage(response, `${indent}  `)}`);
    text += ` Responses:[${lines.join('')}\n${indent}]`;
  }
  return text;
}

export function describeReady(ready: Ready): string {
  const { softState, hardState, readStates, entries, snapshot, committedEntries, messages } = ready;
  let text = '';
  if (softState !== null) text += `Lead:${describeId(softState.leader)} State:State${softState.role}\n`;
  if (hardState !== null && !isEmptyHardState(hardState)) text += `HardState ${describeHardState(hardState)}\n`;
  if (readStates.length > 0) text += `ReadStates ${JSON.stringify(readStates)}\n`;
  if (entries.length > 0) text += `Entries:\n${describeEntries(entries)}`;
  if (snapshot !== null) text += `Snapshot ${describeSnapshot(snapshot)}\n`;
  if (committedEntries.length > 0) text += `CommittedEntries:\n${describeEntries(committedEntries)}`;
  if (messages.length > 0) text += `Messages:\n${messages.map((message) => `${describeMessage(message)}\n`).join('')}`;
  return text === '' ? '<empty Ready>' : `Ready MustSync=${ready.mustSync}:\n${text}`;
}

function describeHardState({ term, vote, commit }: HardState): string {
  return `Term:${term}${vote === NO_NODE ? '' : ` Vote:${vote}`} Commit:${commit}`;
}

function change(entry: Entry): { kind: string; text: string } {
  const decoded = decodeConfigurationChange(entry.data);
  if (decoded === null) return { kind: 'EntryConfChangeV2', text: '<malformed>' };
  return {
    kind: isVersionOne(decoded) ? 'EntryConfChange' : 'EntryConfChangeV2',
    text: describeChanges(decoded.changes),
  };
}

/** The fields a message has under the names all messages share in the scripts. */
interface Parts {
  log: EntryId;
  commit: number;
  vote: NodeId;
  entries: readonly Entry[];
  snapshot: Snapshot | null;
  responses: readonly Message[];
  refusedHint: number | undefined;
}

function parts(message: Message): Parts {
  const none: Parts = {
    log: { term: 0, index: 0 },
    commit: 0,
    vote: NO_NODE,
    entries: [],
    snapshot: null,
    responses: [],
    refusedHint: undefined,
  };
  switch (message.type) {
    case 'AppendEntries':
      return { ...none, log: message.previous, commit: message.commit, entries: message.entries };
    case 'AppendEntriesResponse': {
      const { index, rejection } = message;
      return { ...none, log: { term: rejection?.term ?? 0, index }, refusedHint: rejection?.index };
    }
    case 'Heartbeat':
      return { ...none, commit: message.commit };
    case 'RequestVote':
    case 'RequestPreVote':
      return { ...none, log: message.last };
    case 'VoteResponse':
    case 'PreVoteResponse':
      return { ...none, refusedHint: message.granted ? undefined : 0 };
    case 'InstallSnapshot':
      return { ...none, snapshot: message.snapshot };
    case 'Propose':
      return { ...none, entries: message.entries };
    case 'ReadIndexResponse':
      return { ...none, log: { term: 0, index: message.index } };
    case 'StorageAppend': {
      const { hardState, entries, snapshot, responses } = message;
      const { commit = 0, vote = NO_NODE } = hardState ?? {};
      return { ...none, commit, vote, entries, snapshot, responses };
    }
    case 'StorageAppendResponse':
      return { ...none, log: message.stable ?? none.log, snapshot: message.snapshot };
    case 'StorageApply':
      return { ...none, entries: message.entries, responses: message.responses };
    case 'StorageApplyResponse':
      return { ...none, entries: message.entries };
    default:
      return none;
  }
}
