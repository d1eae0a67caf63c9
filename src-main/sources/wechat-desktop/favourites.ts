import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { orphanEvent } from '../orphan-event.ts';
import { isRowNumber, scan } from '../scan-rows.ts';
import { SideTable } from '../side-table.ts';
import { text } from '../stored-cells.ts';
import { readTime, unitOf } from '../stored-times.ts';
import { favouriteIn, NO_FILES, pushFavourite } from '../wechat/favourite-maker.ts';
import type { DesktopAccount, Shard } from './account.ts';
import { DesktopTable } from './tables.ts';

// Tables and columns: a public listing of the databases of version 4.0.0.26 (`fav_db_item`, `fav_tag_db_item`, `fav_bind_tag_db_item`),
// and LifeArchiveProject/WeChatDataAnalysis@e85a09c.
const ITEM = ['type', 'update_time', 'fromusr', 'realchatname', 'content'] as const;

/** Names of tags that are held while the favourites are read. */
const MOST_TAGS = 10_000;

/** Favourites with their tags. Where files of them lie on computers no source says. */
export function* readFavourites({ run, books }: DesktopAccount, shard: Shard): Generator<Extracted> {
  const names = new Map<number | bigint, string>();
  const tags = new DesktopTable(shard.db, 'fav_tag_db_item', []);
  yield* scan(run, tags, (row, at, out) => {
    const [id, name] = [row[tags.place('local_id')], text(row[tags.place('name')])];
    if (isRowNumber(id) && name !== null && names.size < MOST_TAGS) names.set(id, name);
    out.push({ kind: 'event', key: `${shard.name}.fav_tag_db_item:${String(at.rowid)}`, from: { at: [at], state: 'live' }, type: 'setting', ...BARE_EVENT, body: name, stored: { 'table of the app': 'fav_tag_db_item', ...tags.all(row) } }); // prettier-ignore
    return undefined;
  });
  const bound = new DesktopTable(shard.db, 'fav_bind_tag_db_item', []);
  const binds = new SideTable(bound, 'fav_local_id', (row) => ({ ...orphanEvent(bound, row), key: `orphan:${shard.name}.${bound.name}:${String(bound.at(row).rowid)}` })); // prettier-ignore
  const items = new DesktopTable(shard.db, 'fav_db_item', ITEM);
  const visit = (row: StoredRow, at: RowLocator, out: Extracted[]): undefined => {
    const cell = (column: string): Stored | undefined => row[items.place(column)];
    const xml = text(cell('content'));
    const content = favouriteIn(xml, 'content', at, out);
    const own = at.rowid === null ? [] : binds.take(at.rowid);
    out.push(...binds.drain());
    const said = own.map((one) => {
      const tag = one.row[bound.place('tag_local_id')];
      return (isRowNumber(tag) ? names.get(tag) : undefined) ?? String(tag ?? '');
    });
    pushFavourite(
      {
        key: `${shard.name}.fav_db_item:${String(at.rowid)}`,
        at,
        more: own.map((one) => one.at),
        type: 'favourite',
        kind: { cell: cell('type'), column: 'type' },
        xml: { column: 'content', content },
        people: [text(cell('fromusr')), text(cell('realchatname'))],
        times: [readTime(cell('update_time'), 'changed', at, 'update_time', out, unitOf(cell('update_time')))],
        stored: {
          'table of the app': 'fav_db_item',
          ...items.rest(row),
          ...(said.length === 0 ? {} : { 'favourite-tags': said.join(', ') }),
          ...Object.fromEntries(own.flatMap((one, index) => Object.entries(columnsOf(bound, one.row, index)))),
          ...(content?.damage === null || xml === null ? {} : { content: xml }),
        },
        files: NO_FILES,
      },
      books,
      out,
    );
    return undefined;
  };
  yield* scan(run, items, visit);
  yield* binds.finish();
}

/** What a row that binds a tag holds beside the favourite's number. */
function columnsOf(table: DesktopTable, row: StoredRow, index: number): Readonly<Record<string, Stored>> {
  return Object.fromEntries(Object.entries(table.all(row)).map(([name, value]) => [`tag ${index + 1}.${name}`, value]));
}
