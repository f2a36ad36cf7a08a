/** What every command that talks to a cluster takes, and the client made from it. */

import { parseAddresses } from '../client/addresses.ts';
import { KafkaClient } from '../client/kafka-client.ts';
import { KafkaError } from '../client/kafka-error.ts';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { type Invocation, type OptionSpec, UsageError } from './command.ts';

export const DEFAULT_BOOTSTRAP = '127.0.0.1:9092';

export const CLUSTER_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  'bootstrap-server': {
    type: 'string',
    short: 'b',
    value: 'host:port,...',
    description: `Where to find the cluster (${DEFAULT_BOOTSTRAP})`,
  },
  timeout: { type: 'string', value: 'ms', description: 'How long a request may take (30000)' },
};

export const JSON_OPTION: OptionSpec = { type: 'boolean', description: 'Write JSON' };

/** Runs `work` with a client and closes it. A cluster that cannot be reached is told with the option to change. */
export async function withClient<T>(invocation: Invocation, work: (client: KafkaClient) => Promise<T>): Promise<T> {
  const { options } = invocation;
  const bootstrapServers = options.text('bootstrap-server') ?? DEFAULT_BOOTSTRAP;
  if (parseAddresses(bootstrapServers) === null) {
    throw new UsageError(`--bootstrap-server takes host:port, several separated by commas, not '${bootstrapServers}'`);
  }
  const requestTimeoutMs = options.integer('timeout', 30_000, 1);
  const client = new KafkaClient({
    bootstrapServers,
    clientId: 'chronik-cli',
    requestTimeoutMs,
    connectTimeoutMs: Math.min(requestTimeoutMs, 10_000),
    retry: { deadlineMs: requestTimeoutMs },
  });
  try {
    return await work(client);
  } catch (error) {
    if (!client.hasReachedCluster && error instanceof KafkaError && error.code === ErrorCode.NETWORK_EXCEPTION) {
      const start = options.text('bootstrap-server') === null ? " (start one with 'chronik start')" : '';
      throw new CommandError(`${error.sentence}${start}; --bootstrap-server names another`);
    }
    throw error;
  } finally {
    await client.close();
  }
}

/** A failure that is told as it is, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** `--config name=value` and its kin. Throws UsageError. */
export function parseAssignment(option: string, text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new UsageError(`--${option} takes name=value, not '${text}'`);
  return [text.slice(0, at), text.slice(at + 1)];
}
