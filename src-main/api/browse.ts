import type { Dirent } from 'node:fs';
import { access, constants, lstat, readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { BrowseEntry, Reply, Result } from '../contract/index.ts';
import { done, fail } from './answer.ts';

const MOST_ENTRIES = 10_000;

/**
 * Lists a folder's subfolders and regular files, folders first, by name. Links and special files are left out: the picker
 * shows nothing that leads elsewhere. Without a path it lists the account's home folder. `left` counts entries beyond the
 * first 10,000.
 */
export async function browse(path: string | undefined): Promise<Reply<Result<'file.browse'>>> {
  const asked = resolve(path ?? homedir());
  let folder: string;
  try {
    folder = await realpath(asked);
    await access(folder, constants.R_OK);
    if (!(await lstat(folder)).isDirectory()) return fail('path-not-found', { subject: asked });
  } catch (error) {
    return failureOfPath(error, asked);
  }
  const found = await readdir(folder, { withFileTypes: true });
  const listed = found.filter((entry) => entry.isDirectory() || entry.isFile()).sort(byKindThenName);
  const entries: BrowseEntry[] = [];
  for (const entry of listed.slice(0, MOST_ENTRIES)) {
    const inside = join(folder, entry.name);
    if (entry.isDirectory()) entries.push(await folderEntry(entry.name, inside));
    else entries.push(await fileEntry(entry.name, inside));
  }
  const parent = dirname(folder);
  return done({
    path: folder,
    parent: parent === folder ? null : parent,
    entries,
    left: listed.length - entries.length,
  });
}

async function folderEntry(name: string, path: string): Promise<BrowseEntry> {
  return { name, path, kind: 'folder', sizeBytes: null, isCase: await isReadable(join(path, 'case.db')) };
}

async function fileEntry(name: string, path: string): Promise<BrowseEntry> {
  const sizeBytes = await lstat(path).then(
    (stat) => stat.size,
    () => null,
  );
  return { name, path, kind: 'file', sizeBytes, isCase: false };
}

function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

function byKindThenName(a: Dirent, b: Dirent): number {
  if (a.isDirectory() !== b.isDirectory()) return a.isDirectory() ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** The failure for a path that the file system refuses; throws what is not about the path. */
export function failureOfPath(error: unknown, path: string): ReturnType<typeof fail> {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return fail('path-not-found', { subject: path, name: basename(path) });
    case 'EACCES':
    case 'EPERM':
      return fail('path-not-readable', { subject: path, name: basename(path) });
    default:
      throw error;
  }
}
