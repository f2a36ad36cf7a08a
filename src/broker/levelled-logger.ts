/** The broker's logger with a level that can change while it runs: what BROKER_LOGGER configs (KIP-412) show and set. */
import type { LogFields, Logger, LogLevel } from '../runtime/logging/logger.ts';
import type { BrokerLoggers } from '../server/handlers/configs/config-services.ts';

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];
const ROOT = 'root';

/** Kafka's level names; TRACE and FATAL are the nearest of ours. */
const BY_KAFKA_NAME: ReadonlyMap<string, LogLevel> = new Map([
  ['TRACE', 'debug'],
  ['DEBUG', 'debug'],
  ['INFO', 'info'],
  ['WARN', 'warn'],
  ['ERROR', 'error'],
  ['FATAL', 'error'],
]);

class Threshold {
  level: LogLevel;
  name: string;

  constructor(level: LogLevel) {
    this.level = level;
    this.name = level.toUpperCase();
  }

  admits(level: LogLevel): boolean {
    return ORDER.indexOf(level) >= ORDER.indexOf(this.level);
  }
}

export class LevelledLogger implements Logger, BrokerLoggers {
  readonly #sink: Logger;
  readonly #threshold: Threshold;
  readonly #initial: LogLevel;

  /** @param sink lets everything through that `initial` or a later level admits */
  constructor(sink: Logger, initial: LogLevel, threshold: Threshold = new Threshold(initial)) {
    this.#sink = sink;
    this.#initial = initial;
    this.#threshold = threshold;
  }

  debug(event: string, fields?: LogFields): void {
    if (this.#threshold.admits('debug')) this.#sink.debug(event, fields);
  }

  info(event: string, fields?: LogFields): void {
    if (this.#threshold.admits('info')) this.#sink.info(event, fields);
  }

  warn(event: string, fields?: LogFields): void {
    if (this.#threshold.admits('warn')) this.#sink.warn(event, fields);
  }

  error(event: string, fields?: LogFields): void {
    if (this.#threshold.admits('error')) this.#sink.error(event, fields);
  }

  child(fields: LogFields): Logger {
    return new LevelledLogger(this.#sink.child(fields), this.#initial, this.#threshold);
  }

  levels(): ReadonlyMap<string, string> {
    return new Map([[ROOT, this.#threshold.name]]);
  }

  setLevel(_name: string, level: string | null): void {
    this.#threshold.level = level === null ? this.#initial : (BY_KAFKA_NAME.get(level) ?? this.#initial);
    this.#threshold.name = level ?? this.#initial.toUpperCase();
  }
}
