/** UpdateFeatures (KIP-584): the finalised level of each feature, within what every registered broker supports. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { UpdateFeaturesRequest } from '../protocol/generated/update-features-request.ts';
import type { UpdateFeaturesResponse } from '../protocol/generated/update-features-response.ts';
import type { ClusterImage } from './cluster-image.ts';
import { type ApiFailure, type ControlContext, type ControlResult, failure } from './control.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';

type FeatureUpdate = UpdateFeaturesRequest['featureUpdates'][number];

const UpgradeType = { UPGRADE: 1, SAFE_DOWNGRADE: 2, UNSAFE_DOWNGRADE: 3 } as const;

/** All updates or none: one that is refused fails the request, the others answer as it does not concern them (KIP-1022). */
export function updateFeatures(
  context: ControlContext,
  request: UpdateFeaturesRequest,
): ControlResult<UpdateFeaturesResponse> {
  const seen = new Set<string>();
  const records: MetadataRecord[] = [];
  const results: UpdateFeaturesResponse['results'] = [];
  let first: ApiFailure | null = null;
  for (const update of request.featureUpdates) {
    const problem = seen.has(update.feature)
      ? failure(ErrorCode.INVALID_REQUEST, `Found duplicate updates for feature ${update.feature}.`)
      : problemWith(context.image, update);
    seen.add(update.feature);
    first ??= problem;
    results.push({
      feature: update.feature,
      errorCode: problem?.errorCode ?? ErrorCode.NONE,
      errorMessage: problem?.errorMessage ?? null,
    });
    if ((context.image.features.get(update.feature) ?? 0) === update.maxVersionLevel) continue;
    records.push(
      metadataRecord(RecordType.FEATURE_LEVEL, { name: update.feature, featureLevel: update.maxVersionLevel }),
    );
  }
  const response = {
    throttleTimeMs: 0,
    errorCode: first?.errorCode ?? ErrorCode.NONE,
    errorMessage: first?.errorMessage ?? null,
    results,
  };
  return { records: first !== null || request.validateOnly ? [] : records, response };
}

function problemWith(image: ClusterImage, update: FeatureUpdate): ApiFailure | null {
  const { feature, maxVersionLevel } = update;
  const refuse = (reason: string) =>
    failure(
      ErrorCode.INVALID_UPDATE_VERSION,
      `Invalid update version ${maxVersionLevel} for feature ${feature}. ${reason}`,
    );
  if (maxVersionLevel < 0) return refuse('A feature version cannot be less than 0.');
  const current = image.features.get(feature) ?? 0;
  // v0 of the request has a flag, v1 a kind; the flag alone means a downgrade that loses nothing.
  const kind =
    update.upgradeType === UpgradeType.UPGRADE && update.allowDowngrade
      ? UpgradeType.SAFE_DOWNGRADE
      : update.upgradeType;
  if (kind !== UpgradeType.UPGRADE && kind !== UpgradeType.SAFE_DOWNGRADE && kind !== UpgradeType.UNSAFE_DOWNGRADE) {
    return refuse('The controller does not support the given upgrade type.');
  }
  if (maxVersionLevel < current && kind === UpgradeType.UPGRADE) {
    return refuse(
      "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.",
    );
  }
  if (maxVersionLevel > current && kind !== UpgradeType.UPGRADE) return refuse("Can't downgrade to a newer version.");
  for (const broker of image.brokers.all()) {
    const range = broker.features.find((candidate) => candidate.name === feature);
    const min = range?.minSupportedVersion ?? 0;
    const max = range?.maxSupportedVersion ?? 0;
    if (maxVersionLevel !== 0 && (maxVersionLevel < min || maxVersionLevel > max)) {
      const support = range === undefined ? 'does not support this feature' : `only supports versions ${min}-${max}`;
      return refuse(`Broker ${broker.id} ${support}.`);
    }
  }
  return null;
}

interface FeatureRange {
  readonly name: string;
  readonly minSupportedVersion: number;
  readonly maxSupportedVersion: number;
}

/** The first finalised feature whose level a broker that wants to join does not speak; null where it speaks them all. */
export function unsupportedFeature(image: ClusterImage, supported: readonly FeatureRange[]): string | null {
  for (const [name, level] of image.features) {
    const range = supported.find((candidate) => candidate.name === name);
    if (range === undefined || level < range.minSupportedVersion || level > range.maxSupportedVersion) return name;
  }
  return null;
}
