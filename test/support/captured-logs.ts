/** A logger whose lines a test can look through. */
import { createLogger, type Logger } from '../../src/runtime/logging/logger.ts';

export function collectLogs(): { logger: Logger; lines: () => readonly string[] } {
  const lines: string[] = [];
  return { logger: createLogger('info', { write: (line) => lines.push(line) }), lines: () => lines };
}
