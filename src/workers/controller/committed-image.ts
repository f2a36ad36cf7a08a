/**
 * The committed image of this node and who follows it: brokers' main threads get it whole once, then each committed entry.
 * Nothing that is not committed ever gets in. Controller thread.
 */
import { ClusterImage, type MetadataEntry } from '../../core/metadata/cluster-image.ts';
import { imageHash, snapshotRecords } from '../../core/metadata/image-snapshot.ts';
import { RecordType } from '../../core/metadata/records.ts';
import type { ImageCheck } from '../../core/metadata-log/messages.ts';
import type { ControllerPort, FromController, PublishedEntry, ToController } from './controller-messages.ts';

/**
 * All nodes compare their images at multiples of this, and of as many times it as there are thousands of topics: the work
 * grows with the image, and this thread has heartbeats to send.
 */
const CHECK_INTERVAL = 1_000;

type Port = ControllerPort<FromController, ToController>;

export class CommittedImage {
  #image: ClusterImage;
  readonly #isCompared: boolean;
  readonly #subscribers = new Set<Port>();
  /** Subscribed, and waiting for the image to be of this life of the cluster. */
  readonly #awaiting = new Set<Port>();
  #isServed = false;
  #check: ImageCheck | null = null;

  /** `isCompared`: there are other nodes to compare images with. */
  constructor(image: ClusterImage, isCompared: boolean) {
    this.#image = image;
    this.#isCompared = isCompared;
  }

  /** To read only. */
  get image(): ClusterImage {
    return this.#image;
  }

  /** The newest state that other nodes can be compared with. */
  get check(): ImageCheck | null {
    return this.#check;
  }

  subscribe(port: Port): void {
    this.#awaiting.add(port);
    if (this.#isServed) this.#sendImages();
  }

  /** What a controller said is committed has been applied: before, the image may be as old as the last snapshot. */
  serve(): void {
    this.#isServed = true;
    if (this.#awaiting.size > 0) this.#sendImages();
  }

  apply(entries: readonly MetadataEntry[]): void {
    for (const entry of entries) {
      this.#image.replayEntry(entry);
      if (this.#isCompared && isCheckDue(entry.index, this.#image)) {
        this.#check = { index: entry.index, hash: imageHash(this.#image) };
      }
    }
    if (this.#subscribers.size === 0) return;
    const published = entries.map(asPublished);
    for (const subscriber of this.#subscribers) subscriber.post({ type: 'entries', entries: published });
  }

  replace(image: ClusterImage): void {
    this.#image = image;
    for (const port of this.#subscribers) this.#awaiting.add(port);
    this.#subscribers.clear();
    if (this.#isServed) this.#sendImages();
  }

  #sendImages(): void {
    for (const port of this.#awaiting) {
      const { epoch, index } = this.#image;
      port.post({ type: 'image', entry: asPublished({ epoch, index, records: snapshotRecords(this.#image) }) });
      this.#subscribers.add(port);
    }
    this.#awaiting.clear();
  }
}

/** Depends on the image alone, so every node comes to the same answer. */
function isCheckDue(index: number, { topics }: ClusterImage): boolean {
  return index % CHECK_INTERVAL === 0 && index % (CHECK_INTERVAL * (1 + Math.floor(topics.size / 1_000))) === 0;
}

/** Deterministic replay makes the copy: an image has no other way to be changed. */
export function copyOf(image: ClusterImage): ClusterImage {
  const copy = new ClusterImage();
  if (image.index > 0) copy.replayEntry({ epoch: image.epoch, index: image.index, records: snapshotRecords(image) });
  return copy;
}

function asPublished({ epoch, index, records }: MetadataEntry): PublishedEntry {
  return { epoch, index, records: records.filter((record) => record.type !== RecordType.REQUEST_RESULT) };
}
