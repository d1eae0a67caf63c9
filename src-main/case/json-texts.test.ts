import { expect, test } from 'vitest';
import { jsonTexts } from './json-texts.ts';

test('a text in pieces is found as its words read', () => {
  const texts = jsonTexts('{"text":["see ",{"type":"link","text":"https://two.example"}," now"]}');
  expect(texts).toContain('see https://two.example now');
  expect(texts).toContain(' now');
});

test('control characters that an export writes as \\x are read as such, and a backslash before an x stays one', () => {
  expect(jsonTexts('{"text":"a\\x1bb \\\\x41"}')).toContain('a\u001bb \\x41');
});

test('what is no JSON has no texts', () => {
  expect(jsonTexts('{"text":')).toEqual([]);
});

test('of a page inside a text the texts of its elements are found, as they read', () => {
  const texts = jsonTexts('{"b":"\\u003cdiv class=\\"t\\">one<br />two &amp; three</div>"}');
  expect(texts).toContain('one\ntwo & three');
  expect(texts).not.toContain('one');
});

test('pictures of signs and links stand in the line of a page inside a text', () => {
  const texts = jsonTexts(
    JSON.stringify({ b: '<div class="t">fine <img alt="[x]"> see <a href="#">Pier &lt;4&gt;</a>!</div><div>17</div>' }),
  );
  expect(texts).toContain('fine [x] see Pier <4>!');
  expect(texts).not.toContain('fine [x]');
});
