/** Api keys by name, and what a key alone tells: its name, its versions, where they become flexible. */
import { ApiKey, apiTable } from './generated/api-table.ts';
import type { ApiFacts } from './message-codec.ts';

export { ApiKey, apiTable } from './generated/api-table.ts';

const HIGHEST_KEY = Math.max(...apiTable.map(({ key }) => key));
const BY_KEY: readonly (ApiFacts | undefined)[] = Array.from({ length: HIGHEST_KEY + 1 }, (_, key) =>
  apiTable.find((api) => api.key === key),
);

/** Undefined for a key that Kafka does not have, or has no longer. */
export function apiFacts(apiKey: number): ApiFacts | undefined {
  return BY_KEY[apiKey];
}

/** `Produce`; `UNKNOWN(200)` for a key that Kafka does not have. */
export function apiName(apiKey: number): string {
  return BY_KEY[apiKey]?.name ?? `UNKNOWN(${apiKey})`;
}

/** The first flexible version of an API; infinite for one that never became flexible, or that is unknown. */
export function flexibleFrom(apiKey: number): number {
  return BY_KEY[apiKey]?.flexibleFrom ?? Number.POSITIVE_INFINITY;
}

/** Whether this version's body has compact lengths and tagged sections. Depends on the request, never on the connection. */
export function isFlexible(apiKey: number, apiVersion: number): boolean {
  return apiVersion >= flexibleFrom(apiKey);
}

/** Version 2 carries a tagged section, 1 does not; the client id keeps its old form in both. */
export function requestHeaderVersion(apiKey: number, apiVersion: number): 1 | 2 {
  return isFlexible(apiKey, apiVersion) ? 2 : 1;
}

/**
 * Version 1 carries a tagged section, 0 does not. ApiVersions always has 0, because its reader does not know yet what
 * the broker speaks (KIP-511).
 */
export function responseHeaderVersion(apiKey: number, apiVersion: number): 0 | 1 {
  return apiKey !== ApiKey.ApiVersions && isFlexible(apiKey, apiVersion) ? 1 : 0;
}
