/** Configs of a client metrics subscription (KIP-714): which metrics, how often, of which clients. */
import { ErrorCode } from '../protocol/error-codes.ts';
import { type ApiFailure, failure } from './control.ts';

const MIN_INTERVAL_MS = 100;
const MAX_INTERVAL_MS = 3_600_000;

const MATCH_KEYS: ReadonlySet<string> = new Set([
  'client_instance_id',
  'client_id',
  'client_software_name',
  'client_software_version',
  'client_source_address',
  'client_source_port',
]);

export function clientMetricsProblem(configs: ReadonlyMap<string, string>): ApiFailure | null {
  for (const [name, value] of configs) {
    const problem = problemOf(name, value);
    if (problem !== null) return problem;
  }
  return null;
}

function problemOf(name: string, value: string): ApiFailure | null {
  switch (name) {
    case 'metrics':
      return null;
    case 'interval.ms':
      return /^\d+$/.test(value) && Number(value) >= MIN_INTERVAL_MS && Number(value) <= MAX_INTERVAL_MS
        ? null
        : failure(
            ErrorCode.INVALID_REQUEST,
            `Invalid value ${value} for interval.ms, interval must be between 100 and 3600000 (1 hour)`,
          );
    case 'match': {
      const patterns = value.split(',').filter((pattern) => pattern.trim() !== '');
      const illegal = patterns.find((pattern) => !isMatchPattern(pattern));
      if (illegal === undefined) return null;
      return failure(ErrorCode.INVALID_CONFIG, `Illegal client matching pattern: ${illegal}`);
    }
    default:
      return failure(ErrorCode.INVALID_REQUEST, `Unknown client metrics configuration: ${name}`);
  }
}

function isMatchPattern(pattern: string): boolean {
  const equals = pattern.indexOf('=');
  if (equals < 0 || !MATCH_KEYS.has(pattern.slice(0, equals).trim())) return false;
  try {
    new RegExp(pattern.slice(equals + 1).trim());
    return true;
  } catch {
    return false;
  }
}
