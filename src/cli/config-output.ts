/** How configuration entries are shown: where each value comes from, and for JSON what stands behind it. */
import type { DescribedConfig } from '../client/admin.ts';
import { formatTable } from './table.ts';

const SOURCES: Readonly<Record<number, string>> = {
  1: 'topic',
  2: 'dynamic broker',
  3: 'dynamic default',
  4: 'static',
  5: 'default',
  6: 'broker logger',
  7: 'client metrics',
  8: 'group',
};
const DEFAULT_SOURCE = 5;

export function isDefault(config: DescribedConfig): boolean {
  return config.configSource === DEFAULT_SOURCE;
}

export function sourceName(source: number): string {
  return SOURCES[source] ?? `source ${source}`;
}

export function formatConfigs(configs: readonly DescribedConfig[]): string {
  const rows = configs.map((config) => [
    config.name,
    config.isSensitive ? '(hidden)' : (config.value ?? ''),
    sourceName(config.configSource),
    config.readOnly ? 'yes' : '',
  ]);
  return formatTable([{ title: 'NAME' }, { title: 'VALUE' }, { title: 'SOURCE' }, { title: 'READ-ONLY' }], rows);
}

export function configJson(config: DescribedConfig): object {
  const { name, value, readOnly, isSensitive, documentation } = config;
  return {
    name,
    value,
    source: sourceName(config.configSource),
    readOnly,
    sensitive: isSensitive,
    synonyms: config.synonyms.map((synonym) => ({
      name: synonym.name,
      value: synonym.value,
      source: sourceName(synonym.source),
    })),
    ...(documentation === null ? {} : { documentation }),
  };
}

export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
