import { createHash, randomFillSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { memorySource } from '../byte-source.ts';
import { RECIPE_2, RECIPE_4, SALT, Sealer } from '../fixture-sqlcipher.ts';
import { findSettings } from './find-sqlcipher-settings.ts';
import { specimenOf } from './sqlcipher-specimen.ts';
import { unlockDatabase } from './unlock-sqlcipher.ts';
import { unlockInThreads } from './unlock-sqlcipher-threads.ts';

const KEY = createHash('sha256').update('threads').digest();

it.each([RECIPE_4, { ...RECIPE_2, pageSize: 65_536 }])('two threads give what one gives: pages of $pageSize bytes', async (recipe) => {
  const { pageSize } = recipe;
  const plain = randomFillSync(Buffer.alloc(5_570_560));
  plain.fill(0, 7 * pageSize, 9 * pageSize);
  const sealed = new Sealer({ ...recipe, rawKey: KEY }).database(plain);
  for (const number of [12, 13, 40, 80]) sealed.writeUInt8(sealed.readUInt8((number - 1) * pageSize + 99) ^ 1, (number - 1) * pageSize + 99);
  const source = memorySource(Buffer.concat([sealed, Buffer.alloc(100, 1)]));
  const key = { kind: 'raw', key: KEY, macKey: null, salt: SALT } as const;
  const opened = await findSettings(key, { pageSize, plainHeaderBytes: 0 }, specimenOf(source, null), () => Promise.resolve()); // prettier-ignore
  if (opened === null) throw new Error('not opened');
  const run = async (work: Generator<number, unknown> | AsyncGenerator<number, unknown>, hash: ReturnType<typeof createHash>): Promise<unknown> => {
    for (;;) {
      const step = await work.next();
      if (step.done === true) return [step.value, hash.digest('hex')];
    }
  };
  const [one, two] = [createHash('sha256'), createHash('sha256')];
  const alone = await run(unlockDatabase(source, opened, { write: (block) => void one.update(block) }), one);
  const both = await run(unlockInThreads(source, opened, { write: (block) => void two.update(block) }), two);
  expect(both).toEqual(alone);
  expect(alone).toMatchObject([{ count: 5_570_560 / pageSize, empty: 2, failed: [12, 13, 40, 80] }, expect.anything()]);
}); // prettier-ignore
