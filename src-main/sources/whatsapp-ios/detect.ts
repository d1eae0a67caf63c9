import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import { brokenStore } from '../broken-store.ts';
import type { Detection } from '../parser.ts';

type Schema = ReadonlyMap<string, readonly string[]>;
type Role = 'messages' | 'contacts' | 'calls' | 'hidden-ids' | 'search';

/** The tables that tell each database of the app, whatever its file is called; names of Core Data tables suffice. */
const MARKS: readonly {
  readonly role: Role;
  readonly table: string;
  readonly columns: readonly string[];
  readonly name: string;
}[] = [
  { role: 'messages', table: 'ZWAMESSAGE', columns: [], name: 'ChatStorage.sqlite' },
  { role: 'contacts', table: 'ZWAADDRESSBOOKCONTACT', columns: [], name: 'ContactsV2.sqlite' },
  { role: 'calls', table: 'ZWACDCALLEVENT', columns: [], name: 'CallHistory.sqlite' },
  { role: 'hidden-ids', table: 'ZWAPHONENUMBERLIDPAIR', columns: [], name: 'LID.sqlite' },
  { role: 'hidden-ids', table: 'ZWAZACCOUNT', columns: [], name: 'LID.sqlite' },
  { role: 'search', table: 'docs_content', columns: ['docid'], name: 'ChatSearch' },
];

const STORE_NAME = 'ChatStorage.sqlite';
const SMALLEST_DATABASE = 512;

const CONSUMER = 'group.net.whatsapp.WhatsApp.shared';
const BUSINESS = 'group.net.whatsapp.WhatsAppSMB.shared';
/** Bundle ids of the two apps, whose own container held the store before there were shared ones. */
const CONSUMER_APP = 'net.whatsapp.WhatsApp';
const BUSINESS_APP = 'net.whatsapp.WhatsAppSMB';
const KNOWN: readonly (string | null)[] = [null, CONSUMER, BUSINESS, CONSUMER_APP, BUSINESS_APP];

interface Store {
  readonly file: EvidenceFile;
  readonly role: Role;
  readonly name: string;
  readonly schema: Schema;
}

/** Every store of the app: one a folder that holds messages, or, without messages, contacts or calls alone. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const folders = new Map<string, Store[]>();
  const broken: EvidenceFile[] = [];
  for await (const file of tree.glob('**')) {
    const store = await storeOf(tree, file);
    if (store === null) {
      if (baseName(file.path) === STORE_NAME && (await unreadable(tree, file))) broken.push(file);
      continue;
    }
    const folder = folderOf(file.path);
    folders.set(folder, [...(folders.get(folder) ?? []), store]);
  }
  const detections: Detection[] = [];
  for (const [folder, stores] of folders) detections.push(...(await detectionsIn(tree, folder, stores)));
  return [...detections, ...broken.map(unreadableStore)];
}

/** True for a file that bears the store's name and yields no schema at all. */
async function unreadable(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  return (await tree.schemaOf(file)) === null;
}

/** A store that cannot be read: named with an issue instead of being passed over. */
function unreadableStore(file: EvidenceFile): Detection {
  const found = detection(rootOf(folderOf(file.path)), 'unreadable', `WhatsApp (iOS), ${STORE_NAME}`, {
    messages: file,
  });
  return { ...found, issues: [brokenStore(file)] };
}

async function storeOf(tree: EvidenceTree, file: EvidenceFile): Promise<Store | null> {
  if (file.sizeBytes < SMALLEST_DATABASE && (await tree.logOf(file)) === null) return null;
  const schema = await tree.schemaOf(file);
  if (schema === null) return null;
  const mark = MARKS.find(
    ({ table, columns }) =>
      schema.has(table) && columns.every((column) => schema.get(table)?.includes(column) === true),
  );
  return mark === undefined ? null : { file, schema, role: mark.role, name: mark.name };
}

