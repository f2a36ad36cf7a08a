/**
 * The controller's duty cycle: takes commands, plans them on the head, appends, and answers when they are committed.
 * Two images: the head holds everything appended and serves planning only; the committed one is all that anyone is told.
 * Runs on the controller thread, or on the caller's for the embedded broker; owns the metadata log.
 */
import { assert } from '../../core/base/assert.ts';
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { EncodeError } from '../../core/bytes/encode-error.ts';
import { BrokerSessions } from '../../core/metadata/broker-sessions.ts';
import { ClusterImage, type MetadataEntry } from '../../core/metadata/cluster-image.ts';
import { type Command, type CommandApiKey, type CommandResponse, commandCodec } from '../../core/metadata/commands.ts';
import type { ConfigSchema } from '../../core/metadata/config-schema.ts';
import type { ControllerSettings, RandomSource } from '../../core/metadata/control.ts';
import { handleCommand } from '../../core/metadata/controller.ts';
import { snapshotRecords } from '../../core/metadata/image-snapshot.ts';
import { type MetadataRecord, metadataRecord, RecordType } from '../../core/metadata/records.ts';
import type { RequestId } from '../../core/metadata/request-results.ts';
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { ControllerPort, FromController, PublishedEntry, ToController } from './controller-messages.ts';
import { StaleEpochError } from './log-errors.ts';
import type { RecoveredLog } from './log-recovery.ts';
import type { MetadataLog } from './metadata-log.ts';
import type { Quorum } from './quorum.ts';

export interface ControllerAgentOptions {
  readonly nodeId: number;
  readonly clusterId: string;
  readonly settings: ControllerSettings;
  /** `broker.session.timeout.ms` */
  readonly sessionTimeoutMs: number;
  /** Feature levels that a new cluster starts with. */
  readonly initialFeatures: ReadonlyMap<string, number>;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Built for an image whose dynamic broker configs it follows: the head's. */
  schemaFor(image: () => ClusterImage): ConfigSchema;
}

type Port = ControllerPort<FromController, ToController>;
type Submission = Extract<ToController, { type: 'submit' }> & { readonly from: Port };

interface ParkedReply {
  readonly index: number;
  readonly from: Port;
  readonly correlation: number;
  readonly response: CommandResponse;
}

export class ControllerAgent {
  readonly #options: ControllerAgentOptions;
  readonly #log: MetadataLog;
  readonly #quorum: Quorum;
  readonly #schema: ConfigSchema;
  readonly #sessions: BrokerSessions;
  readonly #subscribers = new Set<Port>();
  /** Subscribed, and waiting for the first commit of this epoch to be told anything. */
  readonly #awaitingImage = new Set<Port>();
  #head: ClusterImage;
  readonly #committed: ClusterImage;
  #uncommitted: MetadataEntry[];
  #inbox: Submission[] = [];
  #parked: ParkedReply[] = [];
  #state: 'starting' | 'active' | 'inactive' = 'inactive';
  /** Index of this epoch's first entry: nothing counts as committed before it is. */
  #epochStart = Number.POSITIVE_INFINITY;

  /** `log` must call this agent's `onDurable`. */
  constructor(options: ControllerAgentOptions, recovered: RecoveredLog, log: MetadataLog, quorum: Quorum) {
    this.#options = options;
    this.#log = log;
    this.#quorum = quorum;
    this.#committed = recovered.snapshot;
    this.#uncommitted = [...recovered.entries];
    this.#head = copyOf(recovered.snapshot);
    this.#schema = options.schemaFor(() => this.#head);
    this.#sessions = new BrokerSessions(options.sessionTimeoutMs);
  }

  /** Takes over the term: promises it, opens it with EpochStart, serves once that is committed. */
  start(): void {
    assert(this.#quorum.isLeader, 'only the leader of a term starts it');
    for (const entry of this.#uncommitted) this.#head.replayEntry(entry);
    const { epoch } = this.#quorum;
    this.#state = 'starting';
    this.#log.promise(epoch, () => {
      const { nodeId: controllerId, clusterId, clock, initialFeatures } = this.#options;
      const records: MetadataRecord[] = [metadataRecord(RecordType.EPOCH_START, { epoch, controllerId, clusterId })];
      if (this.#head.index === 0) {
        for (const [name, featureLevel] of initialFeatures) {
          records.push(metadataRecord(RecordType.FEATURE_LEVEL, { name, featureLevel }));
        }
      }
      const brokers = this.#head.brokers.all().map((broker) => broker.id);
      this.#sessions.startAll(brokers, clock.monotonicMs());
      this.#epochStart = this.#append(null, records).index;
      this.#state = 'active';
      this.#log.flush();
      this.doWork();
    });
  }

  /** The committed image: to read only. */
  get committedImage(): ClusterImage {
    return this.#committed;
  }

