/**
 * Broker properties from environment variables, by the rule of Kafka's official container image: KAFKA_ is dropped,
 * letters become small, and `_` becomes `.`, `__` becomes `_`, `___` becomes `-`.
 */

export interface EnvironmentProperties {
  readonly properties: Map<string, string>;
  /** CLUSTER_ID, which has no prefix and is no property: the id a new data directory is given. */
  readonly clusterId: string | null;
  readonly warnings: readonly string[];
}

/** Variables of the image's scripts, meant for the JVM. */
const NOT_PROPERTIES: ReadonlySet<string> = new Set([
  'KAFKA_VERSION',
  'KAFKA_HEAP_OPTS',
  'KAFKA_OPTS',
  'KAFKA_JMX_OPTS',
  'KAFKA_JMX_HOSTNAME',
  'KAFKA_JMX_PORT',
  'KAFKA_JVM_PERFORMANCE_OPTS',
  'KAFKA_GC_LOG_OPTS',
  'KAFKA_LOG4J_OPTS',
  'KAFKA_LOG4J_LOGGERS',
  'KAFKA_LOG4J_ROOT_LOGLEVEL',
  'KAFKA_TOOLS_LOG4J_LOGLEVEL',
]);

export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): EnvironmentProperties {
  const properties = new Map<string, string>();
  const warnings: string[] = [];
  // The image's own names are read after the older ones, so that they win.
  for (const [variable, value] of Object.entries(environment)) {
    if (value === undefined || !variable.startsWith('KAFKA_CFG_')) continue;
    const name = propertyName(variable.slice('KAFKA_CFG_'.length));
    warnings.push(`${variable}: names of this form are deprecated; write KAFKA_${variable.slice('KAFKA_CFG_'.length)}`);
    properties.set(name, value);
  }
  for (const [variable, value] of Object.entries(environment)) {
    if (value === undefined || !variable.startsWith('KAFKA_')) continue;
    if (variable.startsWith('KAFKA_CFG_') || NOT_PROPERTIES.has(variable)) continue;
    const name = propertyName(variable.slice('KAFKA_'.length));
    if (name !== '') properties.set(name, value);
  }
  deriveListeners(properties);
  const clusterId = environment['CLUSTER_ID'];
  return { properties, clusterId: clusterId === undefined || clusterId === '' ? null : clusterId, warnings };
}

function propertyName(variable: string): string {
  return variable
    .toLowerCase()
    .replace(/_/g, '.')
    .replace(/\.\.\./g, '-')
    .replace(/\.\./g, '_');
}

/** Who names only advertised addresses is listening on the same ports of every interface. */
function deriveListeners(properties: Map<string, string>): void {
  const advertised = properties.get('advertised.listeners');
  const listeners = properties.get('listeners');
  if (listeners === '') properties.delete('listeners');
  if (advertised === undefined || advertised === '' || (listeners !== undefined && listeners !== '')) return;
  properties.set('listeners', advertised.replace(/:\/\/(\[[^\]]*\]|[^:,]*):/g, '://0.0.0.0:'));
}
