/** What `start` says on stdout once the broker answers: where it is, where its data is, and what an acknowledgement is worth. */
import type { BrokerConfig } from '../../core/config/broker-config.ts';
import { formatFacts } from '../table.ts';

export interface BannerFacts {
  readonly bootstrapServers: string;
  readonly nodeId: number;
  readonly dataDirectories: readonly string[];
  readonly durability: string;
  /** Since the process began. */
  readonly startedInMs: number;
}

export function bannerFacts(
  config: BrokerConfig,
  bootstrapServers: string,
  isEphemeral: boolean,
  startedInMs: number,
): BannerFacts {
  return {
    bootstrapServers,
    nodeId: config.nodeId,
    dataDirectories: isEphemeral ? [] : config.logDirs,
    durability: durability(config, isEphemeral),
    startedInMs: Math.round(startedInMs),
  };
}

function durability(config: BrokerConfig, isEphemeral: boolean): string {
  if (isEphemeral) return 'none: the data is gone when the broker stops (--ephemeral)';
  if (config.flush === 'os') {
    return 'operating system: a crash of the machine may lose acknowledged records (chronik.flush=os)';
  }
  return 'fsync before every acknowledgement';
}

export function formatBanner(facts: BannerFacts): string {
  const data = facts.dataDirectories.length === 0 ? 'temporary' : facts.dataDirectories.join(', ');
  return `chronik is ready (${facts.startedInMs} ms)\n\n${formatFacts([
    ['Bootstrap', facts.bootstrapServers],
    ['Node', facts.nodeId],
    ['Data', data],
    ['Durability', facts.durability],
  ])}`;
}