  receive(message: ToController, from: Port): void {
    switch (message.type) {
      case 'submit':
        this.#inbox.push({ ...message, from });
        return;
      case 'subscribe':
        this.#awaitingImage.add(from);
        if (this.#committed.index >= this.#epochStart) this.#sendImages();
        return;
      case 'stop':
        this.#stop(from);
    }
  }

  /** Plans and appends everything that was submitted, then writes it as one group. Returns how many commands it took. */
  doWork(): number {
    if (this.#state === 'starting') return 0;
    const inbox = this.#inbox;
    this.#inbox = [];
    for (const submission of inbox) this.#handle(submission);
    if (inbox.length > 0 && this.#state === 'active') this.#log.flush();
    return inbox.length;
  }

  onDurable(index: number): void {
    const commitIndex = this.#quorum.committed(index);
    // Entries of earlier epochs commit only together with one of our own.
    if (commitIndex >= this.#epochStart) this.#commit(commitIndex);
  }

  /**
   * The term is over: what was not committed may never be. The head falls back, everyone waiting is told to look elsewhere.
   * The entries stay in the log, for the next controller to adopt or to replace.
   */
  stepDown(): void {
    this.#state = 'inactive';
    this.#epochStart = Number.POSITIVE_INFINITY;
    this.#head = copyOf(this.#committed);
    const parked = this.#parked;
    this.#parked = [];
    for (const { from, correlation } of parked) refuse(from, correlation, ErrorCode.NOT_CONTROLLER);
  }

  #handle(submission: Submission): void {
    const { from, correlation, requestId } = submission;
    if (this.#state !== 'active') {
      refuse(from, correlation, ErrorCode.NOT_CONTROLLER);
      return;
    }
    if (this.#log.hasFailed) {
      refuse(from, correlation, ErrorCode.KAFKA_STORAGE_ERROR);
      return;
    }
    const earlier = requestId === null ? undefined : this.#head.results.find(requestId);
    if (earlier !== undefined) {
      const codec = commandCodec(earlier.apiKey as CommandApiKey);
      const response = codec.readResponse(new ByteReader(earlier.response), earlier.apiVersion);
      this.#park({ index: earlier.index, from, correlation, response });
      return;
    }
    const { clock, random, settings } = this.#options;
    const command = { apiKey: submission.apiKey, request: submission.request } as Command;
    const { records, response } = handleCommand(
      {
        image: this.#head,
        index: this.#log.lastIndex + 1,
        now: clock.monotonicMs(),
        random,
        settings,
        schema: this.#schema,
        sessions: this.#sessions,
      },
      command,
    );
    // Nothing changes, but what was read may not be committed yet: the answer waits for that.
    if (records.length === 0) {
      this.#park({ index: this.#head.index, from, correlation, response });
      return;
    }
    if (this.#log.isOutOfReserve && submission.apiKey !== ApiKey.DeleteTopics) {
      this.#log.retryReserve();
      refuse(from, correlation, ErrorCode.KAFKA_STORAGE_ERROR);
      return;
    }
    try {
      if (requestId !== null) records.push(resultRecord(requestId, submission.apiKey, response));
      const { index } = this.#append(requestId, records);
      this.#park({ index, from, correlation, response });
    } catch (error) {
      if (error instanceof StaleEpochError) {
        this.stepDown();
        refuse(from, correlation, ErrorCode.NOT_CONTROLLER);
      } else if (error instanceof EncodeError) refuse(from, correlation, ErrorCode.INVALID_REQUEST);
      else throw error;
    }
  }

  #append(requestId: RequestId | null, records: readonly MetadataRecord[]): MetadataEntry {
    const entry = this.#log.append(this.#quorum.epoch, requestId, records);
    this.#head.replayEntry(entry);
    this.#uncommitted.push(entry);
    return entry;
  }

  #park(reply: ParkedReply): void {
    if (reply.index <= this.#committed.index) answer(reply);
    else this.#parked.push(reply);
  }

  #commit(index: number): void {
    const published: PublishedEntry[] = [];
    let count = 0;
    for (const entry of this.#uncommitted) {
      if (entry.index > index) break;
      this.#committed.replayEntry(entry);
      published.push(asPublished(entry));
      count++;
    }
    if (count === 0) return;
    this.#uncommitted = this.#uncommitted.slice(count);
    for (const subscriber of this.#subscribers) subscriber.post({ type: 'entries', entries: published });
    this.#sendImages();
    const waiting = this.#parked;
    this.#parked = [];
    for (const reply of waiting) this.#park(reply);
    this.#log.snapshotIfDue(this.#committed);
  }

  #sendImages(): void {
    for (const port of this.#awaitingImage) {
      const { epoch, index } = this.#committed;
      port.post({ type: 'image', entry: asPublished({ epoch, index, records: snapshotRecords(this.#committed) }) });
      this.#subscribers.add(port);
    }
    this.#awaitingImage.clear();
  }

  #stop(from: Port): void {
    this.doWork();
    this.#state = 'inactive';
    this.#log.close(() => from.post({ type: 'stopped' }));
  }
}

/** Deterministic replay makes the copy: an image has no other way to be changed. */
function copyOf(image: ClusterImage): ClusterImage {
  const copy = new ClusterImage();
  if (image.index > 0) copy.replayEntry({ epoch: image.epoch, index: image.index, records: snapshotRecords(image) });
  return copy;
}

function resultRecord(requestId: RequestId, apiKey: CommandApiKey, response: CommandResponse): MetadataRecord {
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

function asPublished({ epoch, index, records }: MetadataEntry): PublishedEntry {
  return { epoch, index, records: records.filter((record) => record.type !== RecordType.REQUEST_RESULT) };
}

function answer({ from, correlation, response, index }: ParkedReply): void {
  from.post({ type: 'reply', correlation, errorCode: ErrorCode.NONE, response, index });
}

function refuse(from: Port, correlation: number, errorCode: number): void {
  from.post({ type: 'reply', correlation, errorCode, response: null, index: 0 });
}
