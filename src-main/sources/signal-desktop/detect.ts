import { looksEncrypted } from '../../evidence/locks/find-sqlcipher.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import { brokenStore } from '../broken-store.ts';
import type { Detection } from '../parser.ts';
import { PARSER_ID, UNREADABLE } from './variants.ts';

/** Where the app keeps its database. Source: signalapp/Signal-Desktop, ts/sql/Server.ts. */
const OWN_PLACE = /(?:^|\/)sql\/db\.sqlite(?:!\/db\.sqlite)?$/u;

const HEAD_BYTES = 4096;
const SMALLEST_DATABASE = 512;

/** Every database with the app's tables, whatever it is called. One that is still locked is in the list of locks. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for await (const file of tree.glob('**')) {
    if (/-(?:wal|shm|journal)$/u.test(file.path)) continue;
    const isOwnPlace = OWN_PLACE.test(file.path);
    if (!isOwnPlace && file.sizeBytes < SMALLEST_DATABASE && (await tree.logOf(file)) === null) continue;
    const schema = await tree.schemaOf(file);
    if (schema === null) {
      if (isOwnPlace && !(await isLocked(tree, file))) found.push(broken(file));
      continue;
    }
    const variant = variantOf(schema);
    if (variant !== null) found.push(detection(file, variant, []));
  }
  return found;
}

/** The generation of the schema; null for another app's. */
function variantOf(schema: ReadonlyMap<string, readonly string[]>): string | null {
  const messages = schema.get('messages');
  const conversations = schema.get('conversations');
  if (messages?.includes('conversationId') !== true || conversations === undefined) return null;
  const isSignals = ['json', 'sent_at', 'received_at', 'hasAttachments'].filter((column) => messages.includes(column));
  if (isSignals.length < 2) return null;
  if (schema.has('message_attachments')) return 'attachments-table';
  return messages.includes('serverTimestamp') ? 'columns' : 'json';
}

async function isLocked(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  return looksEncrypted(Buffer.from(await tree.head(file, HEAD_BYTES)));
}

/** A store that cannot be read: named with an issue instead of being passed over. */
function broken(file: EvidenceFile): Detection {
  return detection(file, UNREADABLE, [brokenStore(file)]);
}

function detection(file: EvidenceFile, variant: string, issues: readonly Issue[]): Detection {
  const outer = file.path.split('!/')[0] ?? file.path;
  const isOwnPlace = OWN_PLACE.test(file.path);
  const name = outer.slice(outer.lastIndexOf('/') + 1);
  return {
    parser: PARSER_ID,
    variant,
    root: folderOf(isOwnPlace ? folderOf(outer) : outer),
    label: isOwnPlace ? 'Signal Desktop' : `Signal Desktop, ${name}`,
    files: { messages: file },
    locked: null,
    issues,
    questions: [],
  };
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}
