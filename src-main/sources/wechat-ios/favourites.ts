import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scan } from '../scan-rows.ts';
import { text } from '../stored-cells.ts';
import { readTime, unitOf } from '../stored-times.ts';
import type { FavouriteItem } from '../wechat/favourite-content.ts';
import { favouriteIn, pushFavourite, type FavouriteFiles } from '../wechat/favourite-maker.ts';
import { isFileName } from '../wechat/row-media.ts';
import type { IosAccount, Shard } from './account.ts';
import { favouriteFolders } from './place.ts';
import { IosTable } from './tables.ts';

export const FAVOURITES_TABLE = 'FavoritesItemTable';

/** Columns, in whatever case the table has them: P79N6A/pa_script@3e60490 (`apple_wechat.py`). */
const COLUMNS = ['type', 'time', 'fromusr', 'tousr', 'realchatname', 'xml'] as const;

/** The favourites of an account. */
export function* readFavourites({ run, books }: IosAccount, shard: Shard, root: string): Generator<Extracted> {
  const held = shard.db.tables.get(FAVOURITES_TABLE) ?? [];
  const names = new Map(COLUMNS.map((name) => [name, held.find((one) => one.toLowerCase() === name) ?? name]));
  const nameOf = (column: (typeof COLUMNS)[number]): string => names.get(column) ?? column;
  const table = new IosTable(shard.db, FAVOURITES_TABLE, [...names.values()]);
  const files = new IosFavouriteFiles(root);
  const visit = (row: StoredRow, at: RowLocator, out: Extracted[]): undefined => {
    const cell = (column: (typeof COLUMNS)[number]): Stored | undefined => row[table.place(nameOf(column))];
    const xml = text(cell('xml'));
    const content = favouriteIn(xml, nameOf('xml'), at, out);
    pushFavourite(
      {
        key: `${shard.name}.${FAVOURITES_TABLE}:${String(at.rowid)}`,
        at,
        type: 'favourite',
        kind: { cell: cell('type'), column: nameOf('type') },
        xml: { column: nameOf('xml'), content },
        people: [text(cell('fromusr')), text(cell('tousr')), text(cell('realchatname'))],
        times: [readTime(cell('time'), 'changed', at, nameOf('time'), out, unitOf(cell('time')))],
        stored: { ...table.rest(row), ...(content?.damage === null || xml === null ? {} : { [nameOf('xml')]: xml }) },
        files,
      },
      books,
      out,
    );
    return undefined;
  };
  yield* scan(run, table, visit);
}

/** Files by their MD5: `Data/<first two digits>/<last two>/<MD5>.<format>`, previews `.fav_thumb`. P79N6A/pa_script@3e60490. */
class IosFavouriteFiles implements FavouriteFiles {
  readonly #folders: readonly string[];

  constructor(root: string) {
    this.#folders = favouriteFolders(root);
  }

  content({ md5, format }: FavouriteItem): readonly string[] {
    return [...new Set([format ?? 'fav_dat', 'fav_dat'])].flatMap((ending) => this.#places(md5, ending));
  }

  preview({ preview }: FavouriteItem): readonly string[] {
    return this.#places(preview?.md5 ?? null, 'fav_thumb');
  }

  stored(): null {
    return null;
  }

  #places(md5: string | null, ending: string): readonly string[] {
    if (md5 === null || !/^[0-9a-f]{32}$/iu.test(md5) || !isFileName(ending)) return [];
    return this.#folders.map((folder) => `${folder}/Data/${md5.slice(0, 2)}/${md5.slice(-2)}/${md5}.${ending}`);
  }
}
