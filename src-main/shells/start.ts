import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepCompiled } from './compile-cache.ts';
import { readStartArguments } from './start-arguments.ts';

keepCompiled();
const { runWebShell } = await import('./web/main.ts');

const root = fileURLToPath(new URL('../../', import.meta.url));

const options = readStartArguments(process.argv.slice(2));
if (typeof options === 'string') {
  console.error(`${options}\nUse: npm start -- [CASE] [--port N] [--no-open] [--web]`);
  process.exitCode = 2;
} else {
  const electron = options.isWeb ? null : electronBinary();
  if (electron === null) await runWebShell(options, options.isWeb ? 'as asked' : 'the Electron binary is not here');
  else await runElectron(electron, options.casePath);
}

/** The Electron binary of this checkout, or brought along by ELECTRON_OVERRIDE_DIST_PATH; null where there is none. */
function electronBinary(): string | null {
  const folder = join(root, 'node_modules/electron');
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as string];
  const named = existsSync(join(folder, 'path.txt')) ? readFileSync(join(folder, 'path.txt'), 'utf8').trim() : name;
  const binary = join(override ?? join(folder, 'dist'), named ?? 'electron');
  return existsSync(binary) ? binary : null;
}

async function runElectron(binary: string, casePath: string | null): Promise<void> {
  const { build } = await import('electron-vite');
  await build({ root, logLevel: 'warn' });
  console.log('Opening the window in Electron.');
  const child = spawn(binary, [root, ...(casePath === null ? [] : [casePath])], { stdio: 'inherit' });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
