/**
 * The door to a cluster: connections by broker, the cluster's metadata, and requests sent to whoever must answer them.
 * Works against any Kafka. Used by the command line, by tests, and by brokers that forward.
 */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newMetadataRequest, newMetadataRequestTopic } from '../core/protocol/generated/metadata-request.ts';
import { type BrokerAddress, formatAddress, parseAddresses } from './addresses.ts';
import type { Api } from './api.ts';
import { METADATA } from './apis.ts';
import { type ClusterMetadata, clusterMetadata, ledPartition, usableTopic } from './cluster-metadata.ts';
import { BrokerConnection, type ConnectionOptions } from './connection.ts';
import { isRetriableError, KafkaError, refuseError } from './kafka-error.ts';
import { DEFAULT_RETRY, type RetryPolicy, retrying } from './retry.ts';

export interface ClientOptions {
  /** `host:port`, several separated by commas. */
  readonly bootstrapServers: string;
  readonly clientId?: string;
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
  /** How long what fails for a passing reason is repeated. */
  readonly retry?: Partial<RetryPolicy>;
}

export class KafkaClient {
  readonly requestTimeoutMs: number;
  readonly retry: RetryPolicy;
  readonly #bootstrap: readonly BrokerAddress[];
  readonly #connectionOptions: ConnectionOptions;
  readonly #connections = new Map<string, Promise<BrokerConnection>>();
  #metadata: ClusterMetadata | null = null;
  #isClosed = false;
  #hasReachedCluster = false;

  /** Connects when something is asked. Throws KafkaError for an address list that cannot be read. */
  constructor(options: ClientOptions) {
    const addresses = parseAddresses(options.bootstrapServers);
    if (addresses === null) {
      throw new KafkaError(
        ErrorCode.INVALID_REQUEST,
        `bootstrap servers ${options.bootstrapServers}`,
        'write host:port, several separated by commas',
      );
    }
    this.#bootstrap = addresses;
    this.requestTimeoutMs = options.requestTimeoutMs ?? 30_000;
    this.retry = { ...DEFAULT_RETRY, ...options.retry };
    this.#connectionOptions = {
      clientId: options.clientId ?? 'chronik',
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      requestTimeoutMs: this.requestTimeoutMs,
    };
  }

  /** What the last Metadata response said; null before the first. */
  get lastMetadata(): ClusterMetadata | null {
    return this.#metadata;
  }

  /** True once any broker has answered. */
  get hasReachedCluster(): boolean {
    return this.#hasReachedCluster;
  }

  /** Asks for the named topics (null: all). Topics that cannot be used come with their error code. */
  async metadata(topics: readonly string[] | null, allowAutoTopicCreation = false): Promise<ClusterMetadata> {
    const request = newMetadataRequest({
      topics: topics === null ? null : topics.map((name) => newMetadataRequestTopic({ name })),
      allowAutoTopicCreation,
    });
    const connection = await this.anyBroker();
    // Versions 0 to 3 cannot carry the wish not to create, and create.
    const version = connection.versionOf(METADATA);
    if (version !== null && version < 4) request.allowAutoTopicCreation = true;
    const response = await connection.call(METADATA, request);
    refuseError(response.errorCode, 'Metadata');
    this.#metadata = clusterMetadata(response);
    return this.#metadata;
  }

  /** An open connection to some broker, known ones before the bootstrap list. Throws when none can be reached. */
  async anyBroker(): Promise<BrokerConnection> {
    const known = [...(this.#metadata?.brokers.values() ?? [])];
    const reasons: string[] = [];
    for (const address of [...known, ...this.#bootstrap]) {
      try {
        return await this.#connectionTo(address);
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error;
        if (!reasons.includes(error.sentence)) reasons.push(error.sentence);
      }
    }
    const list = this.#bootstrap.map(formatAddress).join(',');
    throw new KafkaError(ErrorCode.NETWORK_EXCEPTION, `no broker of ${list} can be reached`, reasons.join('; '));
  }

  /** A connection to the broker with this id. Throws a retriable error when nothing is known of it. */
  async broker(id: number): Promise<BrokerConnection> {
    const node = this.#metadata?.brokers.get(id) ?? (await this.metadata([])).brokers.get(id);
    if (node === undefined) {
      throw new KafkaError(ErrorCode.NETWORK_EXCEPTION, `broker ${id}`, 'the cluster does not list it');
    }
    return this.#connectionTo(node);
  }

  /**
   * An open connection to an address that a broker told. What may be answered late goes over a connection of its own
   * (`purpose`): a broker answers in the order of asking, and a parked join would hold everything behind it back.
   */
  at(address: BrokerAddress, purpose = ''): Promise<BrokerConnection> {
    return this.#connectionTo(address, purpose);
  }

  /** Calls any broker; repeated while it fails for a passing reason. `check` throws what the response refuses. */
  callAny<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    check: (response: Response) => void = () => {},
    isFinal: (error: unknown) => boolean = () => false,
  ): Promise<Response> {
    return this.#callOn(() => this.anyBroker(), api, request, check, isFinal);
  }

  /** Calls the controller, or the broker that forwards to it. */
  callController<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    check: (response: Response) => void = () => {},
    isFinal: (error: unknown) => boolean = () => false,
  ): Promise<Response> {
    const controller = async (): Promise<BrokerConnection> => {
      const { controllerId } = await this.metadata([]);
      return controllerId >= 0 ? await this.broker(controllerId) : await this.anyBroker();
    };
    return this.#callOn(controller, api, request, check, isFinal);
  }

  /** The leader of a partition, from fresh metadata. Throws a retriable error while there is none. */
  async leaderOf(topic: string, partition: number): Promise<number> {
    return ledPartition(usableTopic(await this.metadata([topic]), topic), partition).leader;
  }

  /** Closes every connection; what is in flight fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const connection of this.#connections.values()) {
      await connection.then((open) => open.closeAfterWrites()).catch(() => {});
    }
    this.#connections.clear();
  }

  #callOn<Request, Response>(
    connected: () => Promise<BrokerConnection>,
    api: Api<Request, Response>,
    request: Request,
    check: (response: Response) => void,
    isFinal: (error: unknown) => boolean,
  ): Promise<Response> {
    return retrying(
      this.retry,
      async () => {
        const connection = await connected();
        const response = await connection.call(api, request);
        check(response);
        return response;
      },
      isRetriableOnceReached(this, isFinal),
    );
  }

  async #connectionTo(address: BrokerAddress, purpose = ''): Promise<BrokerConnection> {
    if (this.#isClosed) throw new KafkaError(ErrorCode.INVALID_REQUEST, 'the client', 'it was closed');
    const key = `${formatAddress(address)} ${purpose}`;
    const existing = this.#connections.get(key);
    if (existing !== undefined) {
      const connection = await existing.catch(() => null);
      if (connection?.isOpen === true) return connection;
      if (this.#connections.get(key) === existing) this.#connections.delete(key);
      else return this.#connectionTo(address, purpose);
    }
    const opening = BrokerConnection.open(address, this.#connectionOptions);
    this.#connections.set(key, opening);
    // Another caller may be the one who awaits it.
    opening.then(
      () => {
        this.#hasReachedCluster = true;
      },
      () => {},
    );
    return opening;
  }
}

/** A cluster that was never reached is told to the user at once: waiting a minute for a wrong address helps nobody. */
export function isRetriableOnceReached(
  client: KafkaClient,
  isFinal: (error: unknown) => boolean = () => false,
): (error: unknown) => boolean {
  return (error) => isRetriableError(error) && client.hasReachedCluster && !isFinal(error);
}
