import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenario } from '../../fixtures/scenario.ts';
import { fixture } from '../../src-main/sources/signal-desktop/fixture.ts';
import { writeFixture } from '../contract/read-source.ts';
import { ask, goTo, picture, startShell, type RunningShell } from './web-shell.ts';

let shell: RunningShell;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-deciphered-'));
  const story = scenario();
  const posts = [...story.posts()];
  const kept = new Set([...posts.slice(0, 60), ...posts.filter(({ body }) => body.type === 'media').slice(0, 16)]);
  const some = { ...story, posts: () => posts.filter((post) => kept.has(post)) };
  await writeFixture(fixture, some, 'ada-phone', 'attachments-table', join(folder, 'computer'));
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a deciphered picture is seen, says what it came out of, and leads to the lines that do it again', async ({ page, context }) => {
  test.slow();
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  await ask(page, 'case.create', { path: join(folder, `case-${test.info().retry}`), number: '2026-44', examiner: 'E. Examiner', authority: { kind: 'warrant', reference: 'Order 4', issuer: 'Court' } });
  const { id: intake } = await ask(page, 'exhibit.add', { reference: 'A-4', path: join(folder, 'computer') });
  await ask(page, 'job.wait', { job: intake });
  const { id: reading } = await ask(page, 'source.ingest', {});
  await ask(page, 'job.wait', { job: reading });
  await page.reload();

  await goTo(page, 'Media');
  const main = page.getByRole('main', { name: 'Media' });
  const grid = main.getByRole('grid', { name: 'Attachments' });
  await main.getByRole('button', { name: /^Image/u }).click();
  await main.getByRole('combobox', { name: 'Content' }).selectOption('present');
  await expect(grid.locator('img').first()).toBeVisible();
  await grid.focus();
  await page.keyboard.press('ArrowRight');
  const details = main.getByRole('complementary', { name: 'The chosen attachment' });
  await expect(details.getByText('How the content came about')).toBeVisible();
  await expect(details.getByText(/its HMAC-SHA256 holds/u)).toBeVisible();
  await expect(details.getByText('image/png').first()).toBeVisible();
  await picture(page, 'deciphered-media');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').locator('img')).toBeVisible();
  await page.keyboard.press('Escape');

  await grid.focus();
  await page.keyboard.press('m');
  await expect(page.getByRole('main', { name: 'Conversations' }).getByText('deciphered from an encrypted file').first()).toBeVisible();
  await picture(page, 'deciphered-conversation');

  const { rows } = await ask(page, 'media.page', { filter: {}, limit: 50 });
  const shown = rows.find(({ presence, type }) => presence === 'present' && type === 'image');
  await page.goto(`${shell.origin}/#/timeline?record=${shown?.item ?? 0}`);
  const drawer = page.getByRole('complementary', { name: 'Provenance' });
  const layers = drawer.getByRole('region', { name: 'What attachment 1 came out of' });
  await expect(layers.getByText('File of Signal Desktop, encrypted')).toBeVisible();
  await layers.getByText('Lines that do it again').click();
  await expect(layers.locator('pre')).toContainText('openssl enc -d -aes-256-cbc');
  await layers.scrollIntoViewIfNeeded();
  await picture(page, 'deciphered-layers');
}); // prettier-ignore
