/** A follower is given a snapshot in place of entries its leader no longer has. */

import type { EntryId } from './entry.ts';
import type { InstallSnapshot } from './messages.ts';
import type { RaftCore } from './raft-core.ts';
import type { Snapshot } from './snapshot.ts';

/** Answers with how far the log reaches then, or with the commit index if the snapshot brings nothing new. */
export function takeSnapshot(core: RaftCore, message: InstallSnapshot): void {
  const { log, id, term } = core;
  const { snapshot, from: to } = message;
  const taken = restore(core, snapshot);
  core.emit({ type: 'snapshotHandled', taken, commit: log.committed, snapshot: idOf(snapshot) });
  const index = taken ? log.lastIndex() : log.committed;
  core.sendAfterAppend({ type: 'AppendEntriesResponse', from: id, to, term, index, rejection: null });
}

function restore(core: RaftCore, snapshot: Snapshot): boolean {
  const { log } = core;
  if (snapshot.index <= log.committed) return false;
  // The members then need not include us: we may have joined since, and the change that says so follows in the log.
  const id = idOf(snapshot);
  if (log.matches(id)) {
    // The entries are all here; only that they are committed is news.
    const { committed: commit } = log;
    core.emit({ type: 'snapshotFastForwarded', commit, last: log.last(), snapshot: id });
    log.commitTo(snapshot.index);
    return false;
  }
  const { unstable } = log;
  core.emit({
    type: 'snapshotRestoreStarted',
    marks: {
      committed: log.committed,
      applied: log.applied,
      applying: log.applying,
      unstableOffset: unstable.offset,
      unstableOffsetInProgress: unstable.offsetInProgress,
      unstableLength: unstable.length,
    },
    snapshot: id,
  });
  log.restore(snapshot);
  core.restoreConfiguration(snapshot);
  core.emit({ type: 'snapshotRestored', commit: log.committed, last: log.last(), snapshot: id });
  return true;
}

function idOf(snapshot: Snapshot): EntryId {
  return { term: snapshot.term, index: snapshot.index };
}
