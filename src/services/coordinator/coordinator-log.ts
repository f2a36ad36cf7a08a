/** What a coordinator's shell needs of the log of its partition. Implemented over the replica manager; main thread. */

export interface LogRecord {
  readonly key: Uint8Array;
  /** null is a tombstone. */
  readonly value: Uint8Array | null;
}

/** Makes a batch transactional. */
export interface BatchProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface LogListener {
  /** One record of a data batch, in order. `producerId` is that of a transactional batch, else -1. The bytes are views. */
  onRecord(key: Uint8Array, value: Uint8Array | null, producerId: number): void;
  /** A transaction marker. */
  onMarker(producerId: number, isCommit: boolean): void;
  /** Once: when everything that was read is committed; or with an error, at any time. */
  onDone(errorCode: number): void;
}

export interface CoordinatorLog {
  /**
   * Appends one batch as the leader, with acks=all; `producer` makes it transactional. Calls back once: with NONE when the
   * batch is committed, otherwise with an error. An error that comes before `append` returns means that nothing was
   * written; one that comes later, that it is not known.
   */
  append(
    topic: string,
    partition: number,
    records: readonly LogRecord[],
    producer: BatchProducer | null,
    callback: (errorCode: number, baseOffset: number) => void,
  ): void;

  /**
   * Reads the log from `fromOffset` (or the log's start, if that is later) to the log end of the moment, and waits until
   * the high watermark is there, too: what a leader has in its log will be committed, so a state without it would be wrong
   * soon. Calls back in later turns.
   */
  readAll(topic: string, partition: number, fromOffset: number, listener: LogListener): void;
}
