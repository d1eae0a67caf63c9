import { expect, test } from 'vitest';
import { JsonPieces } from './json-pieces.ts';
import type { JsonPiece } from './json-pieces.ts';

const goesInto = (path: readonly (string | number)[]): boolean => path.length === 0 || (path.length === 1 && path[0] === 'messages'); // prettier-ignore

async function piecesOf(
  text: string,
  step: number,
): Promise<{ readonly all: readonly JsonPiece[]; readonly isWhole: boolean }> {
  // prettier-ignore
  const bytes = Buffer.from(text);
  const pieces = new JsonPieces(goesInto);
  const all: JsonPiece[] = [];
  for await (const some of pieces.read(inPieces(bytes, step))) all.push(...some);
  for (const { offset, length, text: said } of all)
    expect(bytes.subarray(offset, offset + length).toString()).toBe(said);
  return { all, isWhole: pieces.isWhole };
}

async function* inPieces(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) {
    await Promise.resolve();
    yield bytes.slice(at, at + step);
  }
}

const WHOLE = '\uFEFF{ "n": 17, "a\\"b": "x}",\n "messages": [ {"t":"a ] } \\" é"}, [1,{"k":[]}], true , "s" ], "end": {"messages":[1]} }\n'; // prettier-ignore

test.each([1, 2, 3, 5, 1000])('a document in pieces of %i bytes comes as its values with their paths', async (step) => {
  const { all, isWhole } = await piecesOf(WHOLE, step);
  expect(all.map(({ path, text }) => [path, text])).toEqual([
    [['n'], '17'],
    [['a"b'], '"x}"'],
    [['messages', 0], '{"t":"a ] } \\" é"}'],
    [['messages', 1], '[1,{"k":[]}]'],
    [['messages', 2], 'true'],
    [['messages', 3], '"s"'],
    [['end'], '{"messages":[1]}'],
  ]);
  expect(isWhole).toBe(true);
});

test.each(['{"messages":[{"a":1},{"b":', '{"messages":[{"a":1}', '{"mess'])('%s is known to be cut', async (text) => {
  const { isWhole } = await piecesOf(text, 4);
  expect(isWhole).toBe(false);
});

test('what is no JSON does not hide what follows', async () => {
  const { all } = await piecesOf('{"messages":[ noise {"a":1}, ]]]{"b":2} words', 3);
  expect(all.map(({ text }) => text)).toEqual(['noise', '{"a":1}', ']', '2', 'words']);
});
