import { expect, test } from 'vitest';
import { binaryPlist, type Plain } from '../../../fixtures/binary-plist.ts';
import { keyedArchive } from '../../../fixtures/keyed-archive.ts';
import { readKeyedArchive } from './keyed-archive.ts';
import { PlistDamaged } from './plist.ts';

function archive(...objects: readonly Plain[]): Buffer {
  return binaryPlist({ $version: 100_000, $archiver: 'NSKeyedArchiver', $top: { root: { uid: 1 } }, $objects: ['$null', ...objects] }); // prettier-ignore
}

test('objects are their members, dictionaries by text are objects, others are lists of pairs', () => {
  const uuid = '659AA5F4-A28D-FCC1-1EA1-B997537A3D95';
  const address = { of: 'Address', members: { id: { uuid }, number: null } };
  const bytes = keyedArchive({ pairs: [[address, { of: 'State', members: { state: 6, sealed: true } }]] });
  expect(JSON.parse(JSON.stringify(readKeyedArchive(bytes)))).toEqual([{ key: { id: uuid, number: null }, value: { state: 6, sealed: true } }]); // prettier-ignore
  const named = keyedArchive({ pairs: [['name', 'Ada'], ['data', Buffer.from('ab')], ['list', [1, 'two']]] }); // prettier-ignore
  expect(JSON.parse(JSON.stringify(readKeyedArchive(named)))).toEqual({ name: 'Ada', data: '6162', list: [1, 'two'] });
});

test('ranges, dates and texts of their own', () => {
  const range = archive({ 'NS.rangeval.location': 3, 'NS.rangeval.length': 5, 'NS.special': 4 });
  expect(readKeyedArchive(range)).toEqual({ location: 3, length: 5 });
  expect(readKeyedArchive(archive({ 'NS.time': 0 }))).toBe('2001-01-01T00:00:00.000Z');
  expect(readKeyedArchive(archive({ 'NS.string': 'words' }))).toBe('words');
});

test('an archive that holds itself, names what is not there, or names one object a million times is refused', () => {
  expect(() => readKeyedArchive(archive({ self: { uid: 1 } }))).toThrow(PlistDamaged);
  expect(() => readKeyedArchive(archive({ gone: { uid: 99 } }))).toThrow(PlistDamaged);
  const wide = (uid: number): Plain => ({ 'NS.objects': Array.from({ length: 40 }, () => ({ uid })) });
  expect(() => readKeyedArchive(archive(wide(2), wide(3), wide(4), wide(5), 'end'))).toThrow('too many values');
  expect(() => readKeyedArchive(binaryPlist({ a: 1 }))).toThrow('no keyed archive');
});

test('a long text or name that is named again and again is refused, one that is long is read', () => {
  const often = (one: Plain): Buffer =>
    archive({ 'NS.objects': Array.from({ length: 4000 }, () => ({ uid: 2 })) }, one);
  const long = 'x'.repeat(10_000);
  expect(() => readKeyedArchive(often(long))).toThrow('named too often');
  expect(() => readKeyedArchive(often({ [long]: 1 }))).toThrow('named too often');
  expect(() => readKeyedArchive(often(Buffer.alloc(10_000)))).toThrow('named too often');
  expect(readKeyedArchive(archive('x'.repeat(60_000)))).toHaveLength(60_000);
});
