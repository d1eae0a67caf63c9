import { expect, test } from 'vitest';
import { keyOfSeal, newSeal, parseSeal, sealValue, unsealValue } from './ring-seal.ts';

test('a sealed value opens with the passphrase, for the key that it was sealed for, and unchanged', async () => {
  const { seal, key } = await newSeal('wörds');
  const sealed = sealValue(key, Buffer.from('secret'), '1 password ff');
  expect(sealed).not.toContain(Buffer.from('secret').toString('hex'));
  const again = await keyOfSeal(seal, 'wo\u0308rds');
  expect(again).toEqual(key);
  expect(unsealValue(key, sealed, '1 password ff')?.toString()).toBe('secret');
  expect(unsealValue(key, sealed, '2 password ff')).toBeNull();
  expect(
    unsealValue(
      key,
      sealed.replace(/.$/u, (digit) => (digit === '0' ? '1' : '0')),
      '1 password ff',
    ),
  ).toBeNull();
  expect(unsealValue(key, 'ff', '')).toBeNull();
  expect(await keyOfSeal(seal, 'words')).toBeNull();
}, 20_000);

test('a description of a seal that was changed is none', async () => {
  const { seal } = await newSeal('words');
  expect(parseSeal(JSON.stringify(seal))).toEqual(seal);
  const changes = [{ N: 3 }, { N: 2 ** 30 }, { r: 0 }, { p: 1e6 }, { kdf: 'none' }, { salt: 'x' }, { check: 7 }];
  for (const change of changes) expect(parseSeal(JSON.stringify({ ...seal, ...change }))).toBeNull();
  for (const text of ['', 'null', '7', '{']) expect(parseSeal(text)).toBeNull();
}, 20_000);
