import { expect, test } from 'vitest';
import { keyedArchive } from '../../fixtures/keyed-archive.ts';
import { holdsPlistNumber, holdsPlistText } from './plist-bytes.ts';

const archive = keyedArchive({ of: 'Post', members: { words: 'Pier 4', seconds: 1_741_296_764, small: 17, far: 53.25 } }); // prettier-ignore

test('finds numbers and texts where an archive writes them as values', () => {
  expect(['1741296764', '17'].map((one) => holdsPlistNumber(archive, one))).toEqual([true, true]);
  expect(['1741296765', '', '53.25', '-17', 'x'].map((one) => holdsPlistNumber(archive, one))).toEqual([false, false, false, false, false]); // prettier-ignore
  expect(['Pier 4', 'Pier'].map((one) => holdsPlistText(archive, one))).toEqual([true, false]);
});

test('takes no other bytes for an archive', () => {
  expect(holdsPlistNumber(archive.subarray(1), '1741296764')).toBe(false);
});
