/** What generic code (tools, forwarding, tests) knows of a message: its versions and its functions, without its type. */
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';

export interface MessageCodec {
  readonly kind: 'request' | 'response' | 'header' | 'data' | 'key' | 'value' | 'record';
  /** `ProduceRequest` */
  readonly name: string;
  /** Api key, or the type number of a record; null for data and headers. */
  readonly key: number | null;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** First flexible version; infinite where there is none. */
  readonly flexibleFrom: number;
  create(): object;
  read(reader: ByteReader, version: number): object;
  write(writer: ByteWriter, message: object, version: number): void;
}

export interface ApiFacts {
  readonly key: number;
  /** `Produce` */
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** First flexible version; infinite where there is none. */
  readonly flexibleFrom: number;
  readonly listeners: readonly ('broker' | 'controller')[];
  /** Kafka serves the last version only to those who enable unstable ones. */
  readonly isLatestUnstable: boolean;
}