async function detectionsIn(
  tree: EvidenceTree,
  folder: string,
  stores: readonly Store[],
): Promise<readonly Detection[]> {
  const main = stores.filter((store) => store.role === 'messages');
  const side = stores.filter((store) => store.role !== 'messages' && store.role !== 'search');
  const search = stores.filter((store) => store.role === 'search');
  const root = rootOf(folder);
  const container = await containerOf(tree, root);
  const preferences = await preferencesOf(tree, root, folder);
  if (main.length === 0) {
    if (!side.some((store) => store.role === 'contacts' || store.role === 'calls')) return [];
    const files = filesOf(side, preferences);
    return [
      detection(root, 'side-files', `${appOf(container)}, ${Object.keys(files).join(' and ')} without messages`, files),
    ];
  }
  // Side files belong to the store that bears the app's own name; a renamed copy beside it is read alone.
  const owner =
    main.find((store) => baseName(store.file.path) === store.name) ?? (main.length === 1 ? main[0] : undefined);
  return main.map((store) => {
    const files = { messages: store.file, ...(store === owner ? filesOf([...side, ...search], preferences) : {}) };
    const name = baseName(store.file.path) === store.name ? '' : `, ${baseName(store.file.path)}`;
    return detection(root, variantOf(store.schema, files), `${appOf(container)}${placeOf(folder)}${name}`, files);
  });
}

/** One file a role, the one with the app's own name first; a second one of the same role is left to the other detection. */
function filesOf(stores: readonly Store[], preferences: EvidenceFile | null): Record<string, EvidenceFile> {
  const files: Record<string, EvidenceFile> = {};
  const named = (store: Store): boolean => baseName(store.file.path).startsWith(store.name);
  for (const store of [...stores.filter(named), ...stores.filter((other) => !named(other))])
    files[store.role] ??= store.file;
  if (preferences !== null) files.preferences = preferences;
  return files;
}

function detection(
  root: string,
  variant: string,
  label: string,
  files: Readonly<Record<string, EvidenceFile>>,
): Detection {
  return { parser: 'whatsapp-ios', variant, root, label, files, locked: null, issues: [], questions: [] };
}

/** The generation of the schema, by what it has: see the README's Detection. */
function variantOf(schema: Schema, files: Readonly<Record<string, EvidenceFile>>): string {
  if (!schema.has('ZWAPROFILEPUSHNAME') || !schema.has('ZWAMESSAGEDATAITEM')) return 'legacy';
  return files['hidden-ids'] !== undefined ? 'hidden-ids' : 'modern';
}

/** The store's root: the folder of the database, or the one above an old app container's `Documents`. */
function rootOf(folder: string): string {
  return baseName(folder) === 'Documents' ? folderOf(folder) : folder;
}

async function preferencesOf(tree: EvidenceTree, root: string, folder: string): Promise<EvidenceFile | null> {
  for (const name of [`${CONSUMER}.plist`, `${BUSINESS}.plist`]) {
    for (const place of [join(root, 'Library/Preferences'), folder]) {
      const file = await tree.get(join(place, name));
      if (file !== null) return file;
    }
  }
  return null;
}

/** The container's identifier where the path says it, a backup's domain, or the system's metadata. */
async function containerOf(tree: EvidenceTree, root: string): Promise<string | null> {
  if (root.includes(BUSINESS)) return BUSINESS;
  if (root.includes(CONSUMER)) return CONSUMER;
  return tree.containerOf(root);
}

/** The app; where the container is none of the two apps', for example that of a copy under another name, what it is called. */
function appOf(container: string | null): string {
  const app = container === BUSINESS || container === BUSINESS_APP ? 'WhatsApp Business (iOS)' : 'WhatsApp (iOS)';
  return KNOWN.includes(container) ? app : `${app}, ${container ?? ''}`;
}

function placeOf(folder: string): string {
  return folder.includes('Group Containers/') ? ', macOS app' : '';
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
