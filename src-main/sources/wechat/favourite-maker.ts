import { readXmlTree } from '../../evidence/decode/xml-tree.ts';
import { XmlDamaged } from '../../evidence/decode/xml.ts';
import { eventItemKey, readTimestamp } from '../../model/index.ts';
import type { Attachment, Event, Extracted, Key, Locator, RowLocator, Stored, StoredColumns, Timestamp } from '../../model/index.ts'; // prettier-ignore
import { rowIssue } from '../store-issues.ts';
import { integer } from '../stored-cells.ts';
import { timesOf } from '../stored-times.ts';
import type { Books } from './books.ts';
import { readFavourite, type FavouriteContent, type FavouriteItem } from './favourite-content.ts';
import { isRoom } from './identifier.ts';
import { renamed } from './renamed.ts';

/** What a table of files says of one file of a favourite. */
export interface FavouriteFile {
  readonly at: Locator;
  readonly path: string | null;
  readonly stored: StoredColumns;
}

/** Where files of a favourite may lie, relative to the source's root, and what a table says of them. */
export interface FavouriteFiles {
  content(item: FavouriteItem): readonly string[];
  preview(item: FavouriteItem): readonly string[];
  /** Null where no table names the file. */
  stored(item: FavouriteItem, is: 'content' | 'preview'): FavouriteFile | null;
}

/** Files of a platform of which no source says where they lie. */
export const NO_FILES: FavouriteFiles = { content: () => [], preview: () => [], stored: () => null };

/** One row that holds a favourite. */
export interface FavouriteRow {
  readonly key: Key;
  readonly at: RowLocator;
  readonly more?: readonly Locator[];
  readonly type: Event['type'];
  /** The number of its kind, with the column that holds it; null where the row has no such column. */
  readonly kind: { readonly cell: Stored | undefined; readonly column: string } | null;
  readonly xml: { readonly column: string; readonly content: FavouriteContent | null };
  /** Accounts and groups that columns of their own name. */
  readonly people: readonly (string | null)[];
  readonly times: readonly (Timestamp | null)[];
  readonly stored: StoredColumns;
  readonly files: FavouriteFiles;
}

/** Kinds on which public parsers of two platforms agree: P79N6A/pa_script@3e60490 (`model_wechat.py`). */
const KINDS: ReadonlyMap<number, string> = new Map([
  [1, 'text'],
  [2, 'picture'],
  [3, 'voice'],
  [4, 'video'],
  [5, 'link'],
  [6, 'place'],
  [7, 'music'],
  [8, 'file'],
  [14, 'forwarded-record'],
  [16, 'video'],
  [18, 'note'],
]);

/** `datatype` of items with a file; 15 is a video where FavApiLogic of bitren/wxwork@33a5ee0 treats it as 4. */
const FILE_TYPES: ReadonlyMap<string, Attachment['type']> = new Map([
  ['2', 'image'],
  ['3', 'voice'],
  ['4', 'video'],
  ['8', 'document'],
  ['15', 'video'],
]);

const UNREADABLE = 'The content of the favourite could not be read as XML; it is carried as stored.';
const UNKNOWN_KIND = 'This kind of favourite is not known; the row is kept with what it holds.';
const LATE = 'A time inside the favourite lies outside 2000 to 2100 and is left out.';

/** What the XML in a column says; null where the column holds none, or none that can be read, of which an issue is made. */
export function favouriteIn(
  cell: string | null,
  column: string,
  at: RowLocator,
  out: Extracted[],
): FavouriteContent | null {
  // prettier-ignore
  if (cell === null || cell.trim() === '') return null;
  try {
    return readFavourite(readXmlTree(cell.trim()));
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    out.push(rowIssue('warning', 'undecodable-payload', at, column, null, UNREADABLE));
    return null;
  }
}

