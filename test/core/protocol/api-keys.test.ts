import { describe, expect, test } from 'vitest';
import {
  ApiKey,
  apiFacts,
  apiName,
  apiTable,
  flexibleFrom,
  requestHeaderVersion,
  responseHeaderVersion,
} from '../../../src/core/protocol/api-keys.ts';

describe('api keys', () => {
  test('keys run to 94, without the four that Kafka 4 removed', () => {
    const all = Array.from({ length: 95 }, (_, key) => key).filter((key) => key < 4 || key > 7);
    expect(apiTable.map(({ key }) => key)).toEqual(all);
    expect(Object.values(ApiKey)).toEqual(all);
  });

  // From Kafka's documentation of its protocol: key, versions, first flexible version.
  test.each([
    [ApiKey.Produce, 'Produce', 3, 13, 9],
    [ApiKey.Fetch, 'Fetch', 4, 18, 12],
    [ApiKey.Metadata, 'Metadata', 0, 13, 9],
    [ApiKey.SaslHandshake, 'SaslHandshake', 0, 1, Number.POSITIVE_INFINITY],
    [ApiKey.ApiVersions, 'ApiVersions', 0, 5, 3],
    [ApiKey.OffsetDelete, 'OffsetDelete', 0, 0, Number.POSITIVE_INFINITY],
    [ApiKey.DescribeCluster, 'DescribeCluster', 0, 2, 0],
  ])('%d is %s %d-%d, flexible from %d', (key, name, minVersion, maxVersion, flexible) => {
    expect(apiFacts(key)).toMatchObject({ key, name, minVersion, maxVersion, flexibleFrom: flexible });
    expect(apiName(key)).toBe(name);
    expect(flexibleFrom(key)).toBe(flexible);
  });

  test('unknown keys have a printable name and are never flexible', () => {
    for (const key of [-1, 5, 95, 32767]) {
      expect(apiFacts(key)).toBeUndefined();
      expect(apiName(key)).toBe(`UNKNOWN(${key})`);
      expect(requestHeaderVersion(key, 100)).toBe(1);
    }
  });

  test('header versions follow from key and version', () => {
    expect([8, 9].map((version) => requestHeaderVersion(ApiKey.Produce, version))).toEqual([1, 2]);
    expect([8, 9].map((version) => responseHeaderVersion(ApiKey.Produce, version))).toEqual([0, 1]);
    expect([0, 1].map((version) => requestHeaderVersion(ApiKey.SaslHandshake, version))).toEqual([1, 1]);
  });

  test('ApiVersions is answered without tagged section, whatever its version', () => {
    expect([0, 2, 3, 4, 99].map((version) => responseHeaderVersion(ApiKey.ApiVersions, version))).toEqual([
      0, 0, 0, 0, 0,
    ]);
    expect([2, 3, 99].map((version) => requestHeaderVersion(ApiKey.ApiVersions, version))).toEqual([1, 2, 2]);
  });
});
