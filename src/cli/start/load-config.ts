/** The broker's configuration from everywhere it may come from: file, overrides, environment, and the flags of `start`. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { ConfigProblem } from '../../core/config/broker/problem.ts';
import { type BrokerConfig, mergeSources, resolveBrokerConfig } from '../../core/config/broker-config.ts';
import { readEnvironment } from '../../core/config/environment.ts';
import { readServerProperties } from '../../core/config/server-properties.ts';

export interface ConfigRequest {
  /** Null: none, and a node that only this machine can reach. */
  readonly file: string | null;
  readonly overrides: ReadonlyMap<string, string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
}

export type LoadedConfig =
  | { readonly config: BrokerConfig; readonly warnings: readonly string[] }
  | { readonly errors: readonly string[]; readonly warnings: readonly string[] };

export function loadConfig(request: ConfigRequest): LoadedConfig {
  const file = request.file === null ? null : readFile(resolve(request.workingDirectory, request.file));
  if (typeof file === 'string') return { errors: [file], warnings: [] };
  const environment = readEnvironment(request.environment);
  const merged = mergeSources({ file, overrides: request.overrides, environment: environment.properties });
  const outcome = resolveBrokerConfig(merged, { hostName: hostname(), clusterId: environment.clusterId });
  const warnings = [...environment.warnings, ...outcome.warnings.map(({ message }) => message)];
  if ('errors' in outcome)
    return { errors: outcome.errors.map((problem) => sentence(problem, request, file)), warnings };
  return { config: outcome.config, warnings };
}

function readFile(path: string): ReadonlyMap<string, string> | string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return `${path}: ${(error as Error).message}`;
  }
  const outcome = readServerProperties(text);
  return 'error' in outcome ? `${path}, line ${outcome.line}: ${outcome.error}` : outcome.properties;
}

/** The problem, and where the value at fault was given. */
function sentence(
  { property, message }: ConfigProblem,
  request: ConfigRequest,
  file: ReadonlyMap<string, string> | null,
): string {
  const { properties } = readEnvironment(request.environment);
  let origin = '';
  if (properties.has(property)) origin = ` (from the environment)`;
  else if (request.overrides.has(property)) origin = ` (from --override)`;
  else if (file?.has(property) === true) origin = ` (from ${request.file})`;
  return message.includes(property) ? `${message}${origin}` : `${property}: ${message}${origin}`;
}
