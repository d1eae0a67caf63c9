import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { defaultAppDir } from '../api/app-dir.ts';

/**
 * Keeps compiled modules in the application's folder, so that the next start need not strip and compile some hundred
 * files again: half a second instead of one. Threads started later share it. Modules imported statically by the caller
 * are loaded before it acts; import the program itself dynamically.
 */
export function keepCompiled(): void {
  const folder = join(defaultAppDir(process.env), 'compiled');
  process.env.NODE_COMPILE_CACHE ??= folder;
  enableCompileCache(folder);
}
