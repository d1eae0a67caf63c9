import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, describe, test } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { DumpDamaged } from './pg-dump-bytes.ts';
import { columnsOfData, readDumpHead, readDumpRows } from './pg-dump.ts';

const folder = resolve(import.meta.dirname, '../../../../../shared/corpus/containers/generated');
const MOST = 1 << 20;

async function rowsOf(
  bytes: Buffer,
  piece: number,
): Promise<ReadonlyMap<string, readonly (readonly (string | null)[])[]>> {
  const head = readDumpHead(bytes);
  const tables = new Map<string, (readonly (string | null)[])[]>();
  for (const entry of head.entries) {
    if (entry.kind !== 'TABLE DATA') continue;
    const rows: (readonly (string | null)[])[] = [];
    tables.set(entry.name, rows);
    const range = async function* (start: number, end: number) {
      for (let at = start; at < end; at += piece)
        yield await Promise.resolve(bytes.subarray(at, Math.min(end, at + piece)));
    };
    for await (const row of readDumpRows(range, entry, head.compression, bytes.length, MOST)) rows.push(row);
  }
  return tables;
}

describe.skipIf(!existsSync(folder))('dumps of pg_dump 15', () => {
  test.each(['zlib', 'uncompressed'])('%s', async (form) => {
    const bytes = readFileSync(join(folder, `pgdump_custom_v1.14_${form}.dump`));
    const head = readDumpHead(bytes);
    expect(head).toMatchObject({ version: '1.14', database: 'ufdr', compression: form === 'zlib' ? 'zlib' : 'none' });
    for (const piece of [1, 7, 1 << 16]) {
      const tables = await rowsOf(bytes, piece);
      expect(tables.get('DeviceInfoEntries')?.map((row) => row.slice(1))).toEqual([
        ['IMEI', '490154203237518'],
        ['ICCID', '8931'],
        ['ICCID', '8932'],
      ]);
      expect(tables.get('Nodes')?.map((row) => [row[1]?.slice(-1) ?? null, row[3], row[9]])).toEqual([
        [null, 'data', 'f'],
        ['1', 'a\tb\\c\nd.txt', 'f'],
        ['2', 'x.png', 't'],
      ]);
    }
    const data = head.entries.find(({ kind, name }) => kind === 'TABLE DATA' && name === 'Nodes');
    if (data === undefined) throw new Error('no data');
    // Where the dump keeps no COPY statement, the columns are those of the table.
    expect(columnsOfData(head, { ...data, copy: '' })).toEqual(columnsOfData(head, data));
    expect(columnsOfData(head, data)).toContain('AbsolutePath');
  });

  test('1,500 broken dumps are read or refused', async () => {
    const random = seededRandom(4);
    const sound = ['zlib', 'uncompressed'].map((form) =>
      readFileSync(join(folder, `pgdump_custom_v1.14_${form}.dump`)),
    );
    const refused = new Set<string>();
    for (let round = 0; round < 1500; round += 1) {
      let bytes = Buffer.from(sound[round % 2] ?? Buffer.alloc(0));
      for (let change = 0; change < 1 + Math.floor(random() * 3); change += 1)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      if (random() < 0.3) bytes = bytes.subarray(0, Math.floor(random() * bytes.length));
      try {
        await rowsOf(bytes, 4096);
      } catch (error) {
        if (!(error instanceof DumpDamaged)) throw error;
        refused.add(error.reason);
      }
    }
    expect(refused.size).toBeGreaterThan(4);
  });
});
