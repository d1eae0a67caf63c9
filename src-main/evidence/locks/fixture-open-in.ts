import { join } from 'node:path';
import { treeOf } from '../open-tree.ts';
import { gather, openLock, type Opening } from './fixture-opening.ts';
import type { FoundLock, KeyForm, Opener } from './opener.ts';

/** What an opener finds in a folder or archive. `work` is a folder for working copies that lies elsewhere. */
export async function findIn(opener: Opener, exhibit: string, work: string): Promise<readonly FoundLock[]> {
  const tree = await treeOf(exhibit, work);
  try {
    return await gather(opener.find(tree));
  } finally {
    tree.close();
  }
}

/** Opens the file of this path in a folder or archive with a key. */
export async function openIn(
  opener: Opener,
  exhibit: string,
  work: string,
  path: string,
  key: string | Buffer,
  form: KeyForm = 'password',
): Promise<Opening> {
  const tree = await treeOf(exhibit, work);
  try {
    const file = await tree.get(path);
    if (file === null) throw new Error(`no file ${path}`);
    const lock = { kind: opener.kind, file, facts: {}, wants: [form] };
    return await openLock(opener, tree, lock, { form, bytes: Buffer.from(key) }, work);
  } finally {
    tree.close();
  }
}

/** Where the work folder holds an opened file. */
export function pathInWork(opening: Opening, path: string, work: string): string {
  const file = opening.files.find((one) => one.path === path);
  if (file?.place.in !== 'work')
    throw new Error(`${path} did not come out: ${opening.files.map((one) => one.path).join(', ')}`);
  return join(work, file.sha256);
}
