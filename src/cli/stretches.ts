/** Which partitions `consume` reads, and from where to where: asks the cluster where the points of `--offset` lie. */
import { usableTopic } from '../client/cluster-metadata.ts';
import type { KafkaClient } from '../client/kafka-client.ts';
import { KafkaError } from '../client/kafka-error.ts';
import { EARLIEST, LATEST, listOffsets } from '../client/list-offsets.ts';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { UsageError } from './command.ts';
import { type OffsetRange, queryTimestamp, resolvePoint } from './offset-range.ts';

/** Partitions that one error names. */
const MOST_NAMED = 5;

/** One partition with the bounds it is read in. */
export interface Stretch {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** Exclusive; null: for ever. */
  readonly to: number | null;
}

/** `wanted`: null for all partitions. Throws UsageError, and KafkaError for an offset to begin at that is not there. */
export async function resolveStretches(
  client: KafkaClient,
  names: readonly string[],
  wanted: ReadonlySet<number> | null,
  range: OffsetRange,
  isBounded: boolean,
  isReadCommitted: boolean,
): Promise<Stretch[]> {
  const metadata = await client.metadata(names);
  const places = names.flatMap((topic) => {
    const { partitions } = usableTopic(metadata, topic);
    for (const number of wanted ?? []) {
      if (number >= partitions.length) {
        throw new UsageError(`--partition ${number}: the last partition of ${topic} is ${partitions.length - 1}`);
      }
    }
    return partitions
      .filter(({ partition }) => wanted?.has(partition) ?? true)
      .map(({ partition }) => ({ topic, partition }));
  });
  const ask = async (timestamp: number, isStable = isReadCommitted) =>
    (
      await listOffsets(
        client,
        places.map((place) => ({ ...place, timestamp })),
        isStable,
      )
    ).map(({ offset }) => offset);
  const starts = await ask(EARLIEST);
  const ends = await ask(LATEST);
  // Behind the last stable offset there are records still; they are only not to be shown yet.
  if (range.from.kind === 'offset')
    refuseOutside(places, range.from.offset, starts, isReadCommitted ? await ask(LATEST, false) : ends);
  const fromQuery = queryTimestamp(range.from);
  const froms =
    fromQuery === null ? starts : fromQuery === LATEST ? ends : fromQuery === EARLIEST ? starts : await ask(fromQuery);
  const to = range.to ?? { kind: 'end' as const, distance: 0 };
  const toQuery = queryTimestamp(to);
  const tos = toQuery === null || toQuery === LATEST ? ends : toQuery === EARLIEST ? starts : await ask(toQuery);
  return places.map((place, index) => {
    const [start, end] = [starts[index]!, ends[index]!];
    const from = resolvePoint(range.from, froms[index]!, start, end);
    // An end beyond the log would never come: what is asked for is what is there now.
    return { ...place, from, to: isBounded ? Math.min(resolvePoint(to, tos[index]!, start, end), end) : null };
  });
}

/** A bounded read would find nothing to do at an offset that is not there, and end as if all were well. */
function refuseOutside(
  places: readonly { readonly topic: string; readonly partition: number }[],
  offset: number,
  starts: readonly number[],
  ends: readonly number[],
): void {
  const outside = places.flatMap(({ topic, partition }, index) =>
    offset < starts[index]! || offset > ends[index]!
      ? [`${topic}-${partition}, which goes from ${starts[index]} to ${ends[index]}`]
      : [],
  );
  if (outside.length === 0) return;
  const more = outside.length > MOST_NAMED ? ` (and ${outside.length - MOST_NAMED} more)` : '';
  const named = outside.slice(0, MOST_NAMED).join('; of ');
  throw new KafkaError(ErrorCode.OFFSET_OUT_OF_RANGE, '--offset', `${offset} is not in the log of ${named}${more}`);
}
