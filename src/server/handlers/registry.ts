/**
 * What this broker speaks: the handlers by api key. ApiVersions is answered from here, so what is advertised is what is
 * served. Main thread; fixed once the server runs.
 */
import { assert } from '../../core/base/assert.ts';
import { ApiKey, flexibleFrom } from '../../core/protocol/api-keys.ts';
import type { AnyApiHandler } from './handler.ts';

/** May be handled while earlier ones of the same connection wait: only appends, whose order the log fixes at once. */
const PIPELINED: ReadonlySet<number> = new Set([ApiKey.Produce, ApiKey.OffsetCommit, ApiKey.TxnOffsetCommit]);

/** Put bytes of the client's choosing into the append ring, and therefore wait for room in it. */
const WAIT_FOR_APPEND_GATE: ReadonlySet<number> = new Set([
  ApiKey.Produce,
  ApiKey.OffsetCommit,
  ApiKey.TxnOffsetCommit,
]);

export class RegisteredApi {
  readonly apiKey: number;
  readonly handler: AnyApiHandler;
  readonly isPipelined: boolean;
  readonly waitsForAppendGate: boolean;
  readonly #firstFlexible: number;
  readonly #firstTaggedResponse: number;

  constructor(handler: AnyApiHandler) {
    this.apiKey = handler.apiKey;
    this.handler = handler;
    this.isPipelined = PIPELINED.has(handler.apiKey);
    this.waitsForAppendGate = WAIT_FOR_APPEND_GATE.has(handler.apiKey);
    this.#firstFlexible = flexibleFrom(handler.apiKey);
    // ApiVersions answers with header v0 always: its client does not know yet which version it will get (KIP-511).
    this.#firstTaggedResponse = handler.apiKey === ApiKey.ApiVersions ? Number.POSITIVE_INFINITY : this.#firstFlexible;
  }

  supports(version: number): boolean {
    return version >= this.handler.minVersion && version <= this.handler.maxVersion;
  }

  /** Header v2 and compact encodings in the request. */
  isFlexible(version: number): boolean {
    return version >= this.#firstFlexible;
  }

  hasTaggedResponseHeader(version: number): boolean {
    return version >= this.#firstTaggedResponse;
  }
}

export interface AdvertisedApi {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

export class ApiRegistry {
  readonly #byKey: (RegisteredApi | null)[] = [];

  constructor(handlers: readonly AnyApiHandler[]) {
    for (const handler of handlers) this.add(handler);
  }

  /** For handlers that are made from the registry itself. */
  add(handler: AnyApiHandler): void {
    const { apiKey, minVersion, maxVersion } = handler;
    assert(apiKey >= 0 && minVersion <= maxVersion, `api key ${apiKey} has no versions`);
    assert(this.find(apiKey) === null, `api key ${apiKey} is registered twice`);
    while (this.#byKey.length <= apiKey) this.#byKey.push(null);
    this.#byKey[apiKey] = new RegisteredApi(handler);
  }

  find(apiKey: number): RegisteredApi | null {
    return apiKey >= 0 && apiKey < this.#byKey.length ? this.#byKey[apiKey]! : null;
  }

  /** In order of api key. */
  advertised(): AdvertisedApi[] {
    const apis: AdvertisedApi[] = [];
    for (const api of this.#byKey) {
      if (api === null) continue;
      const { apiKey, minVersion, maxVersion } = api.handler;
      // librdkafka before 2.11.1 compresses only where Produce 0 is offered, and sends higher ones (KAFKA-18659).
      apis.push({ apiKey, minVersion: apiKey === ApiKey.Produce ? 0 : minVersion, maxVersion });
    }
    return apis;
  }
}
