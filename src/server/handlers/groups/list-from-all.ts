/** One list out of those of every coordinator on this broker: ListGroups, ListTransactions. Main thread. */
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import type { PendingAnswer } from '../../../services/coordinator/waiting-answers.ts';
import { gather } from './group-handlers.ts';

/** What coordinators know, or why it cannot be told. */
export interface ListedPart<Listed> {
  readonly errorCode: number;
  readonly listed: readonly Listed[];
}

interface Asked<Coordinator> {
  ask<Response>(pending: PendingAnswer<Response>, question: (coordinator: Coordinator, now: number) => Response): void;
}

export function listFromAll<Coordinator, Listed>(
  hosted: readonly Asked<Coordinator>[],
  question: (coordinator: Coordinator, now: number) => readonly Listed[],
  done: (list: ListedPart<Listed>) => void,
): void {
  const part = gather<ListedPart<Listed>>(hosted.length, (parts) => {
    // One that moved away meanwhile is asked elsewhere; one that is loading makes the list wrong.
    const failed = parts.find(
      ({ errorCode }) => errorCode !== ErrorCode.NONE && errorCode !== ErrorCode.NOT_COORDINATOR,
    );
    if (failed !== undefined) done({ errorCode: failed.errorCode, listed: [] });
    else done({ errorCode: ErrorCode.NONE, listed: parts.flatMap(({ listed }) => [...listed]) });
  });
  hosted.forEach((one, i) => {
    const finish = part(i);
    one.ask<readonly Listed[]>(
      {
        send: (listed) => finish({ errorCode: ErrorCode.NONE, listed }),
        fail: (errorCode) => finish({ errorCode, listed: [] }),
      },
      question,
    );
  });
}
