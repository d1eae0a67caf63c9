import { expect, test, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bulkStory } from '../../fixtures/bulk.ts';
import { loadFixtures } from '../../fixtures/registry.ts';
import { ask, goTo, picture, startShell, type RunningShell } from './web-shell.ts';

const MESSAGES = 120_000;

let shell: RunningShell;
let folder: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), 'affiant-jobs-'));
  await writeBulk(join(folder, 'phone'));
  // Takes no room on the disk, and long to hash.
  writeFileSync(join(folder, 'card.img'), '');
  truncateSync(join(folder, 'card.img'), 40_000_000_000);
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.beforeEach(async ({ page, context }, info) => {
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  await ask(page, 'case.create', {
    path: join(folder, `case-${info.testId}-${info.retry}`),
    number: '2026-18',
    examiner: 'E. Examiner',
    authority: { kind: 'training', reference: 'made by code', issuer: '' },
  });
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
});

test('hashing says how far, how fast and how long still, and is cancelled', async ({ page }) => {
  await goTo(page, 'Exhibits');
  await page.getByRole('button', { name: 'Add exhibit' }).click();
  const form = page.getByRole('dialog', { name: 'Add an exhibit' });
  await form.getByRole('textbox', { name: 'Path' }).fill(join(folder, 'card.img'));
  await form.getByRole('textbox', { name: 'Reference' }).fill('C-1');
  await form.getByRole('button', { name: 'Hash and add' }).click();
  await expect(page.getByRole('main').getByText(/^[\d.,]+ \w+ \/ 40 GB · [\d.,]+ \w+\/s · .+ left$/u)).toBeVisible();
  await expect(page.getByRole('main').getByRole('progressbar')).toBeVisible();
  await picture(page, 'hashing');
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('main').getByText(/^Cancelled: .+\.$/u)).toBeVisible();
  await expect(page.getByText('No exhibits yet')).toBeVisible();
  expect(await ask(page, 'exhibit.list', {})).toEqual([]);
});

test('reading is cancelled, leaves nothing behind, and starts again', async ({ page }) => {
  test.setTimeout(180_000);
  const intake = await ask(page, 'exhibit.add', { path: join(folder, 'phone'), reference: 'X-1' });
  expect((await ask(page, 'job.wait', { job: intake.id })).state).toBe('done');
  await goTo(page, 'Sources');
  await page.getByRole('button', { name: 'Read all found' }).click();
  await expect(
    page.getByRole('main').getByText(/^[\d,]+ rows \/ [\d,]+ rows · [\d,]+ rows\/s · .+ left$/u),
  ).toBeVisible();
  await expect(page.getByText('being read')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Read all found' })).toHaveCount(0);
  await picture(page, 'reading');
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('main').getByText(/^Cancelled: .+\.$/u)).toBeVisible();
  await expect(page.getByText('not read to its end')).toBeVisible();
  await picture(page, 'reading-cancelled');
  expect(await rowsInCase(page)).toEqual({ items: 0, conversations: 0 });

  // The case is still worked in: a view answers, and the source is read again, whole.
  await goTo(page, 'Conversations');
  await expect(page.getByText('Nothing has been read yet.', { exact: false })).toBeVisible();
  await goTo(page, 'Sources');
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(page.getByText('ledger closes').first()).toBeVisible({ timeout: 120_000 });
  expect(await ask(page, 'case.info', {})).toMatchObject({ counts: { messages: MESSAGES } });
  const { rows } = await ask(page, 'custody.page', { limit: 100 });
  expect(rows.map((row) => `${row.action} ${JSON.stringify(row.result)}`).join('\n')).toMatch(/cancel/u);
  await readAnywhere(page);
});

/** The one conversation, far longer than a browser could lay out: opened at its end, gone through by keys and by the bar. */
async function readAnywhere(page: Page): Promise<void> {
  await goTo(page, 'Conversations');
  await page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first().click();
  const feed = page.getByRole('feed');
  const last = feed.locator(`[role=article][aria-posinset="${MESSAGES}"]`);
  await expect(last).toBeInViewport();
  await last.focus();
  const marked = feed.locator('.message-row.active');
  for (const [key, position] of [
    ['Home', 1],
    ['j', 2],
    ['End', MESSAGES],
    ['k', MESSAGES - 1],
  ] as const) {
    await page.keyboard.press(key);
    await expect(marked).toHaveAttribute('aria-posinset', String(position));
    await expect(marked).toBeInViewport();
    await expect(marked).toBeFocused();
  }
  const first = feed.locator('[role=article]').first();
  const positionOfFirst = async (): Promise<number> => Number(await first.getAttribute('aria-posinset'));
  for (const share of [0.3, 0.9, 0.6]) {
    await feed.evaluate((element, to) => {
      element.scrollTop = to * (element.scrollHeight - element.clientHeight);
    }, share);
    await expect.poll(async () => Math.abs((await positionOfFirst()) / MESSAGES - share)).toBeLessThan(0.01);
    await expect(feed.locator('.placeholder')).toHaveCount(0);
    // By the wheel on from there, row after row: what was below comes onto the screen.
    const below = feed.locator(`[role=article][aria-posinset="${(await positionOfFirst()) + 60}"]`);
    await feed.hover();
    await expect(async () => {
      await page.mouse.wheel(0, 400);
      await expect(below).toBeInViewport({ timeout: 300 });
    }).toPass();
  }
}

async function rowsInCase(page: Page): Promise<{ readonly items: number; readonly conversations: number }> {
  const items = await ask(page, 'item.page', { filter: {}, limit: 1 });
  const conversations = await ask(page, 'conversation.page', { limit: 1 });
  return { items: items.total, conversations: conversations.total };
}

/** Writes a phone that takes seconds to read. */
async function writeBulk(root: string): Promise<void> {
  mkdirSync(root);
  const story = bulkStory({ messages: MESSAGES, conversations: 1, attachments: 0 });
  const fixture = (await loadFixtures()).find((one) => one.parser === 'whatsapp-android');
  const device = story.devices[0];
  if (fixture === undefined || device === undefined) throw new Error('the bulk story has no Android phone');
  await fixture.write(story, { root, device }, fixture.variants[0] ?? '');
}
