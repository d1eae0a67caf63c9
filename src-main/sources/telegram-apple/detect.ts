import { looksEncrypted } from '../../evidence/locks/find-sqlcipher.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import { brokenStore } from '../broken-store.ts';
import type { Detection } from '../parser.ts';
import { placeOf, STORAGE_FILE } from './place.ts';
import { PARSER_ID, UNREADABLE } from './variants.ts';

const HEAD_BYTES = 4096;
const SMALLEST_DATABASE = 512;

/** Every database with the app's tables, whatever it is called: one an account. One that is still locked is in the list of locks. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for await (const file of tree.glob('**')) {
    if (/-(?:wal|shm|journal)$/u.test(file.path)) continue;
    const { isOwnPlace } = placeOf(file.path);
    if (!isOwnPlace && file.sizeBytes < SMALLEST_DATABASE && (await tree.logOf(file)) === null) continue;
    const schema = await tree.schemaOf(file);
    if (schema === null) {
      if (isOwnPlace && !(await isLocked(tree, file))) found.push(await detection(tree, file, UNREADABLE));
    } else if (isPostbox(schema)) found.push(await detection(tree, file, 'postbox'));
  }
  return found;
}

/** Peers and messages, each a key and a value. Other stores of the app have tables of such names too, and not both of them so. */
function isPostbox(schema: ReadonlyMap<string, readonly string[]>): boolean {
  return ['t2', 't7'].every((table) => schema.get(table)?.join() === 'key,value');
}

async function isLocked(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  return looksEncrypted(Buffer.from(await tree.head(file, HEAD_BYTES)));
}

async function detection(tree: EvidenceTree, file: EvidenceFile, variant: string): Promise<Detection> {
  const { root, name, isOwnPlace } = placeOf(file.path);
  const storage = isOwnPlace ? await tree.get(`${root}/${STORAGE_FILE}`) : null;
  return {
    parser: PARSER_ID,
    variant,
    root,
    label: `Telegram, ${name}`,
    files: { messages: file, ...(storage !== null && { storage }) },
    locked: null,
    issues: variant === UNREADABLE ? [brokenStore(file)] : [],
    questions: [],
  };
}
