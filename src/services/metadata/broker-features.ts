/** The features of this broker as ApiVersions tells them: what its code supports, and what the cluster has finalised. */
import type { MetadataCache } from './metadata-cache.ts';

export interface FeatureDefinition {
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
}

export interface FinalizedFeature {
  readonly name: string;
  readonly minVersionLevel: number;
  readonly maxVersionLevel: number;
}

/** The epoch is the image's index: it never decreases, over restarts either, or clients would ignore the features. */
export function brokerFeatures(cache: MetadataCache, supported: readonly FeatureDefinition[]) {
  return {
    supported,
    finalized(): { readonly epoch: number; readonly features: readonly FinalizedFeature[] } {
      const features: FinalizedFeature[] = [];
      for (const [name, level] of cache.image.features) {
        features.push({ name, minVersionLevel: level, maxVersionLevel: level });
      }
      return { epoch: cache.image.index, features };
    },
  };
}
