/** KIP-966: a directory vouches for what the last incarnation acknowledged only where that is sure to be on it. */
import { expect, test } from 'vitest';
import { NodeFileSystem } from '../../src/runtime/files/node-file-system.ts';
import {
  CLEAN_SHUTDOWN_FILE,
  commonEpoch,
  markClean,
  readLastIncarnation,
  writeIncarnation,
} from '../../src/storage/broker-epoch.ts';
import { temporaryDirectory } from '../support/logs.ts';

const files = new NodeFileSystem();

function inDirectory(check: (path: string) => void): void {
  const { path, remove } = temporaryDirectory();
  try {
    check(path);
  } finally {
    remove();
  }
}

test('a directory that nobody has used vouches for nothing', () => {
  inDirectory((path) => expect(readLastIncarnation(files, path)).toEqual({ wasClean: false, completeEpoch: -1 }));
});

test('after an orderly stop, for the incarnation that stopped, in the words of Kafka', () => {
  inDirectory((path) => {
    writeIncarnation(files, path, 41, 'os');
    markClean(files, path);
    expect(readLastIncarnation(files, path)).toEqual({ wasClean: true, completeEpoch: 41 });
    const mark = new TextDecoder().decode(files.readFile(`${path}/${CLEAN_SHUTDOWN_FILE}`)!);
    expect(mark).toBe('{"version":0,"brokerEpoch":41}');
  });
});

test.each([
  ['fsync', 41],
  ['os', -1],
] as const)('after a crash with chronik.flush=%s, for epoch %d', (flush, completeEpoch) => {
  inDirectory((path) => {
    writeIncarnation(files, path, 41, flush);
    expect(readLastIncarnation(files, path)).toEqual({ wasClean: false, completeEpoch });
  });
});

test('files that were damaged vouch for nothing', () => {
  inDirectory((path) => {
    const write = (name: string, text: string): void => {
      const file = files.open(`${path}/${name}`, 'create');
      const content = new TextEncoder().encode(text);
      files.write(file, content, 0, content.length, 0);
      files.close(file);
    };
    write('__chronik_broker_epoch', '{"version":0,"brokerEpoch":4');
    expect(readLastIncarnation(files, path).completeEpoch).toBe(-1);
    write(CLEAN_SHUTDOWN_FILE, '');
    expect(readLastIncarnation(files, path)).toEqual({ wasClean: true, completeEpoch: -1 });
  });
});

test('directories vouch together, or not at all', () => {
  expect(commonEpoch([7, 7])).toBe(7);
  expect(commonEpoch([7, 8])).toBe(-1);
  expect(commonEpoch([7, -1])).toBe(-1);
  expect(commonEpoch([])).toBe(-1);
});
