/** What a file of a log says, row by row, for `log dump`. */
import { readFileSync } from 'node:fs';
import { parseCheckpoint, parseOffsetCheckpoint } from '../../core/log/checkpoint-format.ts';
import { OFFSET_INDEX_ENTRY_SIZE } from '../../core/log/offset-index.ts';
import { parsePartitionMetadata } from '../../core/log/partition-metadata.ts';
import { decodeProducerSnapshot } from '../../core/log/producer-snapshot.ts';
import { TIME_INDEX_ENTRY_SIZE } from '../../core/log/time-index.ts';
import { decodeTransactionIndex } from '../../core/log/transaction-index.ts';
import { COMPRESSION_NAMES, TimestampType } from '../../core/records/batch-format.ts';
import type { BatchView } from '../../core/records/batch-view.ts';
import { ControlRecordType, readControlRecord } from '../../core/records/control-record.ts';
import type { LogFile } from './log-files.ts';

export type Row = Readonly<Record<string, string | number | boolean | null>>;

export function batchRow(batch: BatchView, position: number): Row {
  const isIdempotent = batch.hasProducerId;
  return {
    position,
    baseOffset: batch.baseOffset,
    lastOffset: batch.lastOffset,
    records: batch.recordCount,
    bytes: batch.sizeInBytes,
    leaderEpoch: batch.partitionLeaderEpoch,
    compression: COMPRESSION_NAMES[batch.compression] ?? `codec ${batch.compression}`,
    timestampType: batch.timestampType === TimestampType.LogAppendTime ? 'LogAppendTime' : 'CreateTime',
    maxTimestamp: batch.maxTimestamp,
    producerId: isIdempotent ? batch.producerId : null,
    producerEpoch: isIdempotent ? batch.producerEpoch : null,
    baseSequence: isIdempotent ? batch.baseSequence : null,
    lastSequence: isIdempotent ? batch.lastSequence : null,
    transactional: batch.isTransactional,
    control: batch.isControl ? controlName(batch) : null,
    deleteHorizonMs: batch.hasDeleteHorizon ? batch.deleteHorizonMs : null,
    crc: batch.crc,
  };
}

function controlName(batch: BatchView): string {
  const type = readControlRecord(batch)?.type ?? ControlRecordType.Unknown;
  return (
    Object.entries(ControlRecordType)
      .find(([, value]) => value === type)?.[0]
      ?.toLowerCase() ?? 'unknown'
  );
}

/** Any file but a segment or the journal; a sentence when it cannot be read. Indexes are shown entry by entry, damaged ones too. */
export function fileRows(file: LogFile): Row[] | string {
  if (file.kind === 'segment' || file.kind === 'journal') return [];
  const bytes = readFileSync(file.path);
  switch (file.kind) {
    case 'offset index':
      return indexEntries(bytes, OFFSET_INDEX_ENTRY_SIZE, (at) => ({
        offset: file.baseOffset + bytes.readInt32BE(at),
        position: bytes.readInt32BE(at + 4),
      }));
    case 'time index':
      return indexEntries(bytes, TIME_INDEX_ENTRY_SIZE, (at) => ({
        timestamp: Number(bytes.readBigInt64BE(at)),
        offset: file.baseOffset + bytes.readInt32BE(at + 8),
      }));
    case 'transaction index': {
      const index = decodeTransactionIndex(bytes, file.baseOffset);
      return typeof index === 'string' ? index : index.entries.map((entry) => ({ ...entry }));
    }
    case 'producer snapshot': {
      const entries = decodeProducerSnapshot(bytes);
      if (typeof entries === 'string') return entries;
      return entries.map((entry) => ({
        producerId: entry.producerId,
        producerEpoch: entry.producerEpoch,
        lastSequence: entry.lastSequence,
        lastOffset: entry.lastDataOffset,
        offsetDelta: entry.lastOffsetDelta,
        lastTimestamp: entry.lastTimestamp,
        coordinatorEpoch: entry.coordinatorEpoch,
        currentTxnFirstOffset: entry.currentTxnFirstOffset,
      }));
    }
    case 'leader epochs': {
      const rows = parseCheckpoint(bytes.toString('utf8'), 2);
      return typeof rows === 'string'
        ? rows
        : rows.map(([epoch, offset]) => ({ epoch: Number(epoch), startOffset: Number(offset) }));
    }
    case 'offset checkpoint': {
      const entries = parseOffsetCheckpoint(bytes.toString('utf8'));
      return typeof entries === 'string' ? entries : entries.map((entry) => ({ ...entry }));
    }
    case 'partition metadata': {
      const metadata = parsePartitionMetadata(bytes.toString('utf8'));
      return typeof metadata === 'string' ? metadata : [{ topicId: metadata.topicId }];
    }
    case 'meta properties':
      return bytes
        .toString('utf8')
        .split('\n')
        .filter((line) => line.includes('=') && !line.startsWith('#'))
        .map((line) => ({ name: line.slice(0, line.indexOf('=')), value: line.slice(line.indexOf('=') + 1) }));
  }
}

/** Up to the zeros that preallocation leaves at the end. */
function indexEntries(bytes: Buffer, size: number, row: (at: number) => Row): Row[] {
  let end = bytes.length - (bytes.length % size);
  while (end > 0 && bytes.subarray(end - size, end).every((byte) => byte === 0)) end -= size;
  const rows: Row[] = [];
  for (let at = 0; at < end; at += size) rows.push(row(at));
  return rows;
}
