/** What came of several partitions, told the same way by every command that changes some. */
import type { PartitionOutcome } from '../../client/partitions.ts';
import { isFailure } from '../../client/partitions.ts';
import { ErrorCode, errorName } from '../../core/protocol/error-codes.ts';
import { EXIT_FAILURE, EXIT_OK, type Invocation } from '../command.ts';
import { jsonLine } from '../config-output.ts';

/** @param done what succeeded, as a word: `elected` */
export async function tellOutcomes(
  { io, options }: Invocation,
  command: string,
  done: string,
  outcomes: readonly PartitionOutcome[],
): Promise<number> {
  if (options.has('json')) {
    await io.write(
      jsonLine(
        outcomes.map(({ errorCode, partition, topic }) => ({
          topic,
          partition,
          done: errorCode === ErrorCode.NONE,
          error: errorCode === ErrorCode.NONE ? null : errorName(errorCode),
        })),
      ),
    );
  } else {
    for (const { errorCode, partition, topic } of outcomes) {
      if (errorCode === ErrorCode.NONE) await io.write(`${topic}-${partition}: ${done}\n`);
      else if (errorCode === ErrorCode.ELECTION_NOT_NEEDED) await io.write(`${topic}-${partition}: nothing to do\n`);
    }
    if (outcomes.length === 0) await io.write('Nothing to do\n');
  }
  const failures = outcomes.filter(isFailure);
  for (const { errorCode, errorMessage, partition, topic } of failures)
    io.writeError(`chronik ${command}: ${topic}-${partition}: ${errorMessage ?? errorName(errorCode)}\n`);
  return failures.length > 0 ? EXIT_FAILURE : EXIT_OK;
}
