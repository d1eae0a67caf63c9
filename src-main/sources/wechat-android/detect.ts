import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import type { Detection } from '../parser.ts';
import { brokenStore } from '../broken-store.ts';
import { messageTables } from './needed-columns.ts';
import { placeOf } from './place.ts';
import { MOMENTS_MARKS } from './moments.ts';
import { MOMENTS, PARSER_ID, UNREADABLE } from './variants.ts';
import type { VariantName } from './variants.ts';

type Schema = ReadonlyMap<string, readonly string[]>;

const STORE_NAME = /(?:^|\/)EnMicroMsg\.db$/u;
const SMALLEST_DATABASE = 512;

/** Every message store: one an account, decrypted ones beside those that are still locked. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  const locked: EvidenceFile[] = [];
  for await (const file of tree.glob('**')) {
    const schema = await schemaOf(tree, file);
    const variant = schema === null ? null : variantOf(schema);
    if (variant !== null) found.push(detection(file, variant));
    else if (schema === null && STORE_NAME.test(file.path)) locked.push(file);
  }
  const opened = found.map(({ files }) => files.messages?.path ?? '');
  for (const file of locked)
    if (!opened.some((path) => path.startsWith(`${file.path}!/`)))
      found.push(detection(file, UNREADABLE, [brokenStore(file)]));
  return distinct(found);
}

async function schemaOf(tree: EvidenceTree, file: EvidenceFile): Promise<Schema | null> {
  if (file.sizeBytes < SMALLEST_DATABASE && (await tree.logOf(file)) === null) return null;
  return tree.schemaOf(file);
}

/** By tables, never by name: the contacts beside a table of messages, or that table with the app's own columns. */
function variantOf(schema: Schema): VariantName | null {
  if (MOMENTS_MARKS.every((mark) => schema.get('SnsInfo')?.includes(mark))) return MOMENTS;
  if (messageTables(schema).length === 0) return null;
  const columns = schema.get('message') ?? [];
  const isApp = schema.has('rcontact') || schema.has('rconversation') || columns.includes('msgSvrId');
  if (!isApp) return null;
  return columns.includes('msgSeq') ? 'sequenced' : 'early';
}

function detection(file: EvidenceFile, variant: VariantName, issues: readonly Issue[] = []): Detection {
  const { root, label } = placeOf(file.path);
  const told = variant === MOMENTS ? `${label}, Moments` : label;
  return {
    parser: PARSER_ID,
    variant,
    root,
    label: told,
    files: { messages: file },
    locked: null,
    issues,
    questions: [],
  };
}

/** Labels by which the accounts of one phone can be told apart: the account's folder, else the file. */
function distinct(found: readonly Detection[]): readonly Detection[] {
  const groups = Map.groupBy(found, ({ root, label }) => JSON.stringify([root, label]));
  return found.map((one) => {
    const path = one.files.messages?.path ?? '';
    const same = groups.get(JSON.stringify([one.root, one.label])) ?? [];
    if (same.length < 2) return one;
    const { account } = placeOf(path);
    const isAlone = same.filter((other) => placeOf(other.files.messages?.path ?? '').account === account).length === 1;
    return { ...one, label: `${one.label}, ${isAlone && account !== '' ? account : path.slice(one.root === '' ? 0 : one.root.length + 1)}` }; // prettier-ignore
  });
}
