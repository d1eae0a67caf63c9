import { backupPlaceOf } from './backup-place.ts';

/** What a store's path says of the app and the device user. */
export interface Place {
  /** The folder that stands for the device's file system; `''` is the exhibit's root. */
  readonly root: string;
  readonly packageName: 'com.whatsapp' | 'com.whatsapp.w4b';
  readonly user: string;
  /** The app's private folder relative to the root; `''` when the path shows none. */
  readonly appFolder: string;
  readonly label: string;
  /** Paths of the app's preference files, from the exhibit's root. */
  readonly preferences: readonly string[];
}

/** The paths under which Android shows one file of an app's private folder are told by this; null outside such a folder. */
export function privatePlaceOf(path: string): { readonly same: string; readonly rank: number } | null {
  const match = APP_FOLDER.exec(path);
  if (match === null) return null;
  const [, before = '', appFolder = '', mirrored, own, name = ''] = match;
  const storage = /(?:^|\/)(?:user_de|data_de)\//.test(appFolder) ? 'device-encrypted' : 'credential-encrypted';
  const rank = mirrored === undefined ? (own === undefined ? 0 : 1) : 2;
  return { same: JSON.stringify([before, storage, mirrored ?? own ?? '0', name, path.slice(before.length + appFolder.length)]), rank }; // prettier-ignore
}

/**
 * `/data/data/<package>`, `/data/user/<n>/<package>` (dual app, work profile), the mirror of it under `/data_mirror`, and the same
 * without the leading `data`. Mirrors: AOSP, libs of installd ("data_mirror", since Android 11).
 */
const APP_FOLDER =
  /^(.*?)((?:data_mirror\/data_[cd]e\/[^/]+\/(\d{1,5})|(?:data\/)?(?:data|user(?:_de)?\/(\d{1,5})))\/(com\.whatsapp(?:\.w4b)?))\/databases\/[^/]+$/;
const BARE_APP_FOLDER = /^(.*?)((com\.whatsapp(?:\.w4b)?))\/databases\/[^/]+$/;

/** Names of preference files that hold the owner's number: abrignoni/ALEAPP, sepinf-inc/IPED. */
const PREFERENCES = [
  'com.whatsapp_preferences_light.xml',
  'com.whatsapp_preferences.xml',
  'com.whatsapp.w4b_preferences_light.xml',
  'com.whatsapp.w4b_preferences.xml',
  'registration.RegisterPhone.xml',
  'com.whatsapp.registration.RegisterPhone.xml',
  'startup_prefs.xml',
] as const;

export function placeOf(path: string): Place {
  const match = APP_FOLDER.exec(path);
  if (match !== null) {
    const [, before = '', appFolder = '', mirrored, own, name] = match;
    const user = mirrored ?? own ?? '0';
    const root = before.replace(/\/$/, '');
    return placed(root, appFolder, user, name === 'com.whatsapp.w4b' ? name : 'com.whatsapp');
  }
  const bare = BARE_APP_FOLDER.exec(path);
  if (bare !== null) {
    const [, before = '', appFolder = '', name] = bare;
    return placed(before.replace(/\/$/, ''), appFolder, '0', name === 'com.whatsapp.w4b' ? name : 'com.whatsapp');
  }
  const backup = backupPlaceOf(path);
  if (backup !== null) return { ...backup, appFolder: '', preferences: [] };
  const slash = path.lastIndexOf('/');
  const isBusiness = path.includes('com.whatsapp.w4b');
  return {
    root: slash < 0 ? '' : path.slice(0, slash),
    packageName: isBusiness ? 'com.whatsapp.w4b' : 'com.whatsapp',
    user: '0',
    appFolder: '',
    label: isBusiness ? 'WhatsApp Business' : 'WhatsApp',
    preferences: PREFERENCES.map((name) => (slash < 0 ? name : `${path.slice(0, slash)}/${name}`)),
  };
}

function placed(root: string, appFolder: string, user: string, packageName: Place['packageName']): Place {
  const folder = root === '' ? appFolder : `${root}/${appFolder}`;
  const app = packageName === 'com.whatsapp.w4b' ? 'WhatsApp Business' : 'WhatsApp';
  return {
    root,
    packageName,
    user,
    appFolder,
    label: user === '0' ? app : `${app}, device user ${user}`,
    preferences: PREFERENCES.map((name) => `${folder}/shared_prefs/${name}`),
  };
}
