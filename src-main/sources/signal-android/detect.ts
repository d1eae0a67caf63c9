import { looksEncrypted } from '../../evidence/locks/find-sqlcipher.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import type { Detection } from '../parser.ts';
import { PARSER_ID, UNREADABLE } from './variants.ts';

/** Where the app keeps its database, as it lies there or as it came out of its lock. Source: signalapp/Signal-Android, database/SignalDatabase. */
const OWN_PLACE = /(?:^|\/)databases\/signal\.db(?:!\/signal\.db)?$/u;

/** The app's settings lie in a database of their own beside it. Source: signalapp/Signal-Android, database/KeyValueDatabase. */
const SETTINGS = 'signal-key-value.db';

/** May hold the secret of the app's files. Source: signalapp/Signal-Android, util/TextSecurePreferences. */
const PREFERENCES = 'shared_prefs/org.thoughtcrime.securesms_preferences.xml';

/** Where the store lies among what came out of a backup of the app, and what tells such a one. */
const IN_BACKUP = '!/databases/signal.db';
const DECLARATIONS = 'schema.sql';

/**
 * The messages of a snapshot in a folder `SignalBackups`, as newer versions write it, `-tmp` where they did not end; the frames that come out of them are a source of another parser. Source:
 * signalapp/Signal-Android, backup/v2/local, and signalapp/Signal-iOS, LocalFileBackupManager.
 */
const NEWER_BACKUP = /(?:^|\/)signal-backups?-\d{4}(?:-\d\d){5}(?:-tmp)?\/main$/u;

/** What comes out of its lock. */
const FRAMES = '!/main.binproto';

const HEAD_BYTES = 4096;
const SMALLEST_DATABASE = 512;

/** Every database with the app's tables, whatever it is called. One that is still locked is in the list of locks. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for await (const file of tree.glob('**')) {
    if (/-(?:wal|shm|journal)$/u.test(file.path)) continue;
    if (NEWER_BACKUP.test(file.path)) {
      if ((await tree.get(`${file.path}${FRAMES}`)) === null) found.push(newerBackup(file));
      continue;
    }
    const isOwnPlace = OWN_PLACE.test(file.path);
    if (!isOwnPlace && file.sizeBytes < SMALLEST_DATABASE && (await tree.logOf(file)) === null) continue;
    const schema = await tree.schemaOf(file);
    if (schema === null) {
      if (isOwnPlace && !(await isLocked(tree, file))) found.push(detection(file, {}, UNREADABLE, [DAMAGED]));
      continue;
    }
    const variant = variantOf(schema);
    if (variant !== null) found.push(detection(file, await besides(tree, file), variant, []));
  }
  return found;
}

/** The generation of the schema; null for another app's. */
function variantOf(schema: ReadonlyMap<string, readonly string[]>): string | null {
  const recipient = schema.get('recipient');
  const isSignals = recipient?.includes('registered') === true || recipient?.includes('group_id') === true;
  if (!isSignals && !schema.has('thread')) return null;
  const message = schema.get('message');
  if (message?.includes('thread_id') === true && message.includes('date_received') && message.includes('expires_in'))
    return schema.has('attachment') ? 'attachment-table' : 'message-table';
  const [sms, mms] = [schema.get('sms'), schema.get('mms')];
  const isOld = mms?.includes('msg_box') === true && mms.includes('expires_in') && sms?.includes('thread_id') === true;
  return isOld ? 'sms-mms' : null;
}

async function isLocked(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  return looksEncrypted(Buffer.from(await tree.head(file, HEAD_BYTES)));
}

/** Files beside the store, by their role. */
type Besides = Readonly<Partial<Record<'settings' | 'declarations' | 'preferences', EvidenceFile>>>;

/**
 * The settings and preferences beside the store, as they lie there or opened from a lock of their own; where the store came out of a backup of the
 * app, the declarations of its tables, which lie beside it in no other place.
 */
async function besides(tree: EvidenceTree, { path }: EvidenceFile): Promise<Besides> {
  const declarations = path.endsWith(IN_BACKUP) ? await tree.get(`${folderOf(folderOf(path))}/${DECLARATIONS}`) : null;
  const settings = await settingsOf(tree, path);
  const app = folderOf(folderOf(outerOf(path)));
  const preferences = OWN_PLACE.test(path) ? await tree.get(`${app === '' ? '' : `${app}/`}${PREFERENCES}`) : null;
  return {
    ...(settings !== null && { settings }),
    ...(declarations !== null && { declarations }),
    ...(preferences !== null && { preferences }),
  };
}

async function settingsOf(tree: EvidenceTree, path: string): Promise<EvidenceFile | null> {
  const beside = (folder: string): string => (folder === '' ? SETTINGS : `${folder}/${SETTINGS}`);
  const outer = folderOf(outerOf(path));
  for (const place of [beside(folderOf(path)), beside(outer), `${beside(outer)}!/${SETTINGS}`]) {
    const file = await tree.get(place);
    if (file !== null && (await tree.schemaOf(file))?.get('key_value')?.includes('key') === true) return file;
  }
  return null;
}

/** The locked file that a database of the same name came out of; else the database's own path. */
function outerOf(path: string): string {
  const at = path.lastIndexOf('!/');
  const outer = path.slice(0, Math.max(0, at));
  return at !== -1 && baseOf(outer) === path.slice(at + 2) ? outer : path;
}

/** A store that cannot be read is named with an issue instead of being passed over. */
const DAMAGED: Omit<Issue, 'where'> = {
  kind: 'issue',
  severity: 'error',
  code: 'database-damaged',
  from: null,
  stored: null,
  detail:
    'The file bears the name of a message store, and cannot be read as a SQLite database: it is damaged or encrypted. Where it is listed among the locked files, its key opens it.',
};

/** Named, so that nobody takes it for read. */
const NOT_READ: Omit<Issue, 'where'> = {
  kind: 'issue',
  severity: 'error',
  code: 'schema-unknown',
  from: null,
  stored: null,
  detail:
    'The folder is a backup as newer versions of Signal write it. Among the locked files its recovery key of 64 characters opens it to its frames, which are then read as a source of their own.',
};

function newerBackup(file: EvidenceFile): Detection {
  const root = folderOf(file.path.replace(/!\/.*$/u, ''));
  return {
    parser: PARSER_ID,
    variant: UNREADABLE,
    root,
    label: `Signal, ${baseOf(root)}`,
    files: { messages: file },
    locked: null,
    issues: [{ ...NOT_READ, where: file.path }],
    questions: [],
  };
}

function detection(
  file: EvidenceFile,
  beside: Besides,
  variant: string,
  issues: readonly Omit<Issue, 'where'>[],
): Detection {
  const outer = outerOf(file.path);
  const isOwnPlace = OWN_PLACE.test(file.path);
  const root = isOwnPlace ? folderOf(folderOf(outer)) : folderOf(outer);
  const isBackup = beside.declarations !== undefined;
  const name = isBackup ? baseOf(root.slice(0, -1)) : baseOf(outer);
  return {
    parser: PARSER_ID,
    variant,
    root,
    label: (isOwnPlace && !isBackup) || name === '' ? 'Signal for Android' : `Signal for Android, ${name}`,
    files: { messages: file, ...beside },
    locked: null,
    issues: issues.map((issue) => ({ ...issue, where: file.path })),
    questions: [],
  };
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
