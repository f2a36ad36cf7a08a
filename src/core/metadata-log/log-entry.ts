/** One position of the metadata log as replication sees it: numbered bytes. What they mean is the metadata room's. */
import type { RequestId } from '../metadata/request-results.ts';

export interface LogPosition {
  readonly epoch: number;
  readonly index: number;
}

/** What every log has before its first entry. */
export const ORIGIN: LogPosition = { epoch: 0, index: 0 };

export interface LogEntry extends LogPosition {
  /** Who asked for it; null for what the controller wrote by itself. */
  readonly requestId: RequestId | null;
  /** Records, encoded (core/metadata/record-codec.ts). Never changed. */
  readonly payload: Uint8Array;
}

/** Which controller's log is ahead: the later epoch, then the longer log. */
export function isAhead(a: LogPosition, b: LogPosition): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.index > b.index);
}
