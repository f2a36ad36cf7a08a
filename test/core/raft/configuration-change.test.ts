import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  changeStyle,
  decodeConfigurationChange,
  encodeConfigurationChange,
  LEAVE_JOINT,
} from '../../../src/core/raft/configuration-change.ts';

const change = fc.record({
  transition: fc.constantFrom('auto', 'jointImplicit', 'jointExplicit'),
  changes: fc.array(
    fc.record({
      kind: fc.constantFrom('addVoter', 'addLearner', 'remove', 'update'),
      id: fc.integer({ min: -1, max: 0x7fffffff }),
    }),
    { maxLength: 20 },
  ),
  context: fc.uint8Array({ maxLength: 30 }),
});

test('a change survives its encoding', () => {
  fc.assert(
    fc.property(change, (given) => {
      expect(decodeConfigurationChange(encodeConfigurationChange(given))).toEqual(given);
    }),
  );
});

test('leaving a joint configuration takes no bytes, and is what no bytes mean', () => {
  expect(encodeConfigurationChange(LEAVE_JOINT).length).toBe(0);
  expect(changeStyle(decodeConfigurationChange(new Uint8Array(0))!)).toBe('leaveJoint');
});

test('bytes that are no change are refused, and never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const decoded = decodeConfigurationChange(bytes);
      if (decoded !== null) expect(decoded.changes.length * 5).toBeLessThanOrEqual(bytes.length);
    }),
  );
  expect(decodeConfigurationChange(Uint8Array.of(3, 0, 0))).toBeNull();
  expect(decodeConfigurationChange(Uint8Array.of(0, 0, 1))).toBeNull();
  expect(decodeConfigurationChange(Uint8Array.of(0, 0, 1, 9, 0, 0, 0, 1))).toBeNull();
});
