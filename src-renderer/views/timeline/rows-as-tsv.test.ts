import { expect, it } from 'vitest';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { en } from '../../messages/en.ts';
import { rowsAsTsv } from './rows-as-tsv.ts';

const item = (part: Partial<ItemView>): ItemView =>
  ({
    timeMs: Date.parse('2025-03-30T01:00:00Z'),
    timeZone: 'utc',
    sender: null,
    conversationTitle: null,
    type: 'text',
    state: 'live',
    body: null,
    attachments: [],
    ...part,
  }) as unknown as ItemView;

it('keeps one line to a row and lets no cell be a formula', () => {
  const text = rowsAsTsv([item({ body: '=1+1\tx\ny' })], ['time', 'utc', 'text'], 'Europe/Berlin', en);
  expect(text).toBe("Time\tUTC\tText\n2025-03-30 03:00:00 +02:00\t2025-03-30T01:00:00.000Z\t'=1+1 x y\n");
});

it('gives no offset and no UTC to a wall clock without a zone', () => {
  const text = rowsAsTsv([item({ timeZone: 'unstated' })], ['time', 'utc'], 'Europe/Berlin', en);
  expect(text).toBe('Time\tUTC\n2025-03-30 01:00:00 (no zone stated)\t\n');
});

it('lets no cell be a formula behind a space, nor in the full-width form', () => {
  const rows = [' =1', '＝1', "'+1", 'a=1'].map((body) => item({ body }));
  expect(rowsAsTsv(rows, ['text'], 'UTC', en)).toBe("Text\n' =1\n'＝1\n''+1\na=1\n");
});
