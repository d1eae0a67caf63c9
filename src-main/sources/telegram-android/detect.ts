import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import { brokenStore } from '../broken-store.ts';
import type { Detection } from '../parser.ts';
import { draftSettings, filePaths, ownerSettings, placeOf } from './place.ts';
import { PARSER_ID, UNREADABLE } from './variants.ts';

const SMALLEST_DATABASE = 512;

/** Every database with the app's tables, whatever it is called: one an account. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for await (const file of tree.glob('**')) {
    if (/-(?:wal|shm|journal)$/u.test(file.path)) continue;
    const { isOwnPlace } = placeOf(file.path);
    if (!isOwnPlace && file.sizeBytes < SMALLEST_DATABASE && (await tree.logOf(file)) === null) continue;
    const schema = await tree.schemaOf(file);
    const variant = schema === null ? (isOwnPlace ? UNREADABLE : null) : variantOf(schema);
    if (variant !== null) found.push(await detection(tree, file, variant));
  }
  return found;
}

/** By the app's own columns: a message is an object in `data`, in the conversation `uid`. */
function variantOf(schema: ReadonlyMap<string, readonly string[]>): string | null {
  const holds = (table: string): boolean =>
    ['mid', 'uid', 'data'].every((column) => schema.get(table)?.includes(column) === true);
  if (!schema.has('enc_chats') && schema.get('dialogs')?.includes('did') !== true) return null;
  return holds('messages_v2') ? 'messages-v2' : holds('messages') ? 'messages' : null;
}

async function detection(tree: EvidenceTree, file: EvidenceFile, variant: string): Promise<Detection> {
  const place = placeOf(file.path);
  const owner = await tree.get(ownerSettings(place));
  const drafts = await tree.get(draftSettings(place));
  const paths = place.isOwnPlace ? await tree.get(filePaths(place)) : null;
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  return {
    parser: PARSER_ID,
    variant,
    root: place.root,
    label: place.isOwnPlace ? `Telegram, account ${place.account + 1}` : `Telegram, ${name}`,
    files: {
      messages: file,
      ...(owner !== null && { owner }),
      ...(drafts !== null && { drafts }),
      ...(paths !== null && { paths }),
    },
    locked: null,
    issues: variant === UNREADABLE ? [brokenStore(file)] : [],
    questions: [],
  };
}
