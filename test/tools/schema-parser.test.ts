import { describe, expect, test } from 'vitest';
import { parseSchema } from '../../src/tools/schema/schema-parser.ts';
import { intersect, parseVersions } from '../../src/tools/schema/versions.ts';

describe('schema text', () => {
  test('says everything about a message', () => {
    const [message] = parseSchema(
      [
        '# a comment',
        'request DemoRequest key=7 versions=1-4 flexible=3+ listeners=broker,controller latest=unstable',
        '  groupId string inflexible   # another',
        '  topics []DemoTopic?2+ 1-3 = null ignorable',
        '    name string mapKey',
        '  cursor Cursor? 3+ @5:4+ = null',
        'struct Cursor 3+',
        '  at int64 = -1',
      ].join('\n'),
      'demo.schema',
    );
    expect(message).toMatchObject({ kind: 'request', name: 'DemoRequest', key: 7, versions: { min: 1, max: 4 } });
    expect(message).toMatchObject({ listeners: ['broker', 'controller'], isLatestUnstable: true });
    const [groupId, topics, cursor] = message!.fields;
    expect(groupId).toMatchObject({ type: { base: 'string', isArray: false }, isFlexible: false, default: null });
    expect(topics).toMatchObject({ type: { struct: 'DemoTopic', isArray: true }, nullable: { min: 2, max: 3 } });
    expect(topics).toMatchObject({ versions: { min: 1, max: 3 }, default: 'null', isIgnorable: true });
    expect(cursor).toMatchObject({ tag: 5, tagged: { min: 4, max: 0x7fff }, versions: { min: 3, max: 0x7fff } });
    expect(message!.structs.get('DemoTopic')!.fields[0]).toMatchObject({ name: 'name', isMapKey: true });
    expect(message!.structs.get('Cursor')!.fields[0]).toMatchObject({ name: 'at', default: '-1' });
  });

  test.each([
    ['nonsense Demo versions=0', 1, 'expected one of'],
    ['data demo versions=0', 1, 'no message name'],
    ['data Demo', 1, 'versions= is missing'],
    ['data Demo versions=0 colour=red', 1, 'unknown attribute "colour=red"'],
    ['data Demo versions=4-2', 1, 'no version range'],
    ['data Demo versions=0\n  x int31', 2, 'unknown type "int31"'],
    ['data Demo versions=0\n  x', 2, 'expected: name type'],
    ['data Demo versions=0\n  x int32 0 1', 2, 'unexpected "1"'],
    ['data Demo versions=0\n    x int32', 2, 'indented by 4, expected 2'],
    ['data Demo versions=0\n  x int32\n    y int32', 2, 'is no struct'],
    ['data Demo versions=0\n  x int32\n  x int32', 1, 'two fields of one name'],
    ['data Demo versions=0 flexible=0+\n  x int32 @1\n  y int32 @1', 1, 'two fields of one tag'],
    ['data Demo versions=0-1 flexible=1+\n  x int32 @1', 1, 'not flexible'],
    ['data Demo versions=0\n  x Thing', 1, 'struct Thing is not defined'],
    ['data Demo versions=0\n  x Thing\n    a int8\n  y Thing\n    a int8', 4, 'defined twice'],
    ['data Demo versions=0\n  x string = null', 1, 'never nullable'],
  ])('%j is refused', (text, line, reason) => {
    expect(() => parseSchema(text, 'demo.schema')).toThrow(new RegExp(`^demo\\.schema:${line}: .*${reason}`));
  });

  test('version ranges', () => {
    expect(['3', '0-12', '9+', 'none'].map(parseVersions)).toEqual([
      { min: 3, max: 3 },
      { min: 0, max: 12 },
      { min: 9, max: 0x7fff },
      { min: 0, max: -1 },
    ]);
    expect(['', '3-', '+', 'x', '5-4'].map(parseVersions)).toEqual([null, null, null, null, null]);
    expect(intersect({ min: 0, max: 3 }, { min: 5, max: 9 })).toEqual({ min: 0, max: -1 });
  });
});
