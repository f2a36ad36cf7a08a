/** Reads one segment: its sound frames, where they end, and whether what follows is a torn tail or damage. Pure. */
import type { LogPosition } from '../../core/metadata-log/log-entry.ts';
import { contentEnd } from '../../runtime/files/zeros.ts';
import { type Frame, FrameKind, frameAt, SEGMENT_HEADER, type SegmentHeader } from './log-format.ts';

export interface SegmentScan {
  /** Entries only, in order; markers are left out. */
  readonly entries: readonly Frame[];
  /** The last entry, or what precedes the segment where it has none. */
  readonly last: LogPosition;
  /** Where the next frame goes. */
  readonly end: number;
  /** Bytes behind `end` are not all zero: the remains of a group that was never durable. */
  readonly hasTornTail: boolean;
  /** Highest index that some frame names as durable. */
  readonly durableUpTo: number;
  readonly damage: { readonly offset: number; readonly problem: string } | null;
}

export function scanSegment(bytes: Uint8Array, header: SegmentHeader): SegmentScan {
  const entries: Frame[] = [];
  let last: LogPosition = { index: header.firstIndex - 1, epoch: header.prevEpoch };
  let durableUpTo = 0;
  let position = SEGMENT_HEADER;
  let frame = frameAt(bytes, position, header.clusterTag, header.segmentTag);
  let damage: SegmentScan['damage'] = null;
  while (frame !== null) {
    const problem = outOfPlace(frame, last);
    if (problem !== null) {
      damage = { offset: position, problem };
      break;
    }
    durableUpTo = Math.max(durableUpTo, frame.durableUpTo);
    if (frame.kind === FrameKind.ENTRY) {
      entries.push(frame);
      last = frame;
    }
    position = frame.end;
    frame = frameAt(bytes, position, header.clusterTag, header.segmentTag);
  }
  const tailEnd = contentEnd(bytes, position);
  const known = Math.max(durableUpTo, durableBehind(bytes, position, tailEnd, header));
  if (damage === null && known > last.index) {
    damage = {
      offset: position,
      problem: `entry ${last.index + 1} was durable and cannot be read (up to ${known} was)`,
    };
  }
  return { entries, last, end: position, hasTornTail: tailEnd > position, durableUpTo: known, damage };
}

function outOfPlace(frame: Frame, last: LogPosition): string | null {
  if (frame.kind === FrameKind.MARKER) {
    return frame.index === last.index ? null : `a marker for entry ${frame.index} follows entry ${last.index}`;
  }
  if (frame.kind !== FrameKind.ENTRY) return `frame kind ${frame.kind} is unknown`;
  if (frame.index !== last.index + 1) return `entry ${frame.index} follows entry ${last.index}`;
  if (frame.prevEpoch !== last.epoch) return `entry ${frame.index} follows epoch ${frame.prevEpoch}, not ${last.epoch}`;
  return frame.epoch < last.epoch ? `entry ${frame.index} goes back to epoch ${frame.epoch}` : null;
}

/** What sound frames behind the first bad one say was durable. */
function durableBehind(bytes: Uint8Array, from: number, to: number, header: SegmentHeader): number {
  let known = 0;
  for (let position = from; position < to; position += 8) {
    const frame = frameAt(bytes, position, header.clusterTag, header.segmentTag);
    if (frame !== null) known = Math.max(known, frame.durableUpTo);
  }
  return known;
}
