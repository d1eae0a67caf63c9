import { jsonTexts } from './json-texts.ts';
import { xmlTexts, xmlValues } from './xml-texts.ts';

/** Documents within documents deeper than this are not looked into. */
const DEEPEST = 4;

/** Before the content of a message to a group WeChat writes the sender, a colon and a line break. */
const SIGNATURE = /^[\w@.-]{1,100}:\r?\n/u;

/** The texts that a stored text holds, each whole: itself, what follows a sender, and those of XML or JSON, also where that stands inside a text. */
export function* heldTexts(text: string, depth = 0): Generator<string> {
  yield text;
  if (depth === DEEPEST) return;
  const signed = SIGNATURE.exec(text)?.[0];
  if (signed !== undefined) yield* heldTexts(text.slice(signed.length), depth + 1);
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) {
    yield* xmlValues(trimmed);
    for (const one of xmlTexts(trimmed)) yield* heldTexts(one, depth + 1);
  }
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) yield* jsonTexts(trimmed);
}