/** The favourite as an event, its parts as details, its files as attachments. Nothing says who put it there: it has no actor. */
export function pushFavourite(row: FavouriteRow, { accounts, conversations }: Books, out: Extracted[]): void {
  const { at, key } = row;
  const { content } = row.xml;
  const named = new Set([...row.people, ...(content?.sources ?? [])].filter((one) => one !== null && one !== ''));
  const rooms = [...named].filter((one): one is string => one !== null && isRoom(one));
  const people = [...named].filter((one): one is string => one !== null && !isRoom(one));
  const from = { at: [at, ...(row.more ?? [])], state: 'live' } as const;
  const damage = content?.damage ?? null;
  if (damage !== null)
    out.push(rowIssue('warning', 'undecodable-payload', at, row.xml.column, null, `A part of the favourite could not be read (${damage}); it is carried as stored.`)); // prettier-ignore
  out.push({
    kind: 'event',
    key,
    from,
    stored: { ...row.stored, ...kindOf(row, out), ...tagsOf(content), ...renamed(content?.stored ?? {}, 'favitem.') },
    type: row.type,
    conversation: rooms[0] === undefined ? null : conversations.refer(rooms[0], at, accounts, out),
    actor: null,
    accounts: people.map((one) => accounts.refer(one, at, out)),
    direction: 'unknown',
    times: timesOf(...row.times, row.times.some((one) => one?.meaning === 'edited') ? null : editedIn(content, at, out)), // prettier-ignore
    call: null,
    body: content?.words ?? null,
  });
  const message = eventItemKey(key);
  for (const [index, detail] of (content?.details ?? []).entries())
    out.push({
      kind: 'detail',
      key: `${key} ${index + 1}`,
      from: { at: [at], state: 'live' },
      message,
      content: detail,
    });
  for (const item of content?.items ?? []) pushFiles(row, message, item, out);
}

function pushFiles({ key, at, files }: FavouriteRow, message: Key, item: FavouriteItem, out: Extracted[]): void {
  const push = (
    is: 'content' | 'preview',
    facts: Pick<Attachment, 'type' | 'name' | 'sizeBytes' | 'candidates'>,
    md5: string | null,
  ): void => {
    // prettier-ignore
    const told = files.stored(item, is);
    out.push({
      kind: 'attachment',
      key: `${key} ${item.place}${is === 'preview' ? ' preview' : ''}`,
      from: { at: told === null ? [at] : [at, told.at], state: 'live' },
      stored: { ...(md5 === null ? {} : { md5 }), ...told?.stored },
      message,
      ...facts,
      mediaType: null,
      caption: null,
      path: told?.path ?? null,
      sha256: null,
      durationS: null,
      width: null,
      height: null,
      thumbnail: null,
      transcript: null,
    });
  };
  const type = FILE_TYPES.get(item.type ?? '') ?? 'other';
  if (item.hasFile) push('content', { type, name: item.title, sizeBytes: item.sizeBytes, candidates: files.content(item) }, item.md5); // prettier-ignore
  if (item.preview !== null) push('preview', { type: 'thumbnail', name: null, sizeBytes: item.preview.sizeBytes, candidates: files.preview(item) }, item.preview.md5); // prettier-ignore
}

function kindOf({ kind, at }: FavouriteRow, out: Extracted[]): StoredColumns {
  const cell = kind?.cell ?? null;
  if (kind === null || cell === null) return {};
  const number = integer(cell);
  const known = typeof number === 'number' ? KINDS.get(number) : undefined;
  if (known !== undefined) return { [kind.column]: cell, 'kind of favourite': known };
  const stored = cell instanceof Uint8Array ? null : String(cell);
  out.push(rowIssue('note', 'unknown-code', at, kind.column, stored, UNKNOWN_KIND));
  return { [kind.column]: cell };
}

function tagsOf(content: FavouriteContent | null): StoredColumns {
  const tags = content?.tags.join(', ') ?? '';
  return tags === '' ? {} : { tags };
}

/** `edittime` in seconds: P79N6A/pa_script@3e60490 takes it so for notes. */
function editedIn(content: FavouriteContent | null, at: RowLocator, out: Extracted[]): Timestamp | null {
  const stored = content?.stored.edittime;
  if (stored === undefined || !/^\d{1,15}$/u.test(stored) || Number(stored) === 0) return null;
  const value = Number(stored);
  const time = readTimestamp(value, value < 100_000_000_000 ? 'unix-s' : 'unix-ms', 'edited');
  if (time === null) out.push(rowIssue('warning', 'time-out-of-range', at, 'edittime', stored, LATE));
  return time;
}
