import { createHash } from 'node:crypto';
import { PlistDamaged, readPlist, type PlistMap } from '../decode/plist.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import { CopyDiffers } from '../working-copy.ts';
import { deviceFacts, installedApps, tellsOfBackup } from './ios-device-facts.ts';
import { MANIFEST_COLUMNS } from './ios-manifest-db.ts';
import { startsAsMbdb } from './ios-mbdb.ts';

/** A backup made by iTunes, Finder or a tool that speaks like them: one folder with a manifest. */
export interface IosBackupFolder {
  /** `Manifest.db`, or `Manifest.mbdb` before iOS 10: it says which payload is which file. */
  readonly manifest: EvidenceFile;
  /** With a `/` at the end, or empty. */
  readonly folder: string;
  /** Told by `Manifest.plist`, else by the manifest's first bytes. */
  readonly isEncrypted: boolean;
  /** Null: there is none, or it cannot be read. */
  readonly plist: PlistMap | null;
  readonly plistState: 'read' | 'absent' | 'damaged';
  /** The manifest's own bytes are a database or an mbdb as they are. */
  readonly isReadable: boolean;
  /** Bundle ids of the apps that `Info.plist` names. */
  readonly installed: readonly string[];
  readonly facts: Readonly<Record<string, string>>;
}

/** They hold icons of all apps: tens of megabytes are known, more are not read. */
const LARGEST_PLIST = 256 * 2 ** 20;

const SQLITE = Buffer.from('SQLite format 3\0', 'latin1');

/** Every backup in an exhibit, by its manifest; copies a manifest without a `Manifest.plist` beside it to look at its tables. */
export async function* findIosBackups(tree: EvidenceTree): AsyncGenerator<IosBackupFolder> {
  for await (const manifest of tree.glob('**/Manifest.{db,mbdb}')) {
    // The manifest of an opened backup, decrypted: it is no backup of its own.
    if (/(?:^|\/)Manifest\.db!\/Manifest\.db$/u.test(manifest.path)) continue;
    const found = await readIosBackupFolder(tree, manifest);
    if (found !== null) yield found;
  }
}

/** Null when the manifest is none: apps have files of that name. */
export async function readIosBackupFolder(tree: EvidenceTree, manifest: EvidenceFile): Promise<IosBackupFolder | null> {
  const folder = manifest.path.slice(0, manifest.path.lastIndexOf('/') + 1);
  const [main, info, status] = [
    await readOwnPlist(tree, `${folder}Manifest.plist`),
    await readOwnPlist(tree, `${folder}Info.plist`),
    await readOwnPlist(tree, `${folder}Status.plist`),
  ];
  const head = await tree.head(manifest, SQLITE.length);
  const isReadable = SQLITE.equals(head) || startsAsMbdb(head);
  const stated = main.map?.get('IsEncrypted');
  const isTold = main.state === 'damaged' || [info.map, status.map].some((map) => map !== null && tellsOfBackup(map));
  if (typeof stated !== 'boolean' && !(await isNamedOtherwise(tree, manifest, isReadable, isTold))) return null;
  return {
    manifest,
    folder,
    isEncrypted: typeof stated === 'boolean' ? stated : !isReadable,
    plist: main.map,
    plistState: main.state,
    isReadable,
    installed: installedApps(info.map),
    facts: deviceFacts(main.map, info.map, status.map),
  };
}

/** Without a `Manifest.plist` that says so: the tables of a manifest, or what else lies in such a folder (`isTold`). */
async function isNamedOtherwise(
  tree: EvidenceTree,
  manifest: EvidenceFile,
  isReadable: boolean,
  isTold: boolean,
): Promise<boolean> {
  if (!isReadable) return isTold;
  if (manifest.path.endsWith('.mbdb')) return true;
  const columns = (await tree.schemaOf(manifest))?.get('Files');
  return columns !== undefined && MANIFEST_COLUMNS.every((column) => columns.includes(column));
}

/** Throws `CopyDiffers` where it is no longer what it was at intake. */
async function readOwnPlist(
  tree: EvidenceTree,
  path: string,
): Promise<{ readonly map: PlistMap | null; readonly state: 'read' | 'absent' | 'damaged' }> {
  const file = await tree.get(path);
  if (file === null) return { map: null, state: 'absent' };
  if (file.sizeBytes > LARGEST_PLIST) return { map: null, state: 'damaged' };
  try {
    const bytes = await tree.head(file, file.sizeBytes);
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== file.sha256) throw new CopyDiffers(file.path, file.sha256, found);
    const value = readPlist(bytes);
    return value instanceof Map ? { map: value as PlistMap, state: 'read' } : { map: null, state: 'damaged' };
  } catch (error) {
    if (error instanceof PlistDamaged) return { map: null, state: 'damaged' };
    throw error;
  }
}
