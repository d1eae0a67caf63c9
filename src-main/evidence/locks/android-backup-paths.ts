/** Where Android keeps what a folder of an `adb` backup holds; `P` stands for the package. */
const FOLDERS: Readonly<Record<string, string>> = {
  // Names of the folders: AOSP, core/java/android/app/backup/FullBackup.java; their places: Context and Environment of the same.
  a: 'data/app/P',
  f: 'data/data/P/files',
  nb: 'data/data/P/no_backup',
  db: 'data/data/P/databases',
  sp: 'data/data/P/shared_prefs',
  r: 'data/data/P',
  c: 'data/data/P/cache',
  d_f: 'data/user_de/0/P/files',
  d_nb: 'data/user_de/0/P/no_backup',
  d_db: 'data/user_de/0/P/databases',
  d_sp: 'data/user_de/0/P/shared_prefs',
  d_r: 'data/user_de/0/P',
  d_c: 'data/user_de/0/P/cache',
  obb: 'data/media/0/Android/obb/P',
  ef: 'data/media/0/Android/data/P/files',
};

/** A package's name as Android allows it. */
const APP = /^apps\/(?<name>[A-Za-z0-9_.]{1,255})\/(?<token>[a-z_]{1,4})\/(?<rest>.+)$/su;
const SHARED = /^shared\/0\/(?<rest>.+)$/su;

/** An entry of a backup by its place on the device. */
export interface DevicePath {
  readonly path: string;
  /** The folder in the backup and the folder that stands for it; null where the entry is listed under its own name. */
  readonly moved: { readonly from: string; readonly to: string } | null;
}

/**
 * The place on the device from which Android took an entry: `apps/com.whatsapp/db/msgstore.db` is
 * `data/data/com.whatsapp/databases/msgstore.db`. The device user is not told: 0 stands for whoever was backed up.
 */
export function devicePathOf(path: string): DevicePath {
  const shared = SHARED.exec(path)?.groups?.rest;
  if (shared !== undefined) return placed('shared/0', 'data/media/0', shared);
  const { name = '', token = '', rest = '' } = APP.exec(path)?.groups ?? {};
  const folder = Object.hasOwn(FOLDERS, token) ? FOLDERS[token] : undefined;
  if (folder === undefined) return { path, moved: null };
  return placed(`apps/${name}/${token}`, folder.replace('P', name), rest);
}

function placed(from: string, to: string, rest: string): DevicePath {
  return { path: `${to}/${rest}`, moved: { from, to } };
}
