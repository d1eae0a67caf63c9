import { expect, it } from 'vitest';
import { asCsv } from './csv.ts';

it('leaves numbers as they are and quotes what would break a row', () => {
  expect(asCsv([['Name', 'Messages'], ['a "b", c\r\nd', -12345678]])).toBe('Name,Messages\r\n"a ""b"", c\r\nd",-12345678\r\n'); // prettier-ignore
});

it('hands no formula to a spreadsheet', () => {
  for (const text of ['=1+1', '+41 79', '-1', '@SUM(A1)', '\t=1', ' =1', '\u200b=1', '|calc', '\r=1']) {
    expect(
      asCsv([[text]])
        .replace(/^"/u, '')
        .startsWith("'"),
      JSON.stringify(text),
    ).toBe(true);
  }
  expect(asCsv([['+']])).toBe("'+\r\n");
  expect(asCsv([['A-1', '2024-03-05', '1=1']])).toBe('A-1,2024-03-05,1=1\r\n');
});
