/** Where an account's databases lie. */
export interface Place {
  /** The account's folder; `''` is the exhibit's root. */
  readonly root: string;
  /** Its name, the MD5 of the account's identifier; null where the path shows none. */
  readonly hash: string | null;
}

/** `Documents/<MD5>/DB/…`, `…/session/…`, `…/fts/…` and `…/wc/…`. BlueMatthew/WechatExporter@8f8ce41. */
const WITHIN = /^(?<root>(?:.*\/)?(?<hash>[0-9a-f]{32}))\/(?:DB|session|fts|wc|Favorites)\/[^/]+$/u;

/** Favourites lie in the account's private folder: P79N6A/pa_script@3e60490 (`apple_wechat.py`). */
const PRIVATE = /^(?<before>(?:.*\/)?)Library\/WechatPrivate\/(?<hash>[0-9a-f]{32})\/(?:.*\/)?[^/]+$/u;

export function placeOf(path: string): Place {
  const kept = PRIVATE.exec(path)?.groups;
  if (kept?.before !== undefined && kept.hash !== undefined) return { root: `${kept.before}Documents/${kept.hash}`, hash: kept.hash }; // prettier-ignore
  const { root, hash } = WITHIN.exec(path)?.groups ?? {};
  if (root !== undefined && hash !== undefined) return { root, hash };
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return { root: folder.replace(/(?:^|\/)(?:DB|session|fts|wc|Favorites)$/u, ''), hash: null };
}

/** True for the names that stores of messages bear. */
export function isStoreName(path: string): boolean {
  return /(?:^|\/)(?:MM|message_\d{1,4})\.sqlite$/u.test(path);
}

/** Where the app says who has logged in, beside the account's folder. One source: BlueMatthew/WechatExporter@8f8ce41. */
export function loginPath(root: string): string {
  const slash = root.lastIndexOf('/');
  return slash < 0 ? 'LoginInfo2.dat' : `${root.slice(0, slash)}/LoginInfo2.dat`;
}

/** Folders of favourites, relative to the account's folder. */
export function favouriteFolders(root: string): readonly string[] {
  const hash = root.slice(root.lastIndexOf('/') + 1);
  return [`../../Library/WechatPrivate/${hash}/Favorites`, 'Favorites'];
}

/** Settings of the account inside its folder, and how paths of those of newer versions begin, whose names end in the account's identifier. */
export function settingsPaths(root: string): { readonly archive: string; readonly before: string } {
  const slash = root.lastIndexOf('/');
  const beside = slash < 0 ? '' : `${root.slice(0, slash)}/`;
  return { archive: root === '' ? 'mmsetting.archive' : `${root}/mmsetting.archive`, before: `${beside}MMappedKV/mmsetting.archive.` }; // prettier-ignore
}
