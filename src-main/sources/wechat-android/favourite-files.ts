import { createHash } from 'node:crypto';
import type { RowLocator, StoredColumns } from '../../model/index.ts';
import type { FavouriteFile, FavouriteFiles } from '../wechat/favourite-maker.ts';
import type { FavouriteItem } from '../wechat/favourite-content.ts';
import type { MediaPlaces } from './media-places.ts';

/** A row of the table of transfers. */
export interface Transfer {
  readonly at: RowLocator;
  readonly dataId: string | null;
  readonly path: string | null;
  readonly stored: StoredColumns;
}

/**
 * Files of one favourite. Names: getDataPath, getThumbPath, genSubDir of FavApiLogic in bitren/wxwork@33a5ee0: the folder is the lowest byte
 * of Java's hash of `dataid`; a preview is called `<dataid>_t`. A transfer (`FavCdnInfo`) bears the same name in its `dataId`.
 */
export class AndroidFavouriteFiles implements FavouriteFiles {
  readonly #places: MediaPlaces;
  readonly #transfers: readonly Transfer[];
  readonly #used = new Set<Transfer>();

  constructor(places: MediaPlaces, transfers: readonly Transfer[]) {
    this.#places = places;
    this.#transfers = transfers;
  }

  content(item: FavouriteItem): readonly string[] {
    const { id, type, title, format, md5 } = item;
    if (id === null) return this.#told(item, 'content');
    const ending = format === null ? '' : `.${format}`;
    const older = md5 === null ? [] : [`${createHash('md5').update(`${md5}${id}`).digest('hex')}${ending}`];
    const names = [...(type === '8' && title !== null ? [title] : []), `${id}${ending}`, ...older, id];
    return [...this.#told(item, 'content'), ...new Set(names.flatMap((name) => this.#places.favourite(folderOf(id), name)))]; // prettier-ignore
  }

  preview(item: FavouriteItem): readonly string[] {
    if (item.id === null) return [];
    const name = `${item.id}_t`;
    return [...new Set([...this.#told(item, 'preview'), ...this.#places.favourite(folderOf(name), name)])];
  }

  stored(item: FavouriteItem, is: 'content' | 'preview'): FavouriteFile | null {
    const transfer = this.#of(item, is);
    return transfer === null ? null : { at: transfer.at, path: transfer.path, stored: transfer.stored };
  }

  /** Transfers of this favourite that no part of it takes. */
  others(): readonly Transfer[] {
    return this.#transfers.filter((one) => !this.#used.has(one));
  }

  /** Below the account's folder, wherever on the phone the stored path stands. */
  #told(item: FavouriteItem, is: 'content' | 'preview'): readonly string[] {
    const path = this.#of(item, is)?.path ?? null;
    const [, folder, name] = path === null ? [] : (/(?:^|\/)favorite\/([^/]+)\/([^/]+)$/u.exec(path) ?? []);
    return folder === undefined || name === undefined ? [] : this.#places.favourite(folder, name);
  }

  #of({ id }: FavouriteItem, is: 'content' | 'preview'): Transfer | null {
    const wanted = id === null ? null : is === 'preview' ? `${id}_t` : id;
    const found = wanted === null ? undefined : this.#transfers.find(({ dataId }) => dataId === wanted);
    if (found !== undefined) this.#used.add(found);
    return found ?? null;
  }
}

/** The lowest byte of what Java's `String.hashCode` gives. */
function folderOf(name: string): string {
  let hash = 0;
  for (let index = 0; index < name.length; index += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(index)) | 0;
  return String(hash & 0xff);
}
