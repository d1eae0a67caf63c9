import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** The kinds of file that the built window consists of; nothing else is served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** A file of the built window with its media type. */
export interface WindowFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads a file of the built window by its address path; null unless it is `/` or a plain name under `/assets/`. */
export async function readWindowFile(root: string, path: string): Promise<WindowFile | null> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  if (!/^(index\.html|icon\.svg|assets\/[A-Za-z0-9_-][A-Za-z0-9._-]*)$/u.test(name)) return null;
  const type = types[extname(name)];
  if (type === undefined) return null;
  try {
    return { type, bytes: new Uint8Array(await readFile(join(root, name))) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
