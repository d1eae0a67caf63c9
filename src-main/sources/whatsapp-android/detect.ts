import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import { brokenStore } from '../broken-store.ts';
import type { Detection } from '../parser.ts';
import { backupPlaceOf } from './backup-place.ts';
import { storeIssue } from '../store-issues.ts';
import { distinctStores } from './one-store.ts';
import { placeOf } from './place.ts';
import { labelWithProfile } from './profile.ts';
import { PARSER_ID, UNREADABLE } from './variants.ts';
import type { VariantName } from './variants.ts';

const SMALLEST_PAGE = 512; // a SQLite file is a whole number of pages of at least 512 bytes
const NAMES_OF_DATABASES = /\.(db|sqlite|sqlite3|db3)$/i;
/** The app's own name: a file that bears it and cannot be read is named, not passed over. */
const STORE_NAME = /(^|\/)msgstore\.db$/;

type Schema = ReadonlyMap<string, readonly string[]>;

/**
 * One detection for each message store, found by its schema whatever its name. Only files that can be a SQLite database
 * by their size are opened; rows are not read.
 */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const stores: { readonly file: EvidenceFile; readonly variant: VariantName }[] = [];
  const books: EvidenceFile[] = [];
  const broken: EvidenceFile[] = [];
  for await (const file of tree.glob('**/*')) {
    const schema = await schemaOf(tree, file);
    if (schema === null) {
      if (STORE_NAME.test(file.path)) broken.push(file);
      continue;
    }
    const variant = variantOf(schema);
    if (variant !== null) stores.push({ file, variant });
    else if (schema.get('wa_contacts')?.includes('jid') === true) books.push(file);
  }
  const found: Detection[] = [];
  const { kept, issues } = await distinctStores(tree, stores);
  const ownBooks = (
    await distinctStores(
      tree,
      books.map((file) => ({ file })),
    )
  ).kept.map(({ file }) => file);
  for (const { file, variant } of kept) {
    const beside = kept.filter((other) => folderOf(other.file.path) === folderOf(file.path)).length - 1;
    const one = await detection(tree, file, variant, bookFor(file, kept.length, ownBooks), beside);
    found.push({ ...one, issues: [...one.issues, ...(issues.get(file.path) ?? [])] });
  }
  for (const file of broken) found.push(await unreadable(tree, file));
  const joined = new Set(found.map((one) => one.files.contacts?.path));
  for (const file of ownBooks) if (!joined.has(file.path)) found.push(await detection(tree, file, 'contacts', file));
  return distinct(found);
}

/**
 * Null when the file cannot be a SQLite database by its size or its first bytes, or its schema cannot be read. Beside a
 * log it can be one in any case.
 */
async function schemaOf(tree: EvidenceTree, file: EvidenceFile): Promise<Schema | null> {
  if ((await tree.logOf(file)) !== null) return tree.schemaOf(file);
  if (file.sizeBytes < SMALLEST_PAGE) return null;
  if (file.sizeBytes % SMALLEST_PAGE !== 0 && !NAMES_OF_DATABASES.test(file.path)) return null;
  return tree.schemaOf(file);
}

/**
 * The generation of a message store by its tables and most of the columns that mark them; null when it is none. A column
 * that is missing becomes an issue when the store is read.
 */
function variantOf(schema: Schema): VariantName | null {
  const has = (table: string, columns: readonly string[]) => {
    const present = schema.get(table);
    const missing = columns.filter((column) => present?.includes(column) !== true);
    return present !== undefined && missing.length <= 1;
  };
  const isLegacy = has('messages', ['key_remote_jid', 'key_from_me', 'key_id']);
  const isModern = has('message', ['chat_row_id', 'from_me', 'key_id']) && schema.has('chat') && schema.has('jid');
  if (isModern && isLegacy) return 'transitional';
  if (isModern) return schema.has('jid_map') ? 'modern-lid' : 'modern';
  return isLegacy ? 'legacy' : null;
}

/** The address book in the same folder; that of a backup's folder; else the only one, when there is only one message store. */
function bookFor(store: EvidenceFile, stores: number, books: readonly EvidenceFile[]): EvidenceFile | null {
  const folder = folderOf(store.path);
  const beside = books.filter((book) => folderOf(book.path) === folder);
  if (beside.length > 0) return beside.find((book) => book.path.endsWith('/wa.db')) ?? beside[0] ?? null;
  const shared = backupPlaceOf(store.path)?.shared;
  const backedUp = shared === undefined ? [] : books.filter((book) => backupPlaceOf(book.path)?.shared === shared);
  if (backedUp.length === 1) return backedUp[0] ?? null;
  return stores === 1 && books.length === 1 ? (books[0] ?? null) : null;
}

async function detection(
  tree: EvidenceTree,
  file: EvidenceFile,
  variant: VariantName,
  book: EvidenceFile | null,
  storesBeside = 0,
): Promise<Detection> {
  const place = placeOf(file.path);
  // Outside an app's own folder nothing says to which of several stores the preferences belong.
  const isAlone = place.appFolder !== '' || storesBeside === 0;
  const files: Record<string, EvidenceFile> = variant === 'contacts' ? {} : { messages: file };
  if (book !== null) files.contacts = book;
  const issues: Issue[] = [];
  for (const name of place.preferences) {
    const preferences = await tree.get(name);
    if (preferences === null) continue;
    if (isAlone) files[`preferences ${name.slice(name.lastIndexOf('/') + 1)}`] = preferences;
    else
      issues.push(
        storeIssue(
          'note',
          'unresolved-reference',
          name,
          'These preferences lie beside more than one message store; nothing says to which they belong, so they are not used.',
        ),
      );
  }
  if (book === null)
    issues.push(
      storeIssue(
        'note',
        'table-missing',
        file.path,
        'No address book (wa.db) was found for this store; names come from the message store alone.',
      ),
    );
  else if (folderOf(book.path) !== folderOf(file.path))
    issues.push(storeIssue('note', 'unresolved-reference', book.path, besideBackup(file, book) ? BOOK_OF_BACKUP : ONLY_BOOK)); // prettier-ignore
  return {
    parser: PARSER_ID,
    variant,
    root: place.root,
    label: await labelWithProfile(tree, place),
    files,
    locked: null,
    issues,
    questions: [],
  };
}

const BOOK_OF_BACKUP =
  'The address book is that of the backups beside this store; it may have been written on another day.';
const ONLY_BOOK =
  'The address book lies in another folder; it is used because the exhibit holds one message store and one address book.';

function besideBackup(store: EvidenceFile, book: EvidenceFile): boolean {
  const shared = backupPlaceOf(store.path)?.shared;
  return shared !== undefined && backupPlaceOf(book.path)?.shared === shared;
}

/** Labels by which sources of one exhibit can be told apart: the file's name is added where place and app do not do so. */
function distinct(found: readonly Detection[]): readonly Detection[] {
  const name = (one: Detection) => JSON.stringify([one.root, one.variant, one.label]);
  const groups = Map.groupBy(found, name);
  return found.map((one) => {
    const file = one.files.messages ?? one.files.contacts;
    if (file === undefined || (groups.get(name(one)) ?? []).length < 2) return one;
    return { ...one, label: `${one.label}, ${file.path.slice(one.root === '' ? 0 : one.root.length + 1)}` };
  });
}

async function unreadable(tree: EvidenceTree, file: EvidenceFile): Promise<Detection> {
  const found = await detection(tree, file, UNREADABLE, null);
  return { ...found, issues: [brokenStore(file)] };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
