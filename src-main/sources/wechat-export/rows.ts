import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Stored } from '../../model/index.ts';
import { csvRows, LONGEST_ROW_BYTES } from '../csv-rows.ts';
import { JsonFields } from '../json-fields.ts';
import { parseObject } from '../json-object.ts';
import { JsonPieces } from '../json-pieces.ts';
import type { GoesInto } from '../json-pieces.ts';
import { readLines } from '../text-lines.ts';
import type { Ending, Row } from './row.ts';
import { objectRows, pageRows, scriptRows } from './page-rows.ts';
import { titledEntries } from './titled-text.ts';

export type { Ending, Row } from './row.ts';

/** How a file is cut into rows. */
export type Layout =
  | { readonly kind: 'document'; readonly goesInto: GoesInto }
  | { readonly kind: 'lines' }
  | { readonly kind: 'columns' }
  | { readonly kind: 'titled' }
  /** Messages of a page, texts of HTML in a script, objects of JSON on lines of a page or script. */
  | { readonly kind: 'page' | 'strings' | 'objects' };

/** The rows of one file, those of each chunk together. */
export async function* rowsOf(
  bytes: AsyncIterable<Uint8Array>,
  layout: Layout,
  ending: Ending,
): AsyncGenerator<readonly Row[]> {
  switch (layout.kind) {
    case 'document':
      yield* documentRows(bytes, layout.goesInto, ending);
      return;
    case 'lines':
      for await (const lines of readLines(bytes))
        yield lines.map(({ offset, length, text, decodable }) => {
          const plain = text.replace(/^\uFEFF/u, '').trim();
          const isBlank = plain === '' || plain.startsWith('#');
          return { offset, length, path: [], fields: isBlank ? null : parseObject(plain), text: plain, decodable, isBlank, isCut: false }; // prettier-ignore
        });
      return;
    case 'columns':
      yield* columnRows(bytes, ending);
      return;
    case 'page':
      yield* pageRows(bytes, ending);
      return;
    case 'strings':
      yield* scriptRows(bytes, ending);
      return;
    case 'objects':
      yield* objectRows(bytes, ending);
      return;
    case 'titled':
      for await (const entries of titledEntries(bytes, ending))
        yield entries.map(({ offset, length, decodable, stamp, name, text, isCut }) => {
          const fields = stamp === null ? null : new JsonFields({ time: stamp, name, text });
          return { offset, length, path: [], fields, text: null, decodable, isBlank: stamp === null && text.trim() === '', isCut }; // prettier-ignore
        });
  }
}

async function* documentRows(
  bytes: AsyncIterable<Uint8Array>,
  goesInto: GoesInto,
  ending: Ending,
): AsyncGenerator<readonly Row[]> {
  const pieces = new JsonPieces(goesInto);
  for await (const some of pieces.read(bytes))
    yield some.map(({ offset, length, path, text, decodable }) => {
      const fields = text.startsWith('{') ? parseObject(text) : null;
      return { offset, length, path, fields, text, decodable, isBlank: false, isCut: false };
    });
  ending.isWhole = pieces.isWhole;
  ending.isSound = pieces.isSound;
}

/** Records under the names of the first one; cells beyond them are called by their number. */
async function* columnRows(bytes: AsyncIterable<Uint8Array>, ending: Ending): AsyncGenerator<readonly Row[]> {
  let names: readonly string[] | null = null;
  for await (const some of csvRows(bytes)) {
    const rows: Row[] = [];
    for (const { offset, length, cells, decodable, isWhole } of some) {
      const isCut = length > LONGEST_ROW_BYTES;
      if (!isWhole && !isCut) ending.isWhole = false;
      const isBlank = cells.length === 1 && cells[0]?.trim() === '';
      const place = { offset, length, text: null, decodable, isCut };
      if (names === null && !isBlank) {
        // A file whose lines end in another way comes as one record: it is told, not taken for names alone.
        const isOneLine = !cells.some((one) => one.includes('\r'));
        names = isOneLine ? cells.map((one) => one.trim()) : [];
        rows.push({ ...place, path: isOneLine ? ['header'] : [], fields: null, isBlank: false });
      } else rows.push({ ...place, path: [], fields: isBlank ? null : fieldsOf(names ?? [], cells), isBlank });
    }
    yield rows;
  }
}

function fieldsOf(names: readonly string[], cells: readonly string[]): JsonFields {
  const value = Object.create(null) as Record<string, Stored>;
  for (const [index, cell] of cells.entries()) {
    const name = names[index];
    value[name === undefined || name === '' || name in value ? `column ${index + 1}` : name] = cell;
  }
  return new JsonFields(value);
}

/** The bytes of a row. */
export function placeOf(
  file: EvidenceFile,
  { offset, length }: Row,
): { readonly kind: 'bytes'; readonly file: string; readonly offset: number; readonly length: number } {
  // prettier-ignore
  return { kind: 'bytes', file: file.sha256, offset, length };
}
