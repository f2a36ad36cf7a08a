/** Why a metadata log cannot be opened, or can no longer be written. */

/** Something that was durable is not there any more, or not what it was. The voter must not start: it might vote. */
export class MetadataCorruptionError extends Error {
  override readonly name = 'MetadataCorruptionError';
  readonly file: string;
  /** Byte offset of the damage within the file. */
  readonly offset: number;

  constructor(file: string, offset: number, problem: string) {
    super(
      `metadata log ${file} is damaged at byte ${offset}: ${problem}; restore the directory or remove this node's metadata and let it join again`,
    );
    this.file = file;
    this.offset = offset;
  }
}

/** The directory belongs to another cluster. */
export class ForeignClusterError extends Error {
  override readonly name = 'ForeignClusterError';

  constructor(file: string, clusterId: string) {
    super(`metadata log ${file} is not one of cluster ${clusterId}, which meta.properties or the configuration names`);
  }
}
