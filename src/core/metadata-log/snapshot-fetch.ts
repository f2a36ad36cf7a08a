/** One snapshot on its way here, chunk by chunk, each asked for when the one before has come. */
import type { LogPosition } from './log-entry.ts';
import type { MessageOf } from './messages.ts';

/** Images are small; a peer that announces more than this is not believed. */
export const MAX_SNAPSHOT_BYTES = 512 * 1024 * 1024;

export class SnapshotFetch {
  readonly epoch: number;
  readonly stream: number;
  readonly snapshot: LogPosition;
  #bytes: Uint8Array | null = null;
  #offset = 0;

  constructor({ epoch, stream, snapshot }: MessageOf<'useSnapshot'>) {
    this.epoch = epoch;
    this.stream = stream;
    this.snapshot = snapshot;
  }

  request(): MessageOf<'fetchSnapshot'> {
    const { epoch, stream, snapshot } = this;
    return { type: 'fetchSnapshot', epoch, stream, snapshot, offset: this.#offset };
  }

  /** 'more': ask for the next chunk. 'ignored': a repetition, or not what was asked for. Else the whole snapshot. */
  take(chunk: MessageOf<'snapshotChunk'>): Uint8Array | 'more' | 'ignored' {
    const { snapshot } = this;
    if (chunk.snapshot.index !== snapshot.index || chunk.snapshot.epoch !== snapshot.epoch) return 'ignored';
    if (chunk.offset !== this.#offset || chunk.bytes.length === 0 || chunk.total > MAX_SNAPSHOT_BYTES) return 'ignored';
    this.#bytes ??= new Uint8Array(chunk.total);
    if (chunk.total !== this.#bytes.length || chunk.offset + chunk.bytes.length > chunk.total) return 'ignored';
    this.#bytes.set(chunk.bytes, chunk.offset);
    this.#offset += chunk.bytes.length;
    return this.#offset === chunk.total ? this.#bytes : 'more';
  }
}
