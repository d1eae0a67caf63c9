import { expect, test } from 'vitest';
import { csvRows } from './csv-rows.ts';
import type { CsvRow } from './csv-rows.ts';

async function rowsOf(bytes: Uint8Array, step: number): Promise<readonly CsvRow[]> {
  const all: CsvRow[] = [];
  for await (const rows of csvRows(inPieces(bytes, step))) all.push(...rows);
  return all;
}

async function* inPieces(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) {
    await Promise.resolve();
    yield bytes.slice(at, at + step);
  }
}

const TEXT = '\uFEFFa,b\r\n"x, ""y""\nz",说“"”\r\n,"",1\na""b,"c"d\n\n"last';

test.each([1, 2, 3, 7, 1000])('records of CSV in pieces of %i bytes keep their cells and bytes', async (step) => {
  const bytes = Buffer.from(TEXT);
  const rows = await rowsOf(bytes, step);
  expect(rows.map(({ cells }) => cells)).toEqual([['a', 'b'], ['x, "y"\nz', '说“"”'], ['', '', '1'], ['a""b', 'cd'], [''], ['last']]); // prettier-ignore
  expect(rows.map(({ isWhole }) => isWhole)).toEqual([true, true, true, true, true, false]);
  expect(Buffer.concat(rows.map(({ offset, length }) => bytes.subarray(offset, offset + length)))).toEqual(bytes);
});

test('bytes that are no UTF-8 are read as GB 18030, and said', async () => {
  const [row] = await rowsOf(Buffer.from([0x61, 0x2c, 0xc4, 0xe3, 0xba, 0xc3, 0x0a]), 3);
  expect(row).toMatchObject({ cells: ['a', '你好'], decodable: false });
});
