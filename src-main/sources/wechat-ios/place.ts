/** Where an account's databases lie. */
export interface Place {
  /** The account's folder; `''` is the exhibit's root. */
  readonly root: string;
  /** Its name, the MD5 of the account's identifier; null where the path shows none. */
  readonly hash: string | null;
}

/** `Documents/<MD5>/DB/…`, `…/session/…` and `…/fts/…`. BlueMatthew/WechatExporter@8f8ce41. */
const WITHIN = /^(?<root>(?:.*\/)?(?<hash>[0-9a-f]{32}))\/(?:DB|session|fts)\/[^/]+$/u;

export function placeOf(path: string): Place {
  const { root, hash } = WITHIN.exec(path)?.groups ?? {};
  if (root !== undefined && hash !== undefined) return { root, hash };
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return { root: folder.replace(/(?:^|\/)(?:DB|session|fts)$/u, ''), hash: null };
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
