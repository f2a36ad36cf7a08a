import { expect, test } from 'vitest';
import type { BrokerFeatures } from '../../../src/server/handlers/discovery/api-versions.ts';
import { brokerFeatures } from '../../../src/services/metadata/broker-features.ts';
import { TestBroker } from './support.ts';

test('finalised levels and an epoch that grows over restarts', async () => {
  const broker = await TestBroker.start();
  const supported = [{ name: 'metadata.version', minVersion: 7, maxVersion: 27 }];
  const features: BrokerFeatures = brokerFeatures(broker.cache, supported);
  expect(features.finalized()).toEqual({
    epoch: broker.cache.image.index,
    features: [{ name: 'metadata.version', minVersionLevel: 27, maxVersionLevel: 27 }],
  });
  const { epoch } = features.finalized();
  await broker.stop();
  const again = await TestBroker.start({ files: broker.files });
  expect(brokerFeatures(again.cache, supported).finalized().epoch).toBeGreaterThan(epoch);
});
