import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSchemas, tlTable, tlTableFile } from '../../../fixtures/write-tl-table.ts';
import { TlSchema } from '../../evidence/decode/tl.ts';
import { TL_TABLE } from './tl-table.ts';

const SCHEMAS = join(import.meta.dirname, '../../../../shared/corpus/telegram/tl-schema');

test.skipIf(!existsSync(SCHEMAS))('the table is what the published schemas say', () => {
  const lines = tlTable(readSchemas(SCHEMAS));
  expect(lines).toEqual(TL_TABLE);
  expect(tlTableFile(lines)).toBe(readFileSync(join(import.meta.dirname, 'tl-table.ts'), 'utf8'));
});

test('the table holds each type that one of its fields has', () => {
  const types = new Set(TL_TABLE.map((line) => line.slice(0, line.indexOf('='))));
  const asked = new Set(TL_TABLE.flatMap((line) => [...line.matchAll(/[=*]([A-Z]\w*(?:\.\w+)?)(?=[?,;]|$)/gu)].map((match) => match[1] ?? ''))); // prettier-ignore
  asked.delete('Bool');
  expect([...asked].filter((type) => !types.has(type))).toEqual([]);
  expect(() => new TlSchema(TL_TABLE)).not.toThrow();
});
