/**
 * Structured logs, one JSON object a line on stderr. Each thread makes its own; writes are synchronous, so nothing said
 * before `process.exit` is lost.
 */
import { destination, type Logger as PinoLogger, pino, stdSerializers } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export type LogFields = Record<string, unknown>;

/** `event` is a constant sentence one can grep for; what varies goes into `fields`. An Error goes under `error`. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A logger whose every line also carries these fields. */
  child(fields: LogFields): Logger;
}

class PinoBackedLogger implements Logger {
  readonly #pino: PinoLogger;

  constructor(backing: PinoLogger) {
    this.#pino = backing;
  }

  debug(event: string, fields?: LogFields): void {
    if (fields === undefined) this.#pino.debug(event);
    else this.#pino.debug(fields, event);
  }

  info(event: string, fields?: LogFields): void {
    if (fields === undefined) this.#pino.info(event);
    else this.#pino.info(fields, event);
  }

  warn(event: string, fields?: LogFields): void {
    if (fields === undefined) this.#pino.warn(event);
    else this.#pino.warn(fields, event);
  }

  error(event: string, fields?: LogFields): void {
    if (fields === undefined) this.#pino.error(event);
    else this.#pino.error(fields, event);
  }

  child(fields: LogFields): Logger {
    return new PinoBackedLogger(this.#pino.child(fields));
  }
}

/** Where lines go when not to stderr: tests collect them. Each call is one whole line. */
export interface LogSink {
  write(line: string): void;
}

/** Lines below `level` cost a comparison. Levels are written as words and times as ISO 8601. */
export function createLogger(level: LogLevel, sink: LogSink = stderrSink()): Logger {
  return new PinoBackedLogger(
    pino(
      {
        level,
        base: null,
        messageKey: 'event',
        timestamp: () => `,"time":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
        serializers: { error: stdSerializers.err },
      },
      sink,
    ),
  );
}

function stderrSink(): LogSink {
  const stderr = destination({ fd: 2, sync: true });
  // A reader of our stderr that went away (EPIPE) must not take the broker with it.
  stderr.on('error', () => {});
  return stderr;
}

class SilentLogger implements Logger {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
  child(): Logger {
    return this;
  }
}

export const silentLogger: Logger = new SilentLogger();
