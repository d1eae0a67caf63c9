import { archiveIssue, EntryDamaged } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import type { EvidenceTree } from '../tree.ts';
import { deriverFor } from './derive-key.ts';
import { appGroups } from './ios-app-groups.ts';
import { iosPlainBlocks } from './ios-backup-file.ts';
import { findIosBackups, readIosBackupFolder, type IosBackupFolder } from './ios-backup-folder.ts';
import { IosBackupList, type ClassKeys } from './ios-backup-list.ts';
import { openFileKey, openIosKeybag, readIosKeybag, wantsPassword, type IosKeybag } from './ios-keybag.ts';
import { openManifest, type OpenManifest } from './ios-manifest.ts';
import type { FoundLock, OpenedSecret, OpenEnd, OpenEvent, Opener, OpenRequest } from './opener.ts';

/** Backups of iTunes and Finder. One that is not encrypted wants no key: its files are named, and their bytes are the payloads'. */
export const iosBackup: Opener = { kind: 'ios-backup', find, open, openAgain, bytes };

async function* find(tree: EvidenceTree): AsyncGenerator<FoundLock> {
  for await (const { manifest, isEncrypted, facts } of findIosBackups(tree))
    yield { kind: 'ios-backup', file: manifest, facts, wants: isEncrypted ? ['password'] : [] };
}

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  request.signal.throwIfAborted();
  const backup = await readIosBackupFolder(request.tree, request.lock.file);
  if (backup === null) return refused('damaged', 'Nothing tells any more that the file is the manifest of a backup.');
  if (backup.plistState === 'damaged')
    yield archiveIssue('warning', 'archive-damaged', `${backup.folder}Manifest.plist`, 'The file is no property list that can be read; what it says of the backup is not known.'); // prettier-ignore
  if (!backup.isEncrypted) return yield* openPlain(request, backup);
  const opened = await openKeys(request, backup);
  if ('ended' in opened) return opened;
  const manifest = await openManifest(request, backup, opened.manifestKey);
  if (typeof manifest === 'string') return refused('damaged', manifest);
  try {
    const counts = yield* listFiles(request, backup, manifest, opened.keys);
    return { ended: 'opened', secret: secretOf(opened.keys), settings: { ...keySettings(opened.keybag, opened.keys), ...counts } }; // prettier-ignore
  } finally {
    manifest.close();
  }
}

async function openAgain(request: OpenRequest): Promise<OpenEnd> {
  const backup = await readIosBackupFolder(request.tree, request.lock.file);
  if (backup?.isEncrypted !== true) return refused('damaged', 'Nothing tells any more that the file is the manifest of a backup.'); // prettier-ignore
  const opened = await openKeys(request, backup);
  if ('ended' in opened) return opened;
  return { ended: 'opened', secret: secretOf(opened.keys), settings: keySettings(opened.keybag, opened.keys) };
}

async function* openPlain(request: OpenRequest, backup: IosBackupFolder): AsyncGenerator<OpenEvent, OpenEnd> {
  const manifest = await openManifest(request, backup, null);
  if (typeof manifest === 'string') return refused('damaged', manifest);
  try {
    return { ended: 'opened', secret: null, settings: yield* listFiles(request, backup, manifest, null) };
  } finally {
    manifest.close();
  }
}

interface OpenKeybag {
  readonly keybag: IosKeybag;
  readonly keys: ClassKeys;
  /** Null where the manifest is not encrypted. */
  readonly manifestKey: Buffer | null;
}

async function openKeys(request: OpenRequest, { plist, plistState }: IosBackupFolder): Promise<OpenKeybag | OpenEnd> {
  const { key } = request;
  if (key?.form !== 'password')
    return refused('no-key', 'The backup is encrypted with a password; what was given is none.');
  const bytes = plist?.get('BackupKeyBag');
  if (!(bytes instanceof Uint8Array))
    return refused('damaged', plistState === 'absent' ? 'No Manifest.plist lies beside the manifest: the keybag that the password opens is not in the exhibit.' : 'Manifest.plist holds no keybag: it is damaged or from another backup, and no password can open it.'); // prettier-ignore
  const keybag = readIosKeybag(bytes);
  if (!keybag?.classes.some(wantsPassword))
    return refused('damaged', 'The keybag in Manifest.plist cannot be read, or holds no key that a password opens: it is damaged.'); // prettier-ignore
  const keys = await openIosKeybag(keybag, key.bytes, deriverFor(request));
  if (keys === null) return refused('wrong-key', 'The password opens none of the keys in the keybag: it is another one, or the keybag in Manifest.plist is damaged.'); // prettier-ignore
  const wrapped = plist?.get('ManifestKey');
  const manifestKey = wrapped instanceof Uint8Array ? openFileKey(keys, wrapped) : null;
  if (manifestKey === null && wrapped instanceof Uint8Array)
    return refused('damaged', 'The password opens the keybag, and the key of the manifest fails its check: Manifest.plist is damaged.'); // prettier-ignore
  return { keybag, keys, manifestKey };
}

