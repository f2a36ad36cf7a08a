/** `host:port` lists as every Kafka tool takes them. */

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

export const DEFAULT_PORT = 9092;

/** Null when a part cannot be read; the port may be left out. */
export function parseAddresses(text: string): BrokerAddress[] | null {
  const addresses: BrokerAddress[] = [];
  for (const part of text.split(',')) {
    const match = /^(?:\[([0-9a-fA-F:.%]+)\]|([^:\][\s/]+))(?::(\d{1,5}))?$/.exec(part.trim());
    if (match === null) return null;
    const port = match[3] === undefined ? DEFAULT_PORT : Number(match[3]);
    if (port > 65_535) return null;
    addresses.push({ host: match[1] ?? match[2]!, port });
  }
  return addresses;
}

export function formatAddress({ host, port }: BrokerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
