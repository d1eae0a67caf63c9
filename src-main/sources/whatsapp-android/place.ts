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

/** `/data/data/<package>`, `/data/user/<n>/<package>` (dual app, work profile), and the same without the leading `data`. */
const APP_FOLDER = /^(.*?)((?:data\/)?(?:data|user(?:_de)?\/(\d{1,5}))\/(com\.whatsapp(?:\.w4b)?))\/databases\/[^/]+$/;
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
    const [, before = '', appFolder = '', user = '0', name] = match;
    const root = before.replace(/\/$/, '');
    return placed(root, appFolder, user, name === 'com.whatsapp.w4b' ? name : 'com.whatsapp');
  }
  const bare = BARE_APP_FOLDER.exec(path);
  if (bare !== null) {
    const [, before = '', appFolder = '', name] = bare;
    return placed(before.replace(/\/$/, ''), appFolder, '0', name === 'com.whatsapp.w4b' ? name : 'com.whatsapp');
  }
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
