import { expect, test } from 'vitest';
import { HtmlReader } from './html-stream.ts';

test('bytes that are no UTF-8 are told also beside a replacement character that stands there as such', () => {
  const bytes = Buffer.concat([Buffer.from('<p>\uFFFD '), Buffer.of(0xff), Buffer.from('</p><p>\uFFFD</p>')]);
  const reader = new HtmlReader();
  const texts = [...reader.add(bytes), ...reader.end()].filter((one) => one.kind === 'text');
  expect(texts.map(({ text, isWhole }) => [text, isWhole])).toEqual([['\uFFFD \uFFFD', false], ['\uFFFD', true]]); // prettier-ignore
});
