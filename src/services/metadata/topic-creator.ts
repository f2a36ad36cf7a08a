/**
 * Creates topics that somebody needs now: a Metadata request that may auto-create, a coordinator whose own topic is
 * missing. Requests for the same name share one creation. Main thread.
 */
import { type BrokerConfigLayers, brokerValue } from '../../core/config/layers.ts';
import { topicNameError } from '../../core/metadata/topic-names.ts';
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { newCreateTopicsRequest } from '../../core/protocol/generated/create-topics-request.ts';
import { newTopicNamed } from './internal-topics.ts';
import type { MetadataService } from './metadata-service.ts';

/** Error codes by topic; topics that exist now, with partitions ready to be used, are not in it. */
export type CreationErrors = ReadonlyMap<string, number>;

const NO_ERRORS: CreationErrors = new Map();

export class TopicCreator {
  readonly #metadata: MetadataService;
  readonly #layers: () => BrokerConfigLayers;
  /** Names being created, and who waits for each. */
  readonly #underWay = new Map<string, ((errorCode: number) => void)[]>();

  constructor(metadata: MetadataService, layers: () => BrokerConfigLayers) {
    this.#metadata = metadata;
    this.#layers = layers;
  }

  /** True where `ensureTopics` would have nothing to wait for. */
  isReady(name: string): boolean {
    return !this.#underWay.has(name) && this.#metadata.cache.image.topics.byName(name) !== undefined;
  }

  /** Calls back once, when each name exists and is ready or has failed; REQUEST_TIMED_OUT for what is not by `deadline`. */
  ensureTopics(names: readonly string[], deadline: number, callback: (errors: CreationErrors) => void): void {
    // A topic that is in the image while its creation is under way is not ready yet.
    const missing = [...new Set(names)].filter((name) => !this.isReady(name));
    if (missing.length === 0) {
      callback(NO_ERRORS);
      return;
    }
    const errors = new Map<string, number>();
    const open = new Set(missing);
    const finish = () => {
      cancelTimer();
      callback(errors);
    };
    // Another caller's creation may have more time than this one.
    const cancelTimer = this.#metadata.atDeadline(deadline, () => {
      for (const name of open) errors.set(name, ErrorCode.REQUEST_TIMED_OUT);
      open.clear();
      callback(errors);
    });
    const fresh: string[] = [];
    for (const name of missing) {
      const arrived = (errorCode: number) => {
        if (!open.delete(name)) return;
        if (errorCode !== ErrorCode.NONE) errors.set(name, errorCode);
        if (open.size === 0) finish();
      };
      const waiting = this.#underWay.get(name);
      if (waiting !== undefined) waiting.push(arrived);
      else {
        this.#underWay.set(name, [arrived]);
        fresh.push(name);
      }
    }
    if (fresh.length > 0) this.#create(fresh, deadline);
  }

  #create(names: readonly string[], deadline: number): void {
    const legal = names.filter((name) => topicNameError(name) === null);
    for (const name of names) if (!legal.includes(name)) this.#finish(name, ErrorCode.INVALID_TOPIC_EXCEPTION);
    if (legal.length === 0) return;
    const topics = legal.map((name) => newTopicNamed(name, this.#layers(), this.#clusterSize()));
    const request = newCreateTopicsRequest({ topics });
    this.#metadata.submit({ apiKey: ApiKey.CreateTopics, request }, deadline, ({ errorCode, response }) => {
      if (response === null) {
        for (const name of legal) this.#finish(name, errorCode);
        return;
      }
      const results = new Map(response.topics.map((topic) => [topic.name, topic.errorCode]));
      const ids: string[] = [];
      for (const name of legal) {
        const topic = this.#metadata.cache.image.topics.byName(name);
        if (topic !== undefined) ids.push(topic.id);
      }
      this.#metadata.whenReady(ids, deadline, () => {
        for (const name of legal) {
          const result = results.get(name) ?? ErrorCode.UNKNOWN_SERVER_ERROR;
          this.#finish(name, result === ErrorCode.TOPIC_ALREADY_EXISTS ? ErrorCode.NONE : result);
        }
      });
    });
  }

  /** While the first of several nodes are alone, a topic must not be made as if they always were. */
  #clusterSize(): number {
    const voters = brokerValue(this.#layers(), 'controller.quorum.voters')!.value as readonly string[];
    return Math.max(this.#metadata.cache.image.brokers.all().length, voters.length);
  }

  #finish(name: string, errorCode: number): void {
    const waiting = this.#underWay.get(name) ?? [];
    this.#underWay.delete(name);
    for (const arrived of waiting) arrived(errorCode);
  }
}
