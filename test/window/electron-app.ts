import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const NAMES = new Map([
  ['win32', 'electron.exe'],
  ['darwin', 'Electron.app/Contents/MacOS/Electron'],
]);

/** How a window is to look: what Playwright's own pages take from the options of a test. */
export interface Looks {
  readonly colorScheme: 'light' | 'dark' | 'no-preference' | null | undefined;
  readonly locale: string | undefined;
  readonly timezoneId: string | undefined;
  readonly viewport: { readonly width: number; readonly height: number } | null;
}

/** The application in Electron, with its one window. */
export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  stop(): Promise<void>;
}

/** The Electron binary of this checkout, or brought along by ELECTRON_OVERRIDE_DIST_PATH; null where there is none. */
export function electronBinary(): string | null {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist');
  const binary = join(folder, NAMES.get(process.platform) ?? 'electron');
  return existsSync(binary) ? binary : null;
}

/** Builds the application as it is packaged. */
export async function buildApp(): Promise<void> {
  const { build } = await import('electron-vite');
  await build({ root, logLevel: 'warn' });
}

/** Starts the built application with a folder of its own, on a case or on the start page. */
export async function startApp(
  binary: string,
  casePath: string | null,
  looks: Partial<Looks> = {},
): Promise<RunningApp> {
  const home = mkdtempSync(join(tmpdir(), 'affiant-home-'));
  const app = await _electron.launch({
    executablePath: binary,
    // Chromium has no sandbox for root; nobody else goes without it.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...(casePath === null ? [] : [casePath])],
    env: { ...textOnly(process.env), AFFIANT_HOME: home },
    ...(looks.colorScheme === undefined ? {} : { colorScheme: looks.colorScheme }),
    ...(looks.locale === undefined ? {} : { locale: looks.locale }),
    ...(looks.timezoneId === undefined ? {} : { timezoneId: looks.timezoneId }),
  });
  const page = await app.firstWindow();
  const size = looks.viewport;
  if (size !== undefined && size !== null)
    await app.evaluate(({ BrowserWindow }, { width, height }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setMinimumSize(1, 1);
      window?.setContentSize(width, height);
    }, size);
  return {
    app,
    page,
    async stop() {
      await app.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Answers the next dialogs of the system with a path, as an examiner who chooses it. */
export async function choosePath(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}

function textOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
