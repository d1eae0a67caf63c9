import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import { doubtsOf } from '../json-doubts.ts';
import type { JsonDoubts } from '../json-doubts.ts';
import type { JsonFields } from '../json-fields.ts';
import { parseObject } from '../json-object.ts';
import { readLines } from '../text-lines.ts';
import type { TextLine } from '../text-lines.ts';
import { arrayObjects } from './array-objects.ts';

/** One object of an archive, or what stands where one should; offset and length in bytes. */
export interface ArchiveRow {
  readonly file: EvidenceFile;
  /** Which file of the source: 0 for the first. */
  readonly fileNumber: number;
  readonly offset: number;
  readonly length: number;
  /** Null: not an object of JSON. */
  readonly fields: JsonFields | null;
  readonly decodable: boolean;
  /** What the text says and its value does not hold; null where nobody asked. */
  readonly doubts: JsonDoubts | null;
}

/** Which of the two ways of writing a file has: objects by line, or in one array. */
export async function isArray(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  const head = Buffer.from(await tree.head(file, 64)).toString('utf8');
  return head
    .replace(/^\uFEFF/u, '')
    .trimStart()
    .startsWith('[');
}

/** How the rows of a file are wanted. */
export interface RowsWanted {
  /** A row without these letters is not read; its `fields` are null. */
  readonly having?: string;
  /** Called for each empty line, which is left out. */
  readonly blank?: () => void;
}

/** The objects of one file, those of each chunk together. */
export async function* readRows(
  tree: EvidenceTree,
  bytes: AsyncIterable<Uint8Array>,
  file: EvidenceFile,
  fileNumber: number,
  { having, blank }: RowsWanted = {},
): AsyncGenerator<readonly ArchiveRow[]> {
  const pieces = (await isArray(tree, file)) ? arrayObjects(bytes) : readLines(bytes);
  for await (const batch of pieces) {
    const rows: ArchiveRow[] = [];
    for (const piece of batch) {
      const text = plain(piece);
      const fields = having === undefined || text.includes(having) ? parseObject(text) : null;
      if (text === '') blank?.();
      else {
        const doubts = fields === null || having !== undefined ? null : doubtsOf(text, fields.all);
        rows.push({ file, fileNumber, ...placeOf(piece), fields, decodable: piece.decodable, doubts });
      }
    }
    yield rows;
  }
}

/** Objects by line may stand in an array that has one a line, or be parted by commas. */
function plain({ text }: TextLine): string {
  return text
    .replace(/^\uFEFF/u, '')
    .trim()
    .replace(/,$/u, '');
}

function placeOf({ offset, length }: TextLine): { readonly offset: number; readonly length: number } {
  return { offset, length };
}
