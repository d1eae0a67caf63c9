import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'src-renderer',
  'src-main/contract',
  'src-main/model',
  'src-main/shells',
  'package-lock.json',
] as const;

/** Builds the window into `out/renderer` when that is missing or older than what it is made of. True when it built. */
export async function buildWindow(root: string): Promise<boolean> {
  const built = newest(join(root, 'out/renderer/index.html'));
  if (built > Math.max(...SOURCES.map((path) => newest(join(root, path))))) return false;
  const [{ build }, { rendererBuild }] = await Promise.all([import('vite'), import('./renderer-build.ts')]);
  await build({ ...rendererBuild, configFile: false, logLevel: 'warn' });
  return true;
}

/** The latest change of a file, or of any file below a folder, in ms; 0 where there is none. */
function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}
