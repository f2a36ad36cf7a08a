/**
 * The controller's head: the image with everything that was appended, committed or not. Commands are planned on it, and
 * nobody is told of it. Empty while another node is the controller. Controller thread.
 */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { BrokerSessions } from '../../core/metadata/broker-sessions.ts';
import { ClusterImage, type MetadataEntry } from '../../core/metadata/cluster-image.ts';
import { type CommandApiKey, type CommandResponse, commandCodec } from '../../core/metadata/commands.ts';
import type { ConfigSchema } from '../../core/metadata/config-schema.ts';
import type { ControlContext, ControllerSettings, RandomSource } from '../../core/metadata/control.ts';
import { type MetadataRecord, metadataRecord, RecordType } from '../../core/metadata/records.ts';
import type { RequestId } from '../../core/metadata/request-results.ts';
import type { LogEntry } from '../../core/metadata-log/log-entry.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import { copyOf } from './committed-image.ts';
import { decodePayload } from './log-format.ts';

export interface HeadOptions {
  readonly nodeId: number;
  readonly clusterId: string;
  readonly settings: ControllerSettings;
  /** `broker.session.timeout.ms` */
  readonly sessionTimeoutMs: number;
  /** Feature levels that a new cluster starts with. */
  readonly initialFeatures: ReadonlyMap<string, number>;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Built for an image whose dynamic broker configs it follows. */
  schemaFor(image: () => ClusterImage): ConfigSchema;
}

export interface EarlierAnswer {
  /** Of the entry that had the effect. */
  readonly index: number;
  readonly response: CommandResponse;
}

export class Head {
  readonly sessions: BrokerSessions;
  readonly #options: HeadOptions;
  readonly #schema: ConfigSchema;
  /** Records of entries that were planned here: what is committed soon need not be decoded. */
  readonly #planned = new Map<number, readonly MetadataRecord[]>();
  #image = new ClusterImage();

  constructor(options: HeadOptions) {
    this.#options = options;
    this.#schema = options.schemaFor(() => this.#image);
    this.sessions = new BrokerSessions(options.sessionTimeoutMs);
  }

  get image(): ClusterImage {
    return this.#image;
  }

  /**
   * A new epoch begins: `behind` is what the log holds behind the committed image. Every broker gets a whole session.
   * Answers the records of the first entry, which the head has already.
   */
  open(epoch: number, committed: ClusterImage, behind: Iterable<MetadataEntry>): readonly MetadataRecord[] {
    const { nodeId: controllerId, clusterId, initialFeatures, clock } = this.#options;
    this.#image = copyOf(committed);
    for (const entry of behind) this.#image.replayEntry(entry);
    const records: MetadataRecord[] = [metadataRecord(RecordType.EPOCH_START, { epoch, controllerId, clusterId })];
    if (this.#image.index === 0) {
      for (const [name, featureLevel] of initialFeatures) {
        records.push(metadataRecord(RecordType.FEATURE_LEVEL, { name, featureLevel }));
      }
    }
    this.appended({ epoch, index: this.#image.index + 1, records });
    const brokers = this.#image.brokers.all().map(({ id }) => id);
    this.sessions.startAll(brokers, clock.monotonicMs());
    return records;
  }

  appended(entry: MetadataEntry): void {
    this.#planned.set(entry.index, entry.records);
    this.#image.replayEntry(entry);
  }

  /** The epoch is over: what was not committed may never be. */
  clear(): void {
    this.#planned.clear();
    this.#image = new ClusterImage();
  }

  /** What an entry of the log says. Those of others have to be decoded. */
  entryOf({ epoch, index, payload }: LogEntry): MetadataEntry {
    return { epoch, index, records: this.#planned.get(index) ?? decodePayload(payload) };
  }

  committed(index: number): void {
    this.#planned.delete(index);
  }

  /** For whoever plans the next entry. */
  context(): ControlContext {
    const { clock, random, settings } = this.#options;
    return {
      image: this.#image,
      index: this.#image.index + 1,
      now: clock.monotonicMs(),
      random,
      settings,
      schema: this.#schema,
      sessions: this.sessions,
    };
  }

  /** Of an incarnation that is over: its answers are not kept any more, so it may have had its effect. */
  isOfOldIncarnation({ brokerEpoch, brokerId }: RequestId): boolean {
    return (this.#image.brokers.get(brokerId)?.epoch ?? 0) > brokerEpoch;
  }

  /** What the same request was answered before; null where it is new. */
  earlierAnswer(requestId: RequestId): EarlierAnswer | null {
    const earlier = this.#image.results.find(requestId);
    if (earlier === undefined) return null;
    const codec = commandCodec(earlier.apiKey as CommandApiKey);
    const response = codec.readResponse(new ByteReader(earlier.response), earlier.apiVersion);
    return { index: earlier.index, response };
  }
}

/** What a request is answered, as part of the entry that it causes. */
export function resultRecord(requestId: RequestId, apiKey: CommandApiKey, response: CommandResponse): MetadataRecord {
  const { version, writeResponse } = commandCodec(apiKey);
  const writer = new ByteWriter(128);
  writeResponse(writer, response as never, version);
  return metadataRecord(RecordType.REQUEST_RESULT, {
    ...requestId,
    index: -1,
    apiKey,
    apiVersion: version,
    response: writer.toBytes(),
  });
}
