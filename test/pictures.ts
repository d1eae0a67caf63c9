/**
 * `npm run pictures`: draws the pictures of `docs/` anew, from a sample case made for it. They are to be looked at before they
 * are committed. The contact graph of thousands is not among them: it was drawn from a larger story.
 */
import { chromium, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './find-chromium.ts';
import { startShell } from './bench/start-shell.ts';
import { buildWindow } from '../src-main/shells/build-window.ts';
import { writeSampleCase } from './window/make-sample.ts';
import { ask } from './window/web-shell.ts';

const folder = join(import.meta.dirname, '../docs/pictures');
const executablePath = findChromium();
if (executablePath === null) throw new Error('No Chromium found: name one in AFFIANT_CHROMIUM.');

// The folder stands in the pictures, as the place of the exhibits.
const sample = join(tmpdir(), 'affiant-sample');
const home = mkdtempSync(join(tmpdir(), 'affiant-pictures-'));
await buildWindow(join(import.meta.dirname, '..'));
await writeSampleCase(sample);
const shell = await startShell(join(sample, 'case'), home);
const args = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
const browser = await chromium.launch({ executablePath, args });
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(shell.address);
  await page.locator('nav.rail').waitFor();
  await drawSample(page);
} finally {
  await browser.close();
  await shell.stop();
  rmSync(home, { recursive: true, force: true });
  rmSync(sample, { recursive: true, force: true });
}

async function drawSample(page: Page): Promise<void> {
  await show(page, '#/overview', '.chart-panel svg');
  await keep(page, 'overview');

  const { rows } = await ask(page, 'item.page', { filter: { states: ['marked-deleted'] }, limit: 100 });
  const deleted = rows.find(({ versions }) => versions.length > 0);
  if (deleted === undefined) throw new Error('the sample holds no deleted message whose text is known');
  const place = `#/conversations?conversation=${deleted.conversation ?? 0}&item=${deleted.id}`;
  await show(page, place, '.bubble');
  await keep(page, 'conversations');
  await show(page, `${place}&record=${deleted.id}`, '.range');
  await keep(page, 'provenance');

  await show(page, '#/timeline', '[role=gridcell]');
  await keep(page, 'timeline');
  await show(page, '#/graph', 'main canvas');
  await keep(page, 'graph');
  await show(page, '#/places', 'main [role=row]');
  await page.getByRole('main').getByRole('row').nth(1).click();
  await keep(page, 'places');

  await show(page, '#/review', '[role=option]');
  await page.getByRole('button', { name: 'Begin with' }).click();
  await page.getByRole('button', { name: /^4 Privileged/u }).waitFor();
  await page.getByRole('listbox', { name: 'What the filter lets through' }).focus();
  await page.keyboard.press('Home');
  for (const key of ['1', '3', '2', '2', '4', '1']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
  }
  await keep(page, 'review');
}

async function show(page: Page, hash: string, wanted: string): Promise<void> {
  await page.evaluate((to) => {
    globalThis.location.hash = to;
  }, hash);
  await page.locator(wanted).first().waitFor({ timeout: 20_000 });
}

/** A picture once nothing moves: graphs are laid out, rows have come. */
async function keep(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(2_500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
