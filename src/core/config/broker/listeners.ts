/** The addresses a broker binds and the ones it tells clients, read from their properties and held against each other. */
import { splitList } from '../parse-value.ts';
import type { BrokerValues } from './broker-values.ts';
import type { ConfigProblem } from './problem.ts';
import { resolveVoters } from './quorum-addresses.ts';

export interface Listener {
  /** Upper case: `PLAINTEXT`, `CONTROLLER`, `EXTERNAL`. */
  readonly name: string;
  /** Without brackets; empty stands for every interface. */
  readonly host: string;
  /** 0 binds a free port; an advertised 0 stands for the port that was bound. */
  readonly port: number;
}

export interface ListenerConfig {
  readonly listeners: readonly Listener[];
  /** One per client-facing listener; never a controller listener. */
  readonly advertisedListeners: readonly Listener[];
  readonly controllerListenerNames: readonly string[];
  readonly interBrokerListenerName: string;
  /** The first listener of controller.listener.names: where other nodes' control planes connect. Null where there is none. */
  readonly controllerListener: Listener | null;
  /** Listener name → PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL. */
  readonly listenerSecurityProtocolMap: ReadonlyMap<string, string>;
}

const ENDPOINT = /^([a-zA-Z0-9_-]+):\/\/(?:\[([0-9a-fA-F:.%]+)\]|([^:\][/]*)):(\d{1,5})$/;
const SECURITY_PROTOCOLS: ReadonlySet<string> = new Set(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']);
const WILDCARDS: ReadonlySet<string> = new Set(['', '0.0.0.0', '::', '0:0:0:0:0:0:0:0']);

export function isWildcardHost(host: string): boolean {
  return WILDCARDS.has(host);
}

/** One `NAME://host:port`, or null. */
export function parseEndpoint(text: string): Listener | null {
  const match = ENDPOINT.exec(text);
  if (match === null) return null;
  const port = Number(match[4]);
  if (port > 65_535) return null;
  return { name: match[1]!.toUpperCase(), host: match[2] ?? match[3] ?? '', port };
}

/** `hostName` is what a listener on every interface advertises when nothing else is said. */
export function resolveListeners(values: BrokerValues, hostName: string, problems: ConfigProblem[]): ListenerConfig {
  const listeners = parseListeners('listeners', values, problems);
  const controllerListenerNames = values.list('controller.listener.names').map((name) => name.toUpperCase());
  const protocols = parseProtocolMap(values, problems);
  for (const { name } of listeners)
    checkProtocol(name, controllerListenerNames.includes(name), values, protocols, problems);
  checkDistinct(listeners, problems);

  const clientListeners = listeners.filter(({ name }) => !controllerListenerNames.includes(name));
  const advertised = values.list('advertised.listeners').length > 0;
  const advertisedListeners = advertised
    ? parseAdvertised(values, listeners, controllerListenerNames, problems)
    : clientListeners.map((listener) => (isWildcardHost(listener.host) ? { ...listener, host: hostName } : listener));
  checkControllerListener(values, listeners, controllerListenerNames, problems);
  const isBroker = values.list('process.roles').includes('broker');
  if (isBroker && listeners.length > 0 && clientListeners.length === 0) {
    problems.push({
      property: 'listeners',
      message: 'listeners has no listener for clients: each one is in controller.listener.names',
    });
  }
  return {
    listeners,
    advertisedListeners,
    controllerListenerNames,
    controllerListener: controllerListenerOf(listeners, controllerListenerNames),
    interBrokerListenerName: interBrokerListener(values, clientListeners, problems),
    listenerSecurityProtocolMap: protocols,
  };
}

function parseListeners(property: string, values: BrokerValues, problems: ConfigProblem[]): Listener[] {
  const parsed: Listener[] = [];
  for (const text of values.list(property)) {
    const endpoint = parseEndpoint(text);
    if (endpoint !== null) parsed.push(endpoint);
    else {
      problems.push({
        property,
        message: `Unable to parse ${text} to a broker endpoint: write NAME://host:port, as in PLAINTEXT://127.0.0.1:9092`,
      });
    }
  }
  if (parsed.length === 0 && problems.every((problem) => problem.property !== property)) {
    problems.push({ property, message: `${property} names no address: write NAME://host:port` });
  }
  return parsed;
}

function parseAdvertised(
  values: BrokerValues,
  listeners: readonly Listener[],
  controllerListenerNames: readonly string[],
  problems: ConfigProblem[],
): Listener[] {
  const property = 'advertised.listeners';
  const advertised = parseListeners(property, values, problems);
  for (const { name, host } of advertised) {
    if (host === '0.0.0.0') {
      problems.push({
        property,
        message: 'advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.',
      });
    }
    if (!listeners.some((listener) => listener.name === name)) {
      problems.push({ property, message: `advertised.listeners names ${name}, which listeners does not define` });
    }
  }
  // Controllers may be given an address here as well (KIP-853); clients are never told of it.
  return advertised.filter(({ name }) => !controllerListenerNames.includes(name));
}

function parseProtocolMap(values: BrokerValues, problems: ConfigProblem[]): Map<string, string> {
  const property = 'listener.security.protocol.map';
  const protocols = new Map<string, string>();
  for (const pair of splitList(values.text(property) ?? '')) {
    const [name, protocol, ...rest] = pair.split(':');
    const known = protocol?.toUpperCase() ?? '';
    if (name === undefined || name === '' || rest.length > 0 || !SECURITY_PROTOCOLS.has(known)) {
      problems.push({
        property,
        message: `${pair} is not of the form NAME:PROTOCOL with one of ${[...SECURITY_PROTOCOLS].join(', ')}`,
      });
      continue;
    }
    protocols.set(name.toUpperCase(), known);
  }
  return protocols;
}

function controllerListenerOf(listeners: readonly Listener[], names: readonly string[]): Listener | null {
  return listeners.find(({ name }) => name === names[0]) ?? null;
}

/** A voter of several must listen where the others look for it. */
function checkControllerListener(
  values: BrokerValues,
  listeners: readonly Listener[],
  names: readonly string[],
  problems: ConfigProblem[],
): void {
  if (names.length === 0 || !values.list('process.roles').includes('controller')) return;
  const voters = resolveVoters(values, []);
  if (voters.length < 2) return;
  const listener = controllerListenerOf(listeners, names);
  if (listener === null) {
    problems.push({
      property: 'listeners',
      message: `listeners must contain ${names[0]}://host:port, since controller.listener.names names it`,
    });
    return;
  }
  const own = voters.find(({ id }) => id === values.number('node.id'));
  if (own !== undefined && own.host === listener.host && own.port !== listener.port && listener.port !== 0) {
    problems.push({
      property: 'controller.quorum.voters',
      message: `controller.quorum.voters says that node ${own.id} is at port ${own.port}, but listeners binds ${listener.name} to port ${listener.port}`,
    });
  }
}

/** Fills in PLAINTEXT for controller listeners while the map is Kafka's default, as Kafka does. */
function checkProtocol(
  name: string,
  isController: boolean,
  values: BrokerValues,
  protocols: Map<string, string>,
  problems: ConfigProblem[],
): void {
  const property = 'listener.security.protocol.map';
  if (isController && !protocols.has(name) && !values.isGiven(property)) protocols.set(name, 'PLAINTEXT');
  const protocol = protocols.get(name);
  if (protocol === undefined) {
    problems.push({ property, message: `No security protocol defined for listener ${name}: add ${name}:PLAINTEXT` });
  } else if (protocol !== 'PLAINTEXT') {
    problems.push({
      property,
      message: `listener ${name} would speak ${protocol}, which is not available yet: map it to PLAINTEXT or remove it from listeners`,
    });
  }
}

function checkDistinct(listeners: readonly Listener[], problems: ConfigProblem[]): void {
  const property = 'listeners';
  if (new Set(listeners.map(({ name }) => name)).size < listeners.length) {
    problems.push({ property, message: 'Each listener must have a different name' });
  }
  const addresses = listeners.filter(({ port }) => port !== 0).map(({ host, port }) => `${host} ${port}`);
  if (new Set(addresses).size < addresses.length) {
    problems.push({ property, message: 'Each listener must have a different port' });
  }
}

function interBrokerListener(
  values: BrokerValues,
  clientListeners: readonly Listener[],
  problems: ConfigProblem[],
): string {
  const property = 'inter.broker.listener.name';
  const given = values.text(property)?.toUpperCase() ?? null;
  if (given === null) {
    const byProtocol = values.text('security.inter.broker.protocol');
    const found = clientListeners.find(({ name }) => name === byProtocol) ?? clientListeners[0];
    return found?.name ?? 'PLAINTEXT';
  }
  if (clientListeners.length > 0 && !clientListeners.some(({ name }) => name === given)) {
    problems.push({ property, message: `inter.broker.listener.name is ${given}, which listeners does not define` });
  }
  return given;
}
