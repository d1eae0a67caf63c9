/** What a store's path says of the app, the device user and the account. */
export interface Place {
  /** The folder that stands for the device's file system; where the path shows none, the folder of the store. `''` is the exhibit's root. */
  readonly root: string;
  readonly user: string;
  /** The app's private folder relative to the root; `''` when the path shows none. */
  readonly appFolder: string;
  /** The account's folder relative to the root. */
  readonly accountFolder: string;
  /** The account folder's name, 32 hexadecimal digits; `''` when the path shows none. */
  readonly account: string;
  readonly label: string;
}

const APP = 'WeChat (Android)';

/**
 * `/data/data/com.tencent.mm/MicroMsg/<md5 of "mm" and uin>`, `/data/user/<n>/…` (work profile, dual app), and the same without
 * what stands before. A decrypted store lies inside the locked file. Paths: LifeArchiveProject/WeChatDataAnalysis@e85a09c and
 * abrignoni/ALEAPP#1267.
 */
const ACCOUNT_FOLDER =
  /^(.*?)(((?:(?:data\/)?(?:data|user\/(\d{1,5}))\/)?com\.tencent\.mm)\/MicroMsg\/([0-9a-f]{32}))\/[^/]+$/u;
const BARE_FOLDER = /^(.*?)((?:MicroMsg\/)?([0-9a-f]{32}))\/[^/]+$/u;

/** The path of the file itself, of a decrypted one that of the locked file that it came out of. */
export function lyingPath(path: string): string {
  const inside = path.indexOf('!/');
  return inside < 0 ? path : path.slice(0, inside);
}

export function placeOf(path: string): Place {
  const lying = lyingPath(path);
  const match = ACCOUNT_FOLDER.exec(lying);
  if (match !== null) {
    const [, before = '', accountFolder = '', appFolder = '', user = '0', account = ''] = match;
    const label = user === '0' ? APP : `${APP}, device user ${user}`;
    return { root: before.replace(/\/$/u, ''), user, appFolder, accountFolder, account, label };
  }
  const bare = BARE_FOLDER.exec(lying);
  if (bare !== null) {
    const [, before = '', accountFolder = '', account = ''] = bare;
    return { root: before.replace(/\/$/u, ''), user: '0', appFolder: '', accountFolder, account, label: APP };
  }
  const slash = lying.lastIndexOf('/');
  return { root: slash < 0 ? '' : lying.slice(0, slash), user: '0', appFolder: '', accountFolder: '', account: '', label: APP }; // prettier-ignore
}
