import { posix } from 'node:path';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import type { Detection } from '../parser.ts';
import { addFile, filesByRole } from '../wechat/account-files.ts';
import { brokenStore } from '../broken-store.ts';
import { holdsFileIndex } from './file-table.ts';
import { messageTables } from './needed-columns.ts';
import { FAVOURITE_MARKS } from './favourites.ts';
import { lyingPath, placeOf } from './place.ts';
import { isSearchIndex } from './search-index.ts';
import { MOMENTS_MARKS } from './moments.ts';
import { FAVOURITES, MOMENTS, PARSER_ID, UNREADABLE } from './variants.ts';
import type { VariantName } from './variants.ts';

type Schema = ReadonlyMap<string, readonly string[]>;

const STORE_NAME = /(?:^|\/)EnMicroMsg\.db$/u;
const SMALLEST_DATABASE = 512;

/** Every message store: one an account, decrypted ones beside those that are still locked. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  const locked: EvidenceFile[] = [];
  const beside: EvidenceFile[] = [];
  for await (const file of tree.glob('**')) {
    const schema = await schemaOf(tree, file);
    const variant = schema === null ? null : variantOf(schema);
    if (variant !== null) found.push(detection(file, variant));
    else if (schema !== null && (isSearchIndex(schema) || holdsFileIndex(schema))) beside.push(file);
    else if (schema === null && STORE_NAME.test(file.path)) locked.push(file);
  }
  const opened = found.map(({ files }) => files.messages?.path ?? '');
  for (const file of locked)
    if (!opened.some((path) => path.startsWith(`${file.path}!/`)))
      found.push(detection(file, UNREADABLE, [brokenStore(file)]));
  return distinct(withFilesBeside(found, beside));
}

/** Gives an account's indexes to its message store: to the one of the app's name, where a folder holds several. */
function withFilesBeside(found: readonly Detection[], beside: readonly EvidenceFile[]): readonly Detection[] {
  const taken = new Set<EvidenceFile>();
  const stores = found.filter(({ variant }) => variant === 'sequenced' || variant === 'early');
  const named = ({ files }: Detection): boolean => STORE_NAME.test(lyingPath(files.messages?.path ?? ''));
  const given = new Map<Detection, Map<string, EvidenceFile[]>>();
  for (const store of stores.toSorted((one, other) => Number(named(other)) - Number(named(one))))
    for (const file of beside) {
      if (taken.has(file) || folderOf(file.path) !== folderOf(store.files.messages?.path ?? '')) continue;
      taken.add(file);
      const files = given.get(store) ?? new Map<string, EvidenceFile[]>();
      given.set(store, files);
      addFile(files, 'index', file);
    }
  return found.map((one) => ({ ...one, files: { ...one.files, ...filesByRole(given.get(one) ?? new Map()) } }));
}

function folderOf(path: string): string {
  return posix.dirname(lyingPath(path));
}

async function schemaOf(tree: EvidenceTree, file: EvidenceFile): Promise<Schema | null> {
  if (file.sizeBytes < SMALLEST_DATABASE && (await tree.logOf(file)) === null) return null;
  return tree.schemaOf(file);
}

/** By tables, never by name: the contacts beside a table of messages, or that table with the app's own columns. */
function variantOf(schema: Schema): VariantName | null {
  if (MOMENTS_MARKS.every((mark) => schema.get('SnsInfo')?.includes(mark))) return MOMENTS;
  const favourites = schema.get('FavItemInfo') ?? [];
  if (FAVOURITE_MARKS.filter((mark) => favourites.includes(mark)).length >= 4) return FAVOURITES;
  if (messageTables(schema).length === 0) return null;
  const columns = schema.get('message') ?? [];
  const isApp = schema.has('rcontact') || schema.has('rconversation') || columns.includes('msgSvrId');
  if (!isApp) return null;
  return columns.includes('msgSeq') ? 'sequenced' : 'early';
}

function detection(file: EvidenceFile, variant: VariantName, issues: readonly Issue[] = []): Detection {
  const { root, label } = placeOf(file.path);
  const told = variant === MOMENTS ? `${label}, Moments` : variant === FAVOURITES ? `${label}, favourites` : label;
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
