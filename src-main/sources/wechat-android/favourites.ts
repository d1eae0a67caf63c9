import type { Event, Extracted, Locator, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { orphanEvent } from '../orphan-event.ts';
import type { Run } from '../parser.ts';
import { isRowNumber, scan, StoreTable } from '../scan-rows.ts';
import { SideTable, type SideRow } from '../side-table.ts';
import { bytes, text } from '../stored-cells.ts';
import { readTime, unitOf } from '../stored-times.ts';
import { rowIssue, storeIssue } from '../store-issues.ts';
import type { Books } from '../wechat/books.ts';
import { readFavourite, type FavouriteContent } from '../wechat/favourite-content.ts';
import { favouriteIn, pushFavourite } from '../wechat/favourite-maker.ts';
import { renamed } from '../wechat/renamed.ts';
import { AndroidFavouriteFiles, type Transfer } from './favourite-files.ts';
import { favouriteTags, favouriteTree } from './favourite-proto.ts';
import type { MediaPlaces } from './media-places.ts';

/** The columns of `FavItemInfo` by which a store of favourites is known. */
export const FAVOURITE_MARKS = ['localId', 'type', 'fromUser', 'updateTime', 'favProto', 'xml'] as const;

// Tables and columns: BaseFavItemInfo, BaseFavSearchInfo, BaseFavEditInfo, BaseFavCdnInfo, BaseFavConfigInfo in bitren/wxwork@33a5ee0;
// FavTagInfo and FavDelInfo: classes of the same names in decompilations of the client (8.0).
const ITEM = ['type', 'updateTime', 'edittime', 'fromUser', 'toUser', 'realChatName', 'xml', 'tagProto'] as const;
const REMOVED = ['delTime', 'oriXml', 'itemType'] as const;
const SIDES = { FavSearchInfo: ['content', 'tagContent'], FavEditInfo: [], FavCdnInfo: ['dataId', 'path'] } as const;
const KNOWN = new Map([['type', 'anything'], ['itemType', 'anything'], ['tagProto', 'anything'], ['updateTime', 'anything'], ['edittime', 'anything'], ['delTime', 'anything']] as const); // prettier-ignore

const GONE = 'The favourite may have been removed on this phone, or by another device of the account; or it never arrived and only this row did.'; // prettier-ignore

type Side = keyof typeof SIDES;

/** One store of favourites (`enFavorite.db`): what the app keeps, with its files, its words for the search and what was removed. */
export class FavouritesReader {
  readonly #run: Run;
  readonly #db: EvidenceDb;
  readonly #books: Books;
  readonly #places: MediaPlaces;
  readonly #sides: Readonly<Record<Side, SideTable>>;

  constructor(run: Run, db: EvidenceDb, books: Books, places: MediaPlaces) {
    this.#run = run;
    this.#db = db;
    this.#books = books;
    this.#places = places;
    this.#sides = { FavSearchInfo: this.#side('FavSearchInfo', 'localId'), FavEditInfo: this.#side('FavEditInfo', 'localId'), FavCdnInfo: this.#side('FavCdnInfo', 'favLocalId') }; // prettier-ignore
  }

  *read(): Generator<Extracted> {
    yield storeIssue('warning', 'owner-unknown', 'FavItemInfo', 'Nothing in the store of favourites names the account it belongs to.'); // prettier-ignore
    const items = new StoreTable(this.#db, 'FavItemInfo', ITEM, KNOWN);
    const tail = items.place('localId') < 0 ? 'ORDER BY t.rowid' : 'ORDER BY t.localId, t.rowid';
    yield* scan(this.#run, items, (row, at, out) => this.#favourite(items, row, at, out), { tail });
    for (const side of Object.values(this.#sides)) yield* side.finish();
    const removed = new StoreTable(this.#db, 'FavDelInfo', REMOVED, KNOWN);
    yield* scan(this.#run, removed, (row, at, out) => this.#removed(removed, row, at, out));
    const tags = new StoreTable(this.#db, 'FavTagInfo', [], KNOWN);
    yield* scan(this.#run, tags, (row, at, out) => {
      const name = text(row[tags.place('name')]);
      out.push({ ...orphanEvent(tags, row, { body: name }), key: `favourite-tag:${String(at.rowid)}`, from: { at: [at], state: 'live' }, type: 'setting' }); // prettier-ignore
      return undefined;
    });
    const settings = new StoreTable(this.#db, 'FavConfigInfo', [], KNOWN);
    yield* scan(this.#run, settings, () => 'setting of the app');
  }

  #favourite(table: StoreTable, row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const cell = (column: string): Stored | undefined => row[table.place(column)];
    const id = cell('localId');
    const beside = (side: Side): readonly SideRow[] => (isRowNumber(id) ? this.#sides[side].take(id) : []);
    const [search, edits, transfers] = [beside('FavSearchInfo'), beside('FavEditInfo'), beside('FavCdnInfo').map((one) => this.#transfer(one))]; // prettier-ignore
    for (const side of Object.values(this.#sides)) out.push(...side.drain());
    const xml = text(cell('xml'));
    const content = favouriteIn(xml, 'xml', at, out) ?? this.#packed(cell('favProto'), at, out);
    const files = new AndroidFavouriteFiles(this.#places, transfers);
    const made: Extracted[] = [];
    pushFavourite(
      {
        key: `favourite:${String(at.rowid)}`,
        at,
        more: [...search, ...edits].map((one) => one.at),
        type: 'favourite',
        kind: { cell: cell('type'), column: 'type' },
        xml: { column: 'xml', content },
        people: ['fromUser', 'toUser', 'realChatName'].map((column) => text(cell(column))),
        times: [readTime(cell('updateTime'), 'changed', at, 'updateTime', out, unitOf(cell('updateTime'))), readTime(cell('edittime'), 'edited', at, 'edittime', out, unitOf(cell('edittime')))], // prettier-ignore
        stored: {
          ...table.rest(row),
          ...(content?.damage === null ? {} : unread('xml', xml)),
          ...this.#tags(cell('tagProto'), at, out),
          ...besides(search, 'FavSearchInfo', (side) => this.#sides.FavSearchInfo.table.all(side.row)),
          ...besides(edits, 'FavEditInfo', (side) => this.#sides.FavEditInfo.rest(side)),
        },
        files,
      },
      this.#books,
      made,
    );
    out.push(...made.map((one) => (one.kind === 'event' ? withTransfers(one, files.others()) : one)));
    return undefined;
  }

  /** The favourite as the app packs it, where its XML says nothing. */
  #packed(cell: Stored | undefined, at: RowLocator, out: Extracted[]): FavouriteContent | null {
    const blob = bytes(cell);
    if (cell === null || cell === undefined || cell === '') return null;
    const tree = blob === null ? null : favouriteTree(blob);
    if (tree?.isWhole === true) return readFavourite(tree.root);
    out.push(rowIssue('warning', 'undecodable-payload', at, 'favProto', null, 'A part of the favourite could not be read as what its column is made for; it is carried as stored.')); // prettier-ignore
    return tree === null ? null : readFavourite(tree.root);
  }

  #tags(cell: Stored | undefined, at: RowLocator, out: Extracted[]): StoredColumns {
    if (cell === null || cell === undefined || cell === '') return {};
    const blob = bytes(cell);
    const tags = blob === null ? null : favouriteTags(blob);
    if (tags === null) {
      out.push(rowIssue('warning', 'undecodable-payload', at, 'tagProto', null, 'A part of the favourite could not be read as what its column is made for; it is carried as stored.')); // prettier-ignore
      return { tagProto: cell };
    }
    const [given, proposed] = [false, true].map((wanted) => tags.flatMap(([is, tag]) => (is === wanted ? tag : [])).join(', ')); // prettier-ignore
    return { ...(given === '' ? {} : { tags: given ?? null }), ...(proposed === '' ? {} : { 'proposed-tags': proposed ?? null }) }; // prettier-ignore
  }

  #transfer({ row, at }: SideRow): Transfer {
    const { table } = this.#sides.FavCdnInfo;
    return { at, dataId: text(row[table.place('dataId')]), path: text(row[table.place('path')]), stored: renamed(table.rest(row), 'FavCdnInfo.') }; // prettier-ignore
  }

  /** What the app notes of a favourite that was removed, with the XML that it had. */
  #removed(table: StoreTable, row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const cell = (column: string): Stored | undefined => row[table.place(column)];
    const xml = text(cell('oriXml'));
    const content = favouriteIn(xml, 'oriXml', at, out);
    pushFavourite(
      {
        key: `favourite-removed:${String(at.rowid)}`,
        at,
        type: 'deletion',
        kind: { cell: cell('itemType'), column: 'itemType' },
        xml: { column: 'oriXml', content },
        people: [],
        times: [readTime(cell('delTime'), 'deleted', at, 'delTime', out, unitOf(cell('delTime')))],
        stored: { 'table of the app': 'FavDelInfo', ...table.rest(row), ...(content?.damage === null ? {} : unread('oriXml', xml)) }, // prettier-ignore
        files: new AndroidFavouriteFiles(this.#places, []),
      },
      this.#books,
      out,
    );
    return undefined;
  }

  #side(name: Side, key: string): SideTable {
    const table = new StoreTable(this.#db, name, SIDES[name], KNOWN);
    return new SideTable(table, key, (row) => {
      const body = name === 'FavSearchInfo' ? text(row[table.place('content')]) : null;
      const event: Event = orphanEvent(table, row, { body });
      const recovery = { method: 'orphan-row', confidence: 'medium', otherwise: GONE } as const;
      return { ...event, type: 'favourite', from: { at: event.from.at, state: 'recovered', recovery } };
    });
  }
}

function besides(sides: readonly SideRow[], name: string, columns: (side: SideRow) => StoredColumns): StoredColumns {
  return Object.assign({}, ...sides.map((side, index) => renamed(columns(side), index === 0 ? `${name}.` : `${name} ${index + 1}.`))) as StoredColumns; // prettier-ignore
}

function unread(column: string, xml: string | null): StoredColumns {
  return xml === null ? {} : { [column]: xml };
}

/** Transfers that name no part of the favourite are told with it. */
function withTransfers(event: Event, transfers: readonly Transfer[]): Event {
  if (transfers.length === 0) return event;
  const [first, ...more] = event.from.at;
  const at: readonly [Locator, ...Locator[]] = [first, ...more, ...transfers.map((one) => one.at)];
  const told = transfers.map(({ dataId, path, stored }, index) => renamed({ dataId, path, ...stored }, `transfer ${index + 1}.`)); // prettier-ignore
  return { ...event, from: { ...event.from, at }, stored: Object.assign({}, event.stored, ...told) as StoredColumns };
}
