/** A logger whose lines travel to the broker's main thread as messages: this thread never waits for a terminal or a pipe. */
import type { LogFields, Logger } from '../../runtime/logging/logger.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';

type Level = Extract<FromController, { type: 'log' }>['level'];

export function portLogger(port: ControllerPort<FromController, ToController>, common: LogFields = {}): Logger {
  const line = (level: Level) => (event: string, fields?: LogFields) =>
    port.post({ type: 'log', level, event, fields: plain({ ...common, ...fields }) });
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: (fields) => portLogger(port, { ...common, ...fields }),
  };
}

/** What a structured clone can carry. */
function plain(fields: LogFields): LogFields {
  const result: LogFields = {};
  for (const [name, value] of Object.entries(fields)) {
    const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value) || value instanceof Error;
    result[name] = isPlain ? value : String(value);
  }
  return result;
}
