import { expect, it } from 'vitest';
import { isSameWords } from './same-words.ts';

const NOTICE = 10_000;
const APP = 49;

it('takes no words for the line that a message left when it was taken back', () => {
  expect(isSameWords('a message', 'You recalled a message', NOTICE)).toBe(false);
  expect(isSameWords('你', '你撤回了一条消息', NOTICE)).toBe(false);
  expect(isSameWords('you recalled a message', 'You recalled a message', NOTICE)).toBe(true);
});

it('looks for words of a link in its content, as far as that ends', () => {
  const content = '<msg><appmsg><title>Crates &amp; keys</title></appmsg></msg>';
  expect(isSameWords('crates keys', content, APP)).toBe(true);
  expect(isSameWords('crates lost', content, APP)).toBe(false);
  // Words without number in a content without end are not looked for one by one.
  const words = Array.from({ length: 2000 }, (_, index) => `b${index}`).join(' ');
  expect(isSameWords(words, `<t>${'ab'.repeat(100_000)} ${words}</t>`, APP)).toBe(false);
});
