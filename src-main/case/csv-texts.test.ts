import { describe, expect, test } from 'vitest';
import { compareValue } from './compare-record.ts';
import { csvTexts } from './csv-texts.ts';

const cells = (text: string): readonly string[] => csvTexts(Buffer.from(text));

describe('cells of a record of CSV', () => {
  test('are those that the parser reads', () => {
    expect(cells('1,"two, ""2""\r\nand",,"ab"cd,5\r\n')).toEqual(['1', 'two, "2"\nand', '', 'abcd', '5']);
    expect(cells('1,2,3,4,"open, to the end\n')).toEqual(['1', '2', '3', '4', 'open, to the end']);
    expect(cells('1,2,3,4,')).toEqual(['1', '2', '3', '4', '']);
    expect(cells('so, no, record\n')).toEqual([]);
  });

  test('of any size do not end a verification', () => {
    const long = 'x'.repeat(24 * 1024 * 1024);
    expect(cells(`1,2,3,4,"${long}"`)[4]).toHaveLength(long.length);
    expect(cells(`1,2,3,4,"${long}`)[4]).toHaveLength(long.length);
  });

  test('in GB 18030 are found again', () => {
    const bytes = Buffer.concat([Buffer.from('1,2,3,4,"'), Buffer.from('c4e3bac3', 'hex'), Buffer.from('"\r\n')]);
    const value = { name: 'body', text: '你好', isColumn: false };
    expect(compareValue({ kind: 'item', isRecovered: false }, value, { rows: [], bytes: [bytes], unpack: () => null, isWhole: true })).toEqual({ outcome: 'same' }); // prettier-ignore
  });
});
