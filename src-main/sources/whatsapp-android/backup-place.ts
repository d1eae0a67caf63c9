/** What the path of a local backup says of the app, the device user and the day. */
export interface BackupPlace {
  /** The folder that stands for the device's file system, or for as much of it as the exhibit holds. */
  readonly root: string;
  readonly packageName: 'com.whatsapp' | 'com.whatsapp.w4b';
  readonly user: string;
  readonly label: string;
  /** The app's folder in shared storage, in which `Databases`, `Backups` and `Media` lie; all backups of it belong together. */
  readonly shared: string;
}

/**
 * A database that came out of a backup (`msgstore.db.crypt15!/msgstore.db`), or one in the folder of backups that someone
 * decrypted. Names and folders: ElDavoo/wa-crypt-tools, KnugiHK/WhatsApp-Chat-Exporter.
 */
const OPENED = /^(?<folder>(?:.*\/)?)[^/]+\.crypt\d+!\/[^/]+$/;
const IN_BACKUPS = /^(?<folder>(?:.*\/)?(?:Databases|Backups)\/)[^/]+$/;
/** Shared storage by the names that extractions give it, of the first device user or of another. */
const SHARED =
  /^(?<root>.*?)(?:sdcard|data\/media\/(?<media>\d{1,5})|storage\/emulated\/(?<emulated>\d{1,5})|mnt\/(?:user|pass_through)\/\d{1,5}\/emulated\/(?<mounted>\d{1,5}))\//;
const APP_FOLDER =
  /^(?<before>.*?)(?:Android\/media\/com\.whatsapp(?:\.w4b)?\/)?WhatsApp(?: Business)?\/(?:Databases|Backups)\/$/;
/** The day that the app writes into the name of an older copy. */
const DATED = /^msgstore-(?:increment-\d+-)?(?<day>\d{4}-\d{2}-\d{2})\.\d+\.db/;
const INCREMENT = 'msgstore-increment-';

/** Null for a database that lies in no backup. */
export function backupPlaceOf(path: string): BackupPlace | null {
  const opened = OPENED.exec(path);
  const folder = (opened ?? IN_BACKUPS.exec(path))?.groups?.folder;
  if (folder === undefined) return null;
  const name = path.slice(folder.length);
  const inShared = SHARED.exec(folder)?.groups;
  const user = inShared?.media ?? inShared?.emulated ?? inShared?.mounted ?? '0';
  const isBusiness = /(?:^|\/)(?:com\.whatsapp\.w4b|WhatsApp Business)\//.test(folder);
  const app = isBusiness ? 'WhatsApp Business' : 'WhatsApp';
  const day = DATED.exec(name)?.groups?.day;
  const kind = name.startsWith(INCREMENT) ? 'part of a backup' : 'backup';
  const dated = day === undefined ? kind : `${kind} dated ${day} by its name`;
  return {
    root: (
      inShared?.root ??
      APP_FOLDER.exec(folder)?.groups?.before ??
      folder.replace(/(?:Databases|Backups)\/$/, '')
    ).replace(/\/$/, ''),
    packageName: isBusiness ? 'com.whatsapp.w4b' : 'com.whatsapp',
    user,
    label: user === '0' ? `${app}, ${dated}` : `${app}, device user ${user}, ${dated}`,
    shared: folder.replace(/(?:Databases|Backups)\/$/, ''),
  };
}
