import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { orphanEvent } from '../orphan-event.ts';
import { SideTable } from '../side-table.ts';
import { text } from '../stored-cells.ts';
import type { StoredPicture } from '../wechat/message-parts.ts';
import { renamed } from '../wechat/renamed.ts';
import type { MediaPlaces } from './media-places.ts';
import { isPreview, pictureName } from './row-media.ts';
import { StoredTable } from './stored-table.ts';

/** `SERVERID://…`: the picture was not downloaded. ppwwyyxx/wechat-dump@be3009f. */
const PATHS = ['bigImgPath', 'midImgPath', 'thumbImgPath', 'hevcPath'] as const;

/** Pictures with their files, read in step with the messages. Rows that name no message are copies of pictures in full size, or orphans. */
export class ImageTable {
  readonly #table: StoredTable;
  readonly #side: SideTable;
  readonly #paths: readonly number[];

  constructor(db: EvidenceDb) {
    this.#table = new StoredTable(db, 'ImgInfo2', ['msglocalid']);
    const local = this.#table.place('msglocalid');
    this.#paths = PATHS.map((column) => this.#table.place(column)).filter((place) => place > 0);
    this.#side = new SideTable(this.#table, 'msglocalid', (row) => {
      const orphan = orphanEvent(this.#table, row);
      const names = row[local] !== 0 && row[local] !== null;
      return names ? orphan : { ...orphan, from: { at: [this.#table.at(row)], state: 'live' } };
    });
  }

  /** The picture of a message by the message's row number; numbers must be asked in rising order. */
  take(rowid: number | bigint, media: MediaPlaces): StoredPicture | null {
    const rows = this.#side.take(rowid);
    const [first] = rows;
    if (first === undefined) return null;
    const names = rows.flatMap(({ row }) => this.#names(row));
    const stored = rows.map(({ row }, index) => renamed(this.#table.rest(row), index === 0 ? 'ImgInfo2.' : `ImgInfo2 ${index + 1}.`)); // prettier-ignore
    return {
      at: first.at,
      candidates: names.filter((name) => !isPreview(name)).flatMap((name) => media.image(name)),
      previews: names.filter(isPreview).flatMap((name) => media.image(name)),
      stored: Object.assign({}, ...stored) as StoredPicture['stored'],
    };
  }

  drain(): Iterable<Extracted> {
    return this.#side.drain();
  }

  finish(): Iterable<Extracted> {
    return this.#side.finish();
  }

  #names(row: StoredRow): readonly string[] {
    return this.#paths.flatMap((place) => pictureName(text(row[place])) ?? []);
  }
}
