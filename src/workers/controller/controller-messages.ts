/**
 * What brokers' main threads and the controller say to each other. Rare traffic: plain objects, by reference within a
 * thread, by structured clone across. Messages of one direction arrive in order, so an image is always ahead of a reply
 * that depends on it.
 */
import type { CommandApiKey, CommandShapes } from '../../core/metadata/commands.ts';
import type { MetadataRecord } from '../../core/metadata/records.ts';
import type { RequestId } from '../../core/metadata/request-results.ts';

export type ToController =
  | {
      readonly type: 'submit';
      /** Chosen by the client, echoed by the reply. */
      readonly correlation: number;
      /** Makes the effect happen at most once; null for requests that are harmless twice. */
      readonly requestId: RequestId | null;
      readonly apiKey: CommandApiKey;
      readonly request: CommandShapes[CommandApiKey][0];
      /** Nobody waits for the answer after this many milliseconds from now. */
      readonly timeoutMs: number;
    }
  /** From now on: the committed image, then each committed entry. */
  | { readonly type: 'subscribe' }
  | { readonly type: 'stop' };

/** Committed entries as a broker sees them: without the records that only controllers need. */
export interface PublishedEntry {
  readonly epoch: number;
  readonly index: number;
  readonly records: readonly MetadataRecord[];
}

export type FromController =
  | {
      readonly type: 'reply';
      readonly correlation: number;
      /** NONE with a response; else an error of the controller as such (NOT_CONTROLLER, KAFKA_STORAGE_ERROR). */
      readonly errorCode: number;
      readonly response: CommandShapes[CommandApiKey][1] | null;
      /** What the response rests on: an image at least this far shows it. */
      readonly index: number;
    }
  /** The whole committed image, as one entry; replaces whatever the receiver had. */
  | { readonly type: 'image'; readonly entry: PublishedEntry }
  | { readonly type: 'entries'; readonly entries: readonly PublishedEntry[] }
  /** What the log repaired when it was opened. */
  | { readonly type: 'note'; readonly text: string }
  /** A line for the broker's log. */
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly event: string;
      readonly fields: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'fatal'; readonly message: string; readonly code: string }
  | { readonly type: 'stopped' };

/** One end of the conversation. */
export interface ControllerPort<Send, Receive> {
  post(message: Send): void;
  /** Set once, before anything is posted to this end. */
  onMessage: (message: Receive) => void;
}
