/** Serves the committed image to whoever is too far behind for the log, one chunk for each request. */
import type { LogPosition } from './log-entry.ts';
import type { MessageOf } from './messages.ts';
import type { EncodedSnapshot } from './replica-port.ts';

export const SNAPSHOT_CHUNK_BYTES = 256 * 1024;
/** An encoded snapshot is kept this long for the next request. */
const KEPT_MS = 5_000;

export class SnapshotShelf {
  readonly #encode: () => EncodedSnapshot;
  #kept: EncodedSnapshot | null = null;
  #usedAt = 0;

  constructor(encode: () => EncodedSnapshot) {
    this.#encode = encode;
  }

  /** A snapshot not older than `index`, which is committed. */
  offer(index: number, now: number): LogPosition {
    this.#usedAt = now;
    if (this.#kept === null || this.#kept.snapshot.index < index) this.#kept = this.#encode();
    return this.#kept.snapshot;
  }

  /** The chunk asked for, or another snapshot to begin with where that one is not here any more. */
  answer(request: MessageOf<'fetchSnapshot'>, now: number): MessageOf<'snapshotChunk'> | MessageOf<'useSnapshot'> {
    const { epoch, stream, offset } = request;
    this.#usedAt = now;
    const kept = this.#kept;
    const isHere =
      kept !== null && kept.snapshot.index === request.snapshot.index && kept.snapshot.epoch === request.snapshot.epoch;
    if (!isHere || offset >= kept.bytes.length) {
      return { type: 'useSnapshot', epoch, stream, snapshot: this.offer(request.snapshot.index, now) };
    }
    const bytes = kept.bytes.subarray(offset, offset + SNAPSHOT_CHUNK_BYTES);
    return { type: 'snapshotChunk', epoch, stream, snapshot: kept.snapshot, total: kept.bytes.length, offset, bytes };
  }

  tick(now: number): void {
    if (now - this.#usedAt > KEPT_MS) this.#kept = null;
  }
}
