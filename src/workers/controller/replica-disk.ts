/** The metadata log's files as a replica wants them: snapshots that arrive are looked at before they replace anything. */
import { ClusterImage } from '../../core/metadata/cluster-image.ts';
import type { LogEntry, LogPosition } from '../../core/metadata-log/log-entry.ts';
import type { EncodedSnapshot, ReplicaStorage } from '../../core/metadata-log/replica-port.ts';
import type { MetadataLog } from './metadata-log.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot-file.ts';

export class ReplicaDisk implements ReplicaStorage {
  readonly #log: MetadataLog;
  readonly #clusterId: string;
  #arrived: ClusterImage = new ClusterImage();

  constructor(log: MetadataLog, clusterId: string) {
    this.#log = log;
    this.#clusterId = clusterId;
  }

  promise(epoch: number, done: () => void): void {
    this.#log.promise(epoch, done);
  }

  append(entries: readonly LogEntry[], done: () => void): void {
    this.#log.append(entries, done);
  }

  truncate(last: LogPosition, done: () => void): void {
    this.#log.truncate(last, done);
  }

  install(snapshot: LogPosition, bytes: Uint8Array, done: () => void): boolean {
    const image = decodeSnapshot(bytes);
    if (image === null || image.index !== snapshot.index || image.epoch !== snapshot.epoch) return false;
    if (image.clusterId !== this.#clusterId) return false;
    this.#arrived = image;
    this.#log.install(snapshot, bytes, done);
    return true;
  }

  /** The image of the snapshot that was installed last. */
  get arrived(): ClusterImage {
    return this.#arrived;
  }
}

export function snapshotOf(image: ClusterImage): EncodedSnapshot {
  return { snapshot: { epoch: image.epoch, index: image.index }, bytes: encodeSnapshot(image) };
}
