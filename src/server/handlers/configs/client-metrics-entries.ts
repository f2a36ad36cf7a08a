/** The configs of a client metrics subscription (KIP-714) as DescribeConfigs shows them: three keys, set or by default. */
import { type ConfigEntry, ConfigSource, type DescribeOptions } from '../../../core/config/describe-config.ts';

const INT_TYPE = 3;
const LIST_TYPE = 7;

const KEYS = [
  { name: 'interval.ms', configType: INT_TYPE, byDefault: '300000', sentence: 'How often clients push their metrics.' },
  {
    name: 'match',
    configType: LIST_TYPE,
    byDefault: '',
    sentence: 'Which clients are meant: key=pattern, all must fit.',
  },
  { name: 'metrics', configType: LIST_TYPE, byDefault: '', sentence: 'Prefixes of the names of the metrics wanted.' },
];

export function clientMetricsEntries(values: ReadonlyMap<string, string>, options: DescribeOptions): ConfigEntry[] {
  return KEYS.filter(({ name }) => options.names?.has(name) ?? true).map(
    ({ name, configType, byDefault, sentence }) => {
      const set = values.get(name);
      const configSource = set === undefined ? ConfigSource.DEFAULT_CONFIG : ConfigSource.CLIENT_METRICS_CONFIG;
      return {
        name,
        value: set ?? byDefault,
        readOnly: false,
        isDefault: set === undefined,
        configSource,
        isSensitive: false,
        synonyms: set === undefined || !options.includeSynonyms ? [] : [{ name, value: set, source: configSource }],
        configType,
        documentation: options.includeDocumentation ? sentence : null,
      };
    },
  );
}
