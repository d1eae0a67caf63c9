import type { EvidenceFile } from '../../evidence/tree.ts';
import type { BytesLocator } from '../../model/index.ts';
import { parseObject } from '../json-object.ts';
import type { Run } from '../parser.ts';
import { readLines } from '../text-lines.ts';
import { decodeMessage, type Doubt, type Plain } from './decode-message.ts';
import { readFrames } from './frame-bytes.ts';

/** One frame of either form, as the value that its JSON form has. */
export interface Item {
  /** Null where nothing could be read of it. */
  readonly value: Readonly<Record<string, Plain>> | null;
  readonly doubts: readonly Doubt[];
  /** What stands first tells of the backup itself. */
  readonly isFirst: boolean;
  readonly at: BytesLocator;
  readonly problem: string | null;
}

export const TOO_LARGE = 'The frame is larger than this program reads at once; nothing was read from it.';
const CUT = 'The file ends within a frame: it is cut off or damaged, and what may have followed is not known.';
const NO_OBJECT = 'The line is no object of JSON; nothing was read from it.';

/** The frames of a file in their order. Holds one at a time. */
export async function* readItems(file: EvidenceFile, variant: string, run: Run): AsyncGenerator<Item> {
  // A length that a damaged frame states may lead beyond the file.
  const locate = (offset: number, length: number): BytesLocator => ({ kind: 'bytes', file: file.sha256, offset, length: Math.max(0, Math.min(length, file.sizeBytes - offset)) }); // prettier-ignore
  let isFirst = true;
  if (variant === 'chat-export') {
    for await (const lines of readLines(run.bytes(file)))
      for (const { offset, length, text, decodable } of lines) {
        if (text.trim() === '') continue;
        const value = parseObject(text.replace(/^\uFEFF/u, ''))?.all ?? null;
        const doubts: readonly Doubt[] = decodable ? [] : [{ what: 'other-text', where: 'line' }];
        yield { value: value as Item['value'], doubts, isFirst, at: locate(offset, length), problem: value === null ? NO_OBJECT : null }; // prettier-ignore
        isFirst = false;
      }
    return;
  }
  for await (const frames of readFrames(run.bytes(file)))
    for (const { offset, length, bytes, isCut } of frames) {
      const doubts: Doubt[] = [];
      const value = bytes === null ? null : decodeMessage(bytes, isFirst ? 'BackupInfo' : 'Frame', doubts);
      yield { value, doubts, isFirst, at: locate(offset, isCut ? Infinity : length), problem: bytes === null ? (isCut ? CUT : TOO_LARGE) : null }; // prettier-ignore
      isFirst = false;
    }
}
