import { expect, test, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFixtures } from '../../fixtures/registry.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { buildApp, choosePath, electronBinary, startApp, type RunningApp } from './electron-app.ts';
import { SAMPLE } from './web-shell.ts';

const binary = electronBinary();
let running: RunningApp | null = null;

test.beforeAll(async () => {
  if (binary !== null) await buildApp();
});

test.afterEach(async () => {
  await running?.stop();
  running = null;
});

test('the window opens in Electron, without Node in the page', async () => {
  test.skip(binary === null, 'the Electron binary is not here');
  const { page } = await open(join(SAMPLE, 'case'));
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await goTo(page, 'Conversations');
  await expect(page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first()).toBeVisible();
  expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined');
});

test('the way from an empty start to a verified report in Electron, by the dialogs of the system', async () => {
  test.skip(binary === null, 'the Electron binary is not here');
  test.slow();
  const folder = mkdtempSync(join(tmpdir(), 'affiant-electron-'));
  try {
    await writePhone(join(folder, 'phone'));
    const { app, page } = await open(null);
    await page.getByRole('button', { name: 'New case' }).click();
    await page.getByRole('textbox', { name: 'Case number' }).fill('2026-23');
    await page.getByRole('textbox', { name: 'Examiner' }).fill('E. Examiner');
    await page.getByRole('textbox', { name: 'Reference' }).fill('Order 5');
    await page.getByRole('textbox', { name: 'Case folder' }).fill(join(folder, 'case'));
    await page.getByRole('button', { name: 'Create case' }).click();
    await page.getByRole('button', { name: 'Add exhibit' }).click();
    await choosePath(app, join(folder, 'phone'));
    await page.getByRole('button', { name: 'Choose folder …' }).click();
    const added = page.getByRole('dialog', { name: 'Add an exhibit' });
    await expect(added.getByRole('textbox', { name: 'Path' })).toHaveValue(join(folder, 'phone'));
    await page.getByRole('textbox', { name: 'Reference' }).fill('X-1');
    await page.getByRole('button', { name: 'Hash and add' }).click();
    await goTo(page, 'Sources');
    await page.getByRole('button', { name: 'Read all found' }).click();
    await expect(page.getByText('ledger closes').first()).toBeVisible({ timeout: 45_000 });
    await goTo(page, 'Report');
    await page.getByRole('textbox', { name: 'Folder of the report' }).fill(join(folder, 'report'));
    await page.getByRole('button', { name: 'Write report' }).click();
    const written = page
      .getByRole('region', { name: 'Reports written' })
      .getByRole('listitem')
      .filter({ hasText: folder });
    await written.getByRole('button', { name: 'Verify' }).click({ timeout: 90_000 });
    await expect(page.getByText('Verified: no differences found').first()).toBeVisible({ timeout: 60_000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function open(casePath: string | null): Promise<RunningApp> {
  if (binary === null) throw new Error('no Electron binary');
  running = await startApp(binary, casePath);
  return running;
}

async function goTo(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();
}

/** Writes the story as its Android phone holds it. */
async function writePhone(root: string): Promise<void> {
  mkdirSync(root);
  const fixture = (await loadFixtures()).find((one) => one.parser === 'whatsapp-android');
  const story = scenario();
  const device = story.devices.find((one) => one.platform === 'android');
  if (fixture === undefined || device === undefined) throw new Error('the story has no Android phone');
  await fixture.write(story, { root, device }, fixture.variants[0] ?? '');
}
