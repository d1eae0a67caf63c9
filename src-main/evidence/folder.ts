import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import type { Dirent, Stats } from 'node:fs';

/**
 * Something found in a folder. `path` is relative to the folder's root, in the bytes of the file system, `/` between parts.
 * `caseTwin`: an earlier name in the same folder differs only in upper and lower case.
 */
export type FolderItem =
  | { readonly kind: 'file'; readonly path: Buffer; readonly stat: Stats; readonly caseTwin: boolean }
  | { readonly kind: 'link'; readonly path: Buffer; readonly target: string }
  | { readonly kind: 'special'; readonly path: Buffer; readonly what: 'pipe' | 'socket' | 'device' }
  | { readonly kind: 'unreadable'; readonly path: Buffer; readonly code: string };

const SLASH = Buffer.from('/');
/** File systems allow a path of some 4096 bytes at a time; deeper nesting is reported, not walked. */
const DEEPEST = 1000;

/**
 * Walks a folder in ascending order of the paths' bytes, as `LC_ALL=C sort` orders them. Links are named, never followed,
 * so no loop is possible. Folders that vanish or refuse are yielded as unreadable.
 */
export function* walkFolder(root: string): Generator<FolderItem> {
  const rootBytes = Buffer.from(root);
  yield* walk(rootBytes, Buffer.alloc(0), 0);
}

function* walk(root: Buffer, folder: Buffer, depth: number): Generator<FolderItem> {
  if (depth > DEEPEST) {
    yield { kind: 'unreadable', path: folder, code: 'nested deeper than 1000 folders' };
    return;
  }
  let entries: Dirent<Buffer>[];
  try {
    entries = readdirSync(absolute(root, folder), { encoding: 'buffer', withFileTypes: true });
  } catch (error) {
    yield { kind: 'unreadable', path: folder, code: codeOf(error) };
    return;
  }
  // A folder sorts as its name and a slash: its files' whole paths then come in order.
  const keyed = entries.map((entry) => ({
    entry,
    key: entry.isDirectory() ? Buffer.concat([entry.name, SLASH]) : entry.name,
  }));
  keyed.sort((a, b) => Buffer.compare(a.key, b.key));
  const folded = new Set<string>();
  for (const { entry } of keyed) {
    const fold = entry.name.toString('latin1').toLowerCase();
    const caseTwin = folded.has(fold);
    folded.add(fold);
    const path = folder.length === 0 ? entry.name : Buffer.concat([folder, SLASH, entry.name]);
    if (entry.isDirectory()) yield* walk(root, path, depth + 1);
    else yield look(root, path, caseTwin);
  }
}

function look(root: Buffer, path: Buffer, caseTwin: boolean): FolderItem {
  try {
    const whole = absolute(root, path);
    const stat = lstatSync(whole);
    if (stat.isFile()) return { kind: 'file', path, stat, caseTwin };
    if (stat.isSymbolicLink()) return { kind: 'link', path, target: readlinkSync(whole) };
    if (stat.isDirectory()) return { kind: 'unreadable', path, code: 'became a folder while it was listed' };
    return { kind: 'special', path, what: stat.isFIFO() ? 'pipe' : stat.isSocket() ? 'socket' : 'device' };
  } catch (error) {
    return { kind: 'unreadable', path, code: codeOf(error) };
  }
}

/** The path on disk of a path inside the folder. */
export function absolute(root: Buffer, path: Buffer): Buffer {
  return path.length === 0 ? root : Buffer.concat([root, SLASH, path]);
}

/** The system's code of a file error, for example `EACCES`. Throws on whatever else is caught. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
