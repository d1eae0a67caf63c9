/** What the path of a store says. */
export interface Place {
  /** The account's folder, which holds `postbox`; of a store that lies elsewhere its own folder. */
  readonly root: string;
  /** The name of the account's folder, or of the file. */
  readonly name: string;
  readonly isOwnPlace: boolean;
}

/** Source: TelegramMessenger/Telegram-iOS, accountRecordIdPathName and `/postbox/db`; a database that was locked lies behind `!/`. */
const OWN_PLACE = /^(?<root>(?:.*\/)?(?<name>account-\d{1,20}))\/postbox\/db\/db_sqlite(?:!\/db_sqlite)?$/u;

export function placeOf(path: string): Place {
  const { root, name } = OWN_PLACE.exec(path)?.groups ?? {};
  if (root !== undefined && name !== undefined) return { root, name, isOwnPlace: true };
  const outer = path.split('!/')[0] ?? path;
  const slash = outer.lastIndexOf('/');
  return { root: outer.slice(0, Math.max(0, slash)), name: outer.slice(slash + 1), isOwnPlace: false };
}

/** Where the app keeps files, below the account's folder. Source: the same client, `/postbox/media` and `short-cache`. */
export const MEDIA_FOLDER = 'postbox/media/';

/** The media box's own database, below the account's folder. Source: the same client @0449349 MediaBox.swift, `/storage`, and StorageBox.swift, `/db`. */
export const STORAGE_FILE = 'postbox/media/storage/db/db_sqlite';
