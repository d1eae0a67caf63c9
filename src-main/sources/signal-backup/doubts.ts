import type { BytesLocator, Issue } from '../../model/index.ts';
import type { Doubt } from './decode-message.ts';
import { issueAt, live, type Reading } from './reading.ts';

/** What the bytes of a frame say beyond its value. A field that is not known is said once for a file, at the first frame that has it. */
export function doubtsAt(reading: Reading, doubts: readonly Doubt[], at: BytesLocator): readonly Issue[] {
  const issues: Issue[] = [];
  for (const { what, where } of doubts) {
    const isOfFormat = what === 'unknown-field';
    if (isOfFormat && reading.said.has(where)) continue;
    if (isOfFormat) reading.said.add(where);
    const code = isOfFormat
      ? 'unknown-code'
      : what === 'no-text' || what === 'other-text'
        ? 'undecodable-text'
        : 'undecodable-payload';
    issues.push(issueAt('warning', code, live(at), where, null, SAID[what]));
  }
  return issues;
}

const SAID: Readonly<Record<Doubt['what'], string>> = {
  'unknown-field': 'The frame holds a field that this parser does not know; it is kept by its number, here and in further frames.',
  'wrong-type': 'A field holds a value of another kind than the format has there; it is kept by its number.',
  'no-text': 'A text of the frame is no UTF-8; what could not be read is shown as replacement characters, and the bytes lie at the place named.',
  'other-text': 'The bytes are not text in the encoding of the file; letters may be wrong. Outside UTF-16 they were read as windows-1252.',
  twice: 'The frame holds a field twice that it may hold once; the last is read, and the others are kept by its number.',
  damaged: 'The frame is damaged: from this byte of one of its messages on nothing was read.',
  'too-deep': 'The frame nests deeper than the app writes; what lies deeper was not read.',
}; // prettier-ignore
