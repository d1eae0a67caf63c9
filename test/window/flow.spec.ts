import { expect, test, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFixtures } from '../../fixtures/registry.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { startShell, type RunningShell } from './web-shell.ts';

let shell: RunningShell;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-flow-'));
  mkdirSync(join(folder, 'phone'));
  await writePhone(join(folder, 'phone'));
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.beforeEach(async ({ page, context }) => {
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  await expect(page.getByRole('main', { name: 'Cases' })).toBeVisible();
});

test('a new case takes an exhibit from the picker to its conversations', async ({ page }) => {
  await page.getByRole('button', { name: 'New case' }).click();
  await page.getByRole('textbox', { name: 'Case number' }).fill('2026-17');
  await page.getByRole('textbox', { name: 'Examiner' }).fill('E. Examiner');
  await page.getByRole('textbox', { name: 'Reference' }).fill('Order 5');
  await page.getByRole('textbox', { name: 'Case folder' }).fill(join(folder, 'case'));
  await page.getByRole('button', { name: 'Create case' }).click();
  await expect(page.getByRole('main', { name: 'Exhibits' })).toBeVisible();
  await addByPicker(page, 'X-1');
  const exhibit = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'X-1' }) });
  await expect(exhibit.getByText(/^[0-9a-f]{64}$/u)).toBeVisible();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Sources' }).click();
  await expect(page.getByText('found, not read')).toBeVisible();
  await page.getByRole('button', { name: 'Read all found' }).click();
  await expect(page.getByText('ledger closes').first()).toBeVisible({ timeout: 45_000 });
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Conversations' }).click();
  await page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first().click();
  await expect(page.getByRole('article').first()).toBeVisible();

  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Cases' }).click();
  await page.getByRole('button', { name: 'Close case' }).click();
  await expect(page.getByText('No case open')).toBeVisible();
  await page.getByRole('region', { name: 'Recent cases' }).getByRole('button').first().click();
  await expect(page.getByRole('main', { name: 'Overview' })).toBeVisible();
});

/** Chooses the phone's folder in the picker, from the folder above it, and starts hashing. */
async function addByPicker(page: Page, reference: string): Promise<void> {
  await page.getByRole('button', { name: 'Add exhibit' }).click();
  await page.getByRole('button', { name: 'Choose folder …' }).click();
  const picker = page.getByRole('dialog', { name: 'Choose a folder' });
  await picker.getByRole('textbox', { name: 'Path' }).fill(folder);
  await picker.getByRole('textbox', { name: 'Path' }).press('Enter');
  await picker.getByRole('list', { name: 'Entries' }).getByRole('button', { name: 'phone' }).click();
  await expect(picker.getByRole('textbox', { name: 'Path' })).toHaveValue(join(folder, 'phone'));
  await picker.getByRole('button', { name: 'Choose this folder' }).click();
  await expect(page.getByRole('dialog', { name: 'Add an exhibit' }).getByRole('textbox', { name: 'Path' })).toHaveValue(
    join(folder, 'phone'),
  );
  await page.getByRole('textbox', { name: 'Reference' }).fill(reference);
  await page.getByRole('button', { name: 'Hash and add' }).click();
}

/** Writes the story as its Android phone holds it. */
async function writePhone(root: string): Promise<void> {
  const fixture = (await loadFixtures()).find((one) => one.parser === 'whatsapp-android');
  const story = scenario();
  const device = story.devices.find((one) => one.platform === 'android');
  if (fixture === undefined || device === undefined) throw new Error('the story has no Android phone');
  await fixture.write(story, { root, device }, fixture.variants[0] ?? '');
}
