import type { Generation } from './variants.ts';

/** Where an account's databases lie. */
export interface Place {
  /** The account's folder; `''` is the exhibit's root. */
  readonly root: string;
  /** Its name, where the path shows it; null for copies that lie elsewhere. */
  readonly folder: string | null;
}

/** Folders below the account's in which its databases lie, as copies keep them. */
const INNER =
  /(?:^|\/)(?:message|contact|session|general|sns|favorite|hardlink|Multi|Msg\/Multi|Msg|Message|Contact|Group|Session|Hardlink)$/u;

/**
 * `<account>/db_storage/…` of version 4, `<account>/Msg/…` of version 3 of Windows, `<MD5>/Message/…` of version 3 of macOS.
 * sjzar/chatlog@a638aa9, 2440893398/PyWxDump@881b0e5.
 */
const WITHIN: Readonly<Record<Generation, RegExp>> = {
  'db-storage': /^(?<root>(?:.*\/)?(?<folder>[^/]+))\/db_storage\//u,
  'mac-chats': /^(?<root>(?:.*\/)?(?<folder>[0-9a-f]{32}))\/(?:Message|Contact|Group|Session|Hardlink)\//u,
  'msg-multi': /^(?<root>(?:.*\/)?(?<folder>[^/]+))\/Msg\//u,
};

/** The path of the file itself, of a decrypted one that of the locked file that it came out of. */
export function lyingPath(path: string): string {
  const inside = path.indexOf('!/');
  return inside < 0 ? path : path.slice(0, inside);
}

export function placeOf(path: string, generation: Generation): Place {
  const lying = lyingPath(path);
  const { root, folder } = WITHIN[generation].exec(lying)?.groups ?? {};
  if (root !== undefined && folder !== undefined) return { root, folder };
  const outer = lying.slice(0, Math.max(0, lying.lastIndexOf('/')));
  return { root: outer.replace(INNER, ''), folder: null };
}

/** The account that a folder is named after: in version 4 an underscore and four digits stand behind it, on macOS version 3 uses its MD5, which names nobody by itself. */
export function accountOf({ folder }: Place, generation: Generation): string | null {
  if (folder === null || generation === 'mac-chats') return null;
  return generation === 'db-storage' ? folder.replace(/_[0-9a-f]{4}$/u, '') : folder;
}

/** The generation whose stores of messages bear such a name; null for other files. */
export function generationNamed(path: string): Generation | null {
  const lying = lyingPath(path);
  if (/(?:^|\/)(?:biz_)?message_\d{1,4}\.db$/u.test(lying)) return 'db-storage';
  if (/(?:^|\/)msg_\d{1,2}\.db$/u.test(lying)) return 'mac-chats';
  return /(?:^|\/)(?:MSG\d{1,4}|PublicMsg)\.db$/u.test(lying) ? 'msg-multi' : null;
}
