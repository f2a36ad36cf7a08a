import { expect, test } from 'vitest';
import { staticLayers } from '../../../src/core/config/layers.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import { LogWork } from '../../../src/services/log/log-work.ts';
import { ReplicaManager } from '../../../src/services/replica-manager.ts';
import { InThreadCompute } from '../../../src/workers/compute/compute-client.ts';
import { topicConfig } from '../../support/logs.ts';

test('begins by the broker configuration and leaves no timer behind', async () => {
  const clock = new ManualClock();
  const compute = new InThreadCompute();
  const replicas = new ReplicaManager({
    brokerId: 1,
    clock,
    logger: silentLogger,
    random: () => 0,
    producerExpirationMs: 1000,
    topicConfig: () => topicConfig(),
    compute,
  });
  const work = new LogWork({
    clock,
    logger: silentLogger,
    replicas,
    compute,
    layers: () => staticLayers(),
    random: () => 0,
    hasPeers: true,
  });
  work.start();
  expect(clock.pendingTimers).toBe(4);
  clock.advance(86_400_000);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(clock.pendingTimers).toBe(4);
  await work.stop();
  expect(clock.pendingTimers).toBe(0);
});
