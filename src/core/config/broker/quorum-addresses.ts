/** The controller quorum as its properties name it: `1@host:port,2@host:port` and `host:port,host:port`. */
import type { BrokerValues } from './broker-values.ts';
import type { ConfigProblem } from './problem.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface QuorumVoter extends Address {
  readonly id: number;
}

const HOST_AND_PORT = /^(?:\[([0-9a-fA-F:.%]+)\]|([^:@\][/\s]+)):(\d{1,5})$/;

/** `host:port` or `[ipv6]:port`, or null. */
export function parseAddress(text: string): Address | null {
  const match = HOST_AND_PORT.exec(text.trim());
  if (match === null) return null;
  const port = Number(match[3]);
  return port > 65_535 ? null : { host: match[1] ?? match[2]!, port };
}

export function resolveVoters(values: BrokerValues, problems: ConfigProblem[]): readonly QuorumVoter[] {
  const property = 'controller.quorum.voters';
  const voters: QuorumVoter[] = [];
  for (const text of values.list(property)) {
    const [id = '', rest = ''] = splitOnce(text, '@');
    const address = parseAddress(rest);
    if (!/^\d{1,10}$/.test(id) || address === null) {
      problems.push({
        property,
        message: `Invalid configuration value ${text} for controller.quorum.voters. Each entry should be in the form \`{id}@{host}:{port}\`.`,
      });
      continue;
    }
    voters.push({ id: Number(id), ...address });
  }
  if (new Set(voters.map(({ id }) => id)).size < voters.length) {
    problems.push({ property, message: 'controller.quorum.voters names one id twice' });
  }
  return voters;
}

export function resolveBootstrapServers(values: BrokerValues, problems: ConfigProblem[]): readonly Address[] {
  const property = 'controller.quorum.bootstrap.servers';
  const servers: Address[] = [];
  for (const text of values.list(property)) {
    const address = parseAddress(text);
    if (address !== null) servers.push(address);
    else {
      problems.push({
        property,
        message: `Failed to parse host name from ${text} for the configuration ${property}. Each entry should be in the form "{host}:{port}"`,
      });
    }
  }
  return servers;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
