/** A group's own properties, from the committed metadata. Main thread. */
import type { GroupOverrides } from '../../core/groups/coordinator-contract.ts';
import { ResourceType } from '../../core/metadata/configs-image.ts';
import type { MetadataCache } from '../metadata/metadata-cache.ts';

const NONE: GroupOverrides = {};
const PROPERTIES = [
  'consumer.session.timeout.ms',
  'consumer.heartbeat.interval.ms',
  'consumer.assignment.interval.ms',
] as const;

/** Values are checked when they are set; one that is no number after all does not count. */
export function groupOverridesIn(cache: MetadataCache): (groupId: string) => GroupOverrides {
  return (groupId) => {
    const given = cache.image.configs.of(ResourceType.GROUP, groupId);
    if (given.size === 0) return NONE;
    const overrides: Record<string, number> = {};
    for (const property of PROPERTIES) {
      const value = Number(given.get(property) ?? Number.NaN);
      if (Number.isSafeInteger(value)) overrides[property] = value;
    }
    return overrides;
  };
}
