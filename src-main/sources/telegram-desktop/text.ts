import type { Detail, StoredColumns } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';

/** The words of a message, and what marks in them lead elsewhere. */
export interface Words {
  readonly body: string | null;
  readonly links: readonly Detail['content'][];
  /** Accounts that the text names by number, with the words that stand for them. */
  readonly named: readonly { readonly identifier: string; readonly name: string }[];
  /** The marks of the text as stored, where it has more than plain words. */
  readonly stored: StoredColumns;
}

/**
 * Reads `text`: a text, or a list of texts and of pieces with a type. Pieces are put together as the app shows them; the list is
 * carried as stored where a piece is more than plain.
 */
export function readWords(fields: JsonFields): Words {
  const plain = fields.text('text');
  const list = fields.list('text');
  const entities = fields.list('text_entities');
  const body = plain ?? list.map(textOfPiece).join('');
  const name = entities.length > 0 ? 'text_entities' : 'text';
  const marks = (entities.length > 0 ? entities : list).map((piece) => JsonFields.of(piece)).filter(isMarked);
  const links: Detail['content'][] = [];
  const named: { identifier: string; name: string }[] = [];
  for (const mark of marks) {
    const href = mark.text('href');
    const words = mark.text('text');
    if (href !== null) links.push({ type: 'link', url: href, title: words, description: null });
    const user = mark.whole('user_id');
    if (user !== null && user > 0 && words !== null) named.push({ identifier: `user${user}`, name: words });
  }
  const stored = marks.length === 0 ? {} : { [name]: JSON.stringify(entities.length > 0 ? entities : list) };
  return { body: body === '' ? null : body, links, named, stored };
}

/** The words of a value that is a text or a list of pieces, such as a poll's question. */
export function wordsOf(fields: JsonFields, name: string): string | null {
  const text = fields.text(name) ?? fields.list(name).map(textOfPiece).join('');
  return text === '' ? null : text;
}

function textOfPiece(piece: unknown): string {
  if (typeof piece === 'string') return piece;
  return JsonFields.of(piece)?.text('text') ?? '';
}

function isMarked(piece: JsonFields | null): piece is JsonFields {
  return piece !== null && piece.text('type') !== 'plain';
}
