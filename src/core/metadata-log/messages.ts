/**
 * What nodes say to each other about the metadata log. Every message bears the epoch of the controller it belongs to; what
 * answers something bears the stream of what it answers, and is void once that is no longer the current one.
 */
import type { LogEntry, LogPosition } from './log-entry.ts';
import type { LogOutline } from './log-outline.ts';

/** The state of the image at an index, to be equal on all nodes. */
export interface ImageCheck {
  readonly index: number;
  readonly hash: string;
}

export type LogMessage =
  /** A new controller asks for the promise to accept nothing of an earlier one. */
  | { readonly type: 'fence'; readonly epoch: number }
  /** The promise is durable, and this is the log that it protects. */
  | { readonly type: 'fenced'; readonly epoch: number; readonly outline: LogOutline }
  /** A higher epoch was promised. `epoch` is that one. */
  | { readonly type: 'deposed'; readonly epoch: number }
  /** I am the controller of this epoch and have no stream with you. */
  | { readonly type: 'announce'; readonly epoch: number }
  /** Send me the log from where it differs from mine. */
  | { readonly type: 'subscribe'; readonly epoch: number; readonly stream: number; readonly outline: LogOutline }
  /** The entries behind `prev`; without any, the commit index alone. */
  | {
      readonly type: 'append';
      readonly epoch: number;
      readonly stream: number;
      readonly prev: LogPosition;
      readonly entries: readonly LogEntry[];
      readonly commitIndex: number;
    }
  | {
      readonly type: 'ack';
      readonly epoch: number;
      readonly stream: number;
      /** Up to here the log is the controller's, and durable. */
      readonly durableIndex: number;
      readonly check: ImageCheck | null;
    }
  /** A new controller asks the voter whose log it adopts for the entries behind `after`. */
  | { readonly type: 'fetch'; readonly epoch: number; readonly stream: number; readonly after: number }
  | {
      readonly type: 'suffix';
      readonly epoch: number;
      readonly stream: number;
      readonly after: number;
      readonly entries: readonly LogEntry[];
    }
  /** The entries asked for are no longer held: fetch this snapshot instead. */
  | { readonly type: 'useSnapshot'; readonly epoch: number; readonly stream: number; readonly snapshot: LogPosition }
  | {
      readonly type: 'fetchSnapshot';
      readonly epoch: number;
      readonly stream: number;
      readonly snapshot: LogPosition;
      readonly offset: number;
    }
  | {
      readonly type: 'snapshotChunk';
      readonly epoch: number;
      readonly stream: number;
      readonly snapshot: LogPosition;
      /** Length of the whole snapshot in bytes. */
      readonly total: number;
      readonly offset: number;
      readonly bytes: Uint8Array;
    }
  /** Your image differs from the majority's: end yourself and keep your files. */
  | { readonly type: 'halt'; readonly epoch: number; readonly index: number };

export type MessageOf<T extends LogMessage['type']> = Extract<LogMessage, { type: T }>;
