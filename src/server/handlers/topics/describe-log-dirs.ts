/**
 * DescribeLogDirs: v1-5. What each log directory of this broker holds, and the space of its volume. Main thread; parks the
 * reply while the volumes are asked.
 *
 * v4: the volume's total and usable bytes (KIP-827). v5: whether a directory is cordoned (KIP-1066): none is.
 */
import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type DescribeLogDirsRequest,
  readDescribeLogDirsRequest,
} from '../../../core/protocol/generated/describe-log-dirs-request.ts';
import {
  type DescribeLogDirsResponse,
  type DescribeLogDirsResponseDescribeLogDirsPartition,
  type DescribeLogDirsResponseDescribeLogDirsResult,
  type DescribeLogDirsResponseDescribeLogDirsTopic,
  newDescribeLogDirsResponse,
  newDescribeLogDirsResponseDescribeLogDirsResult,
  writeDescribeLogDirsResponse,
} from '../../../core/protocol/generated/describe-log-dirs-response.ts';
import type { LogDirectory } from '../../../services/log/log-directory.ts';
import type { HostedPartition } from '../../../services/partition/hosted-partition.ts';
import type { ApiHandler } from '../handler.ts';

type Directory = Pick<LogDirectory, 'path' | 'isOnline'>;

export interface DescribeLogDirsServices {
  readonly replicaManager: {
    readonly directories: readonly Directory[];
    partitions(): Iterable<HostedPartition>;
  };
}

interface VolumeSpace {
  readonly totalBytes: number;
  /** What this process may still write: without the blocks reserved for the superuser. */
  readonly usableBytes: number;
}

/** The partitions asked for, by topic; null: all. */
type Asked = ReadonlyMap<string, ReadonlySet<number>> | null;

const UNKNOWN_SPACE: VolumeSpace = { totalBytes: -1, usableBytes: -1 };

export function describeLogDirsHandler({
  replicaManager,
}: DescribeLogDirsServices): ApiHandler<DescribeLogDirsRequest, DescribeLogDirsResponse> {
  return {
    apiKey: ApiKey.DescribeLogDirs,
    minVersion: 1,
    maxVersion: 5,
    read: readDescribeLogDirsRequest,
    write: writeDescribeLogDirsResponse,
    handle(request, _context, reply) {
      const asked = askedOf(request);
      const { directories } = replicaManager;
      void Promise.all(directories.map(spaceOf)).then((spaces) => {
        const topics = topicsByDirectory(replicaManager.partitions(), asked);
        const results = directories.map((directory, i) => resultOf(directory, spaces[i]!, topics.get(directory)));
        reply.send(newDescribeLogDirsResponse({ results }));
      });
    },
  };
}

function askedOf({ topics }: DescribeLogDirsRequest): Asked {
  if (topics === null) return null;
  const asked = new Map<string, Set<number>>();
  for (const { topic, partitions } of topics) {
    const known = asked.get(topic);
    if (known === undefined) asked.set(topic, new Set(partitions));
    else for (const partition of partitions) known.add(partition);
  }
  return asked;
}

/** Never rejects. */
async function spaceOf({ path, isOnline }: Directory): Promise<VolumeSpace> {
  if (!isOnline) return UNKNOWN_SPACE;
  try {
    const { blocks, bavail, bsize } = await statfs(path);
    return { totalBytes: blocks * bsize, usableBytes: bavail * bsize };
  } catch {
    return UNKNOWN_SPACE;
  }
}

function topicsByDirectory(
  partitions: Iterable<HostedPartition>,
  asked: Asked,
): Map<Directory, Map<string, DescribeLogDirsResponseDescribeLogDirsTopic>> {
  const found = new Map<Directory, Map<string, DescribeLogDirsResponseDescribeLogDirsTopic>>();
  for (const hosted of partitions) {
    const { topic: name, partition, log } = hosted;
    if (log === null || (asked !== null && asked.get(name)?.has(partition) !== true)) continue;
    let topics = found.get(log.directory);
    if (topics === undefined) {
      topics = new Map();
      found.set(log.directory, topics);
    }
    let topic = topics.get(name);
    if (topic === undefined) {
      topic = { name, partitions: [] };
      topics.set(name, topic);
    }
    topic.partitions.push(partitionOf(hosted));
  }
  return found;
}

function partitionOf({
  partition,
  log,
  highWatermark,
}: HostedPartition): DescribeLogDirsResponseDescribeLogDirsPartition {
  return {
    partitionIndex: partition,
    partitionSize: log!.sizeInBytes,
    // How far a follower is behind what is committed; a leader's log always reaches that far.
    offsetLag: Math.max(highWatermark - log!.logEndOffset, 0),
    isFutureKey: false,
  };
}

/** A directory that failed is listed with its error, and nothing in it. */
function resultOf(
  { path, isOnline }: Directory,
  space: VolumeSpace,
  topics: ReadonlyMap<string, DescribeLogDirsResponseDescribeLogDirsTopic> | undefined,
): DescribeLogDirsResponseDescribeLogDirsResult {
  const logDir = resolve(path);
  if (!isOnline)
    return newDescribeLogDirsResponseDescribeLogDirsResult({ logDir, errorCode: ErrorCode.KAFKA_STORAGE_ERROR });
  return newDescribeLogDirsResponseDescribeLogDirsResult({ logDir, topics: [...(topics?.values() ?? [])], ...space });
}
