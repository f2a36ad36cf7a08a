/**
 * The record batch, version 2 ("magic 2"): the unit that producers send, segments store, followers copy and consumers
 * fetch, byte for byte the same. Positions here are relative to the first byte of the batch; all numbers big endian.
 *
 *    0                8        12       16 17       21    23       27               35               43
 *   +----------------+--------+--------+--+--------+-----+--------+----------------+----------------+--
 *   | base offset    | length | leader |2 | crc32c | at- | last   | base           | max            |
 *   |                |        | epoch  |  |        | tri | offset | timestamp      | timestamp      |
 *   |                |        |        |  |        | bu- | delta  |                |                |
 *   +----------------+--------+--------+--+--------+-----+--------+----------------+----------------+--
 *   |<---- log overhead ----->|                    |<------------- covered by the crc ------------------>
 *
 *      43               51    53       57       61
 *   --+----------------+-----+--------+--------+------------------------------------------+
 *     | producer id    | pro-| base   | record | records, compressed as one block if the  |
 *     |                | ducer sequence count  | low three attribute bits say so          |
 *   --+----------------+-----+--------+--------+------------------------------------------+
 *     <------------------------- covered by the crc ------------------------------------->|
 *
 * `length` counts from byte 12. Base offset and leader epoch lie outside the crc, so a broker stamps both without
 * touching it.
 *
 *   attributes   15 ........ 7 |    6    |    5    |      4        |        3       |  2 1 0
 *                    unused    | delete  | control | transactional | log append     | compression
 *                              | horizon |         |               | time           |
 */

export const BASE_OFFSET_AT = 0;
export const LENGTH_AT = 8;
export const LEADER_EPOCH_AT = 12;
export const MAGIC_AT = 16;
export const CRC_AT = 17;
export const ATTRIBUTES_AT = 21;
export const LAST_OFFSET_DELTA_AT = 23;
export const BASE_TIMESTAMP_AT = 27;
export const MAX_TIMESTAMP_AT = 35;
export const PRODUCER_ID_AT = 43;
export const PRODUCER_EPOCH_AT = 51;
export const BASE_SEQUENCE_AT = 53;
export const RECORD_COUNT_AT = 57;
export const RECORDS_AT = 61;

/** Base offset and length: what must be there before the size of a batch is known. */
export const LOG_OVERHEAD = 12;
/** A batch without records. */
export const BATCH_OVERHEAD = RECORDS_AT;
/** The smallest value the length field may hold in a version 2 batch. */
export const MIN_BATCH_LENGTH = BATCH_OVERHEAD - LOG_OVERHEAD;
/** Enough bytes to read the magic of a batch. */
export const HEADER_UP_TO_MAGIC = MAGIC_AT + 1;

export const MAGIC_V2 = 2;

export const COMPRESSION_MASK = 0x07;
export const TIMESTAMP_TYPE_BIT = 0x08;
export const TRANSACTIONAL_BIT = 0x10;
export const CONTROL_BIT = 0x20;
/** KIP-534: the base timestamp holds the time at which tombstones and markers of the batch may go. */
export const DELETE_HORIZON_BIT = 0x40;

export const Compression = { None: 0, Gzip: 1, Snappy: 2, Lz4: 3, Zstd: 4 } as const;
export type Compression = (typeof Compression)[keyof typeof Compression];

/** As `compression.type` spells them, by id. */
export const COMPRESSION_NAMES: readonly string[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

export const TimestampType = { CreateTime: 0, LogAppendTime: 1 } as const;
export type TimestampType = (typeof TimestampType)[keyof typeof TimestampType];

export const NO_PRODUCER_ID = -1;
export const NO_PRODUCER_EPOCH = -1;
export const NO_SEQUENCE = -1;
export const NO_TIMESTAMP = -1;
export const NO_LEADER_EPOCH = -1;

const SEQUENCE_MODULUS = 2 ** 31;

/** Sequences run 0 … 2^31-1 and then start again at 0. */
export function incrementSequence(sequence: number, by: number): number {
  return (sequence + by) % SEQUENCE_MODULUS;
}

/** The inverse of `incrementSequence`. */
export function decrementSequence(sequence: number, by: number): number {
  return sequence >= by ? sequence - by : SEQUENCE_MODULUS - (by - sequence);
}
