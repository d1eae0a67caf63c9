import { expect, test } from 'vitest';
import { holdsInFields, isInFields } from './message-bytes.ts';

/** Field 3 with a time, field 20 with a text, field 4 with the number 2. */
const RUN = Buffer.from([0x18, 0x80, 0x94, 0xeb, 0xdc, 0x03, 0xa2, 0x01, 0x02, 0x68, 0x69, 0x20, 0x02]);

test.each([
  ['time', '1000000000', true],
  ['time', '1000000001', false],
  ['type', 'poll#20', true],
  ['type', 'poll#21', false],
  ['type', 'MISSED=2', true],
  ['type', 'MISSED=3', false],
  ['type', 'field 3', true],
  ['body', 'hi', false],
])('%s %s: %s', (name, text, isHeld) => {
  expect(holdsInFields(RUN, name, text)).toBe(isHeld);
});

test('a text is no such message', () => {
  expect(isInFields(RUN)).toBe(true);
  expect(isInFields(Buffer.from('{"type": 49, "text": "x1"}\n'))).toBe(false);
});