async function* listFiles(
  request: OpenRequest,
  backup: IosBackupFolder,
  { rows, decrypted }: OpenManifest,
  keys: ClassKeys | null,
): AsyncGenerator<OpenEvent, Readonly<Record<string, string>>> {
  const list = new IosBackupList(request, backup, keys, decrypted === null ? [] : [MANIFEST_NAME]);
  if (decrypted !== null) {
    const { missingBytes, ...digests } = decrypted;
    // First of all: whoever stops listening knows of the file.
    yield { kind: 'file', path: MANIFEST_NAME, ...digests, modifiedMs: null, storedName: null, place: { in: 'work' }, method: 'decrypted (AES-256-CBC, cut to the size that the database states)' }; // prettier-ignore
    if (missingBytes > 0)
      yield archiveIssue('error', 'archive-damaged', backup.manifest.path, `The manifest is cut off: ${missingBytes} bytes of the database are missing, and files that they named are not listed.`); // prettier-ignore
  }
  yield* list.list(rows);
  const groups = appGroups(list.domains, backup.plist, backup.installed);
  return {
    files: String(list.files),
    folders: String(list.folders),
    links: String(list.links),
    withoutPayload: String(list.withoutPayload),
    notOpened: String(list.notOpened),
    unnamedPayloads: String(list.unnamedPayloads),
    ...(groups.stated.length > 0 && { appGroups: groups.stated.join('; ') }),
    ...(groups.byName.length > 0 && { appGroupsByName: groups.byName.join('; ') }),
  };
}

/** How the manifest itself is listed once decrypted. */
const MANIFEST_NAME = 'Manifest.db';

function keySettings(keybag: IosKeybag, keys: ClassKeys): Readonly<Record<string, string>> {
  const closed = keybag.classes.filter(({ number }) => !keys.has(number)).map(({ number }) => String(number));
  const rounds = `PBKDF2-HMAC-SHA1, ${keybag.rounds} rounds`;
  return {
    cipher: 'AES-256-CBC',
    keyDerivation: keybag.first === null ? rounds : `PBKDF2-HMAC-SHA256, ${keybag.first.rounds} rounds; ${rounds}`,
    classesOpened: [...keys.keys()].join(', '),
    ...(closed.length > 0 && { classesNotOpened: closed.join(', ') }),
  };
}

/** Class keys in hexadecimal by class. */
function secretOf(keys: ClassKeys): OpenedSecret {
  return Object.fromEntries([...keys].map(([number, key]) => [String(number), key.toString('hex')]));
}

function* bytes(
  sealed: ByteSource,
  secret: OpenedSecret,
  args: readonly string[],
  start: number,
  end: number,
): Generator<Buffer> {
  // prettier-ignore
  const [fileKey = '', size = ''] = args;
  const keys = new Map(Object.entries(secret).map(([number, key]) => [Number(number), Buffer.from(key, 'hex')]));
  const key = openFileKey(keys, Buffer.from(fileKey, 'hex'));
  if (key === null) throw new EntryDamaged('the key of the file does not open with the keys of the backup');
  const stop = Math.min(end, Number(size));
  let at = start;
  for (const block of iosPlainBlocks(sealed, key, start, stop)) {
    at += block.length;
    yield block;
  }
  if (at < stop) throw new EntryDamaged(`the payload ends after ${at} of ${size} bytes`);
}

function refused(ended: Exclude<OpenEnd['ended'], 'opened'>, detail: string): Extract<OpenEnd, { detail: string }> {
  return { ended, detail };
}
