/** Walks the journal of a log directory as recovery would, without changing anything. */
import { uuidToText } from '../../core/bytes/uuid.ts';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import {
  FRAME_APPEND,
  FRAME_DROP_SEGMENTS,
  FRAME_IDLE,
  FRAME_LOG_START,
  FRAME_OPEN,
  FRAME_REMOVE,
  FRAME_RESET,
  FRAME_STRAY,
  FRAME_TRUNCATE,
  frameArgument,
  frameDurableUpTo,
  frameFilePosition,
  frameLsn,
  framePartition,
  frameSegmentBase,
  frameSize,
  frameTopicId,
  frameType,
} from '../../storage/journal/frame-format.ts';
import { CHECKPOINT_NAME, decodeCheckpoint, journalSequence } from '../../storage/journal/journal-file.ts';
import { scanJournal } from '../../storage/journal/journal-scan.ts';
import type { Row } from './describe-file.ts';

const FRAME_NAMES: Readonly<Record<number, string>> = {
  [FRAME_APPEND]: 'append',
  [FRAME_OPEN]: 'open',
  [FRAME_LOG_START]: 'log start',
  [FRAME_DROP_SEGMENTS]: 'drop segments',
  [FRAME_REMOVE]: 'remove',
  [FRAME_TRUNCATE]: 'truncate',
  [FRAME_RESET]: 'reset',
  [FRAME_IDLE]: 'idle',
  [FRAME_STRAY]: 'stray',
};

export interface JournalWalk {
  readonly frames: number;
  /** Null: sound up to where writing stopped. */
  readonly problem: string | null;
}

/** Sees every frame that recovery would replay: those after the last checkpoint. */
export function walkJournal(directory: string, onFrame: (row: Row) => void): JournalWalk {
  const files = new NodeFileSystem();
  const checkpoint = files.readFile(`${directory}/${CHECKPOINT_NAME}`);
  if (checkpoint === null) {
    const isEmpty = files.list(directory).every((name) => journalSequence(name) === null);
    return { frames: 0, problem: isEmpty ? null : `there is no ${CHECKPOINT_NAME} that says where to begin` };
  }
  const from = decodeCheckpoint(checkpoint);
  if (typeof from === 'string') return { frames: 0, problem: `${CHECKPOINT_NAME}: ${from}` };
  const end = scanJournal(files, directory, from, (view, bytes, at) => onFrame(frameRow(view, bytes, at)));
  return { frames: end.frames, problem: end.corruption };
}

function frameRow(view: DataView, bytes: Uint8Array, at: number): Row {
  const type = frameType(view, at);
  const isSegment = type === FRAME_APPEND || type === FRAME_TRUNCATE;
  return {
    lsn: frameLsn(view, at),
    frame: FRAME_NAMES[type] ?? `type ${type}`,
    bytes: frameSize(view, at),
    topicId: type === FRAME_IDLE ? null : uuidToText(frameTopicId(bytes, at), 0),
    partition: type === FRAME_IDLE ? null : framePartition(view, at),
    segment: isSegment ? frameSegmentBase(view, at) : null,
    position: isSegment ? frameFilePosition(view, at) : null,
    argument: type === FRAME_APPEND || type === FRAME_OPEN || type === FRAME_IDLE ? null : frameArgument(view, at),
    durableUpTo: frameDurableUpTo(view, at),
  };
}
