import { expect, test } from 'vitest';
import { readPlace, stepsWithin, writePlace, type Step } from './place.ts';

const SHA = 'ab'.repeat(32);

test.each<readonly [string, readonly Step[]]>([
  [`o:${SHA}`, [{ in: 'work', sha256: SHA }]],
  [
    `o:${SHA}|r:512,34`,
    [
      { in: 'work', sha256: SHA },
      { in: 'run', offset: 512, size: 34 },
    ],
  ],
  [
    'd:a%2Fb|k:ios-backup,7,16,0300ff,16',
    [
      { in: 'disk', nameHex: null, path: 'a/b' },
      { in: 'sealed', kind: 'ios-backup', lock: 7, size: 16, args: ['0300ff', '16'] },
    ],
  ],
  [`z:1,2,3,8,${SHA}|k:ios-backup,7,16`, [{ in: 'zip', offset: 1, packed: 2, size: 3, method: 8, sha256: SHA }, { in: 'sealed', kind: 'ios-backup', lock: 7, size: 16, args: [] }]], // prettier-ignore
])('%s is read as it is written', (text, steps) => {
  expect(readPlace(text)).toEqual(steps);
  expect(writePlace(steps)).toBe(text);
});

test('steps that others follow name what the file itself would tell', () => {
  const file = { path: 'in/x.db', sha256: SHA, sizeBytes: 3, modifiedMs: null };
  expect(writePlace(stepsWithin({ ...file, place: 'd:' }))).toBe('d:in%2Fx.db');
  const derivedFrom = { file: 'cd'.repeat(32), method: 'zip entry' };
  expect(writePlace(stepsWithin({ ...file, derivedFrom, place: 'z:1,2,3,8|z:4,5,6,8' }))).toBe(
    `z:1,2,3,8,${'cd'.repeat(32)}|z:4,5,6,8,${SHA}`,
  );
});
