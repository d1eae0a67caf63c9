import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const BROWSERS = ['xdg-open', 'chromium', 'chromium-browser', 'google-chrome', 'firefox'] as const;

/** Opens an address in the machine's browser. False where there is no display or nothing to open it with. */
export function openBrowser(address: string, environment: Readonly<Record<string, string | undefined>>): boolean {
  const command = commandFor(process.platform, environment);
  if (command === null) return false;
  const child = spawn(command[0], [...command.slice(1), address], { stdio: 'ignore', detached: true });
  child.on('error', () => {
    console.log('The browser did not start. Open the address above by hand.');
  });
  child.unref();
  return true;
}

function commandFor(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | null {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  if ((environment.DISPLAY ?? environment.WAYLAND_DISPLAY ?? '') === '') return null;
  const folders = (environment.PATH ?? '').split(delimiter);
  const found = BROWSERS.find((name) => folders.some((folder) => isRunnable(join(folder, name))));
  return found === undefined ? null : [found];
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
