import { _electron, expect, test } from '@playwright/test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE } from './web-shell.ts';

const root = join(import.meta.dirname, '../..');
const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(root, 'node_modules/electron/dist');
const names = new Map([
  ['win32', 'electron.exe'],
  ['darwin', 'Electron.app/Contents/MacOS/Electron'],
]);
const binary = join(folder, names.get(process.platform) ?? 'electron');

test('the window opens in Electron, without Node in the page', async () => {
  test.skip(!existsSync(binary), 'the Electron binary is not here');
  const { build } = await import('electron-vite');
  await build({ root, logLevel: 'warn' });
  const app = await _electron.launch({ executablePath: binary, args: [root, join(SAMPLE, 'case')] });
  const page = await app.firstWindow();
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await page.getByRole('link', { name: 'Conversations' }).click();
  await expect(page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first()).toBeVisible();
  expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined');
  await app.close();
});
