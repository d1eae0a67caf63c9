/** What the path of a store says: the app's folder, the package, and the account's place among those of the app. */
export interface Place {
  /** The folder that holds `files`, `shared_prefs` and `cache`; of a store that lies elsewhere its own folder. */
  readonly root: string;
  readonly package: string | null;
  /** `0` to `3` and more, in the order of logging in. */
  readonly account: number;
  readonly isOwnPlace: boolean;
}

const OWN_PLACE = /^(?<root>(?:.*\/)?(?<name>[^/]+))\/files\/(?:account(?<account>\d{1,3})\/)?cache4\.db$/u;

/** Source: dossier of Telegram, section B1.1, and the paths of an empty store of a real phone. */
export function placeOf(path: string): Place {
  const { root, name, account } = OWN_PLACE.exec(path)?.groups ?? {};
  if (root === undefined || name === undefined)
    return { root: path.slice(0, Math.max(0, path.lastIndexOf('/'))), package: null, account: 0, isOwnPlace: false };
  return { root, package: name, account: Number(account ?? 0), isOwnPlace: true };
}

/** The file of settings that names the owner: misspelt by the app for the first account. Source: UserConfig of the client. */
export function ownerSettings({ root, account }: Place): string {
  return below(root, `shared_prefs/${account === 0 ? 'userconfing' : `userconfig${account}`}.xml`);
}

/** The file of settings that holds what was typed and not sent. Source: MediaDataController of the client. */
export function draftSettings({ root, account }: Place): string {
  return below(root, `shared_prefs/drafts${account === 0 ? '' : account}.xml`);
}

/** The store beside an account's own that leads from files of the cache to messages. Source: FilePathDatabase of the client. */
export function filePaths({ root, account }: Place): string {
  return below(root, `files/${account === 0 ? '' : `account${account}/`}file_to_path.db`);
}

function below(root: string, path: string): string {
  return root === '' ? path : `${root}/${path}`;
}

/**
 * Where a file of the app's cache may lie, relative to the app's folder: in it, and in the folder of the shared storage that
 * belongs to the package, beside an extraction of `data/data` or of `data/user/<n>`.
 */
export function cachePlaces(found: Place, name: string): readonly string[] {
  const own = [`cache/${name}`, `files/${name}`];
  if (found.package === null) return [name, ...own];
  const shared = `Android/data/${found.package}`;
  return [...own, `../../media/0/${shared}/cache/${name}`, `../../../sdcard/${shared}/cache/${name}`];
}
