import { expect, test, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extremeStory } from '../../fixtures/extremes.ts';
import { addAttachments } from '../add-attachments.ts';
import { addIssues } from '../add-issues.ts';
import { fixture } from '../../src-main/sources/whatsapp-android/fixture.ts';
import { ask, picture, startShell, type RunningShell } from './web-shell.ts';

const REACTIONS = 120;

let shell: RunningShell;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-extremes-'));
  mkdirSync(join(folder, 'phone'));
  const story = extremeStory({ reactions: REACTIONS, members: 60, letters: 30_000 });
  const [device] = story.devices;
  if (device === undefined) throw new Error('a story without a phone');
  await fixture.write(story, { root: join(folder, 'phone'), device }, 'modern');
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('names of any length, long texts and many places keep their bounds', async ({ page, context }) => {
  test.setTimeout(120_000);
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  await expect(page.getByRole('main', { name: 'Cases' })).toBeVisible();
  await readPhone(page);
  await page.reload();
  const conversation = async (title: string): Promise<number> => {
    const { rows } = await ask(page, 'conversation.page', { limit: 50 });
    const found = rows.find((row) => row.title.startsWith(title));
    if (found === undefined) throw new Error(`no conversation ${title}`);
    return found.id;
  };
  const items = async (
    conversations: number,
  ): Promise<readonly { readonly id: number; readonly body: string | null }[]> =>
    (await ask(page, 'item.page', { filter: { conversations: [conversations] }, limit: 1000 })).rows;

  // A name of 2,000 letters and one of stacked marks stand on one line, told whole on hover.
  const long = await conversation('Unbroken-subject');
  const said = await items(long);
  await visit(page, `#/conversations?conversation=${long}&item=${said[0]?.id ?? 0}`);
  const heads = page.locator('.bubble-head .sender');
  await expect(heads.first()).toBeVisible();
  for (const head of await heads.all()) expect((await head.boundingBox())?.height).toBeLessThan(30);
  expect((await heads.first().getAttribute('title'))?.length).toBeGreaterThan(300);
  const list = page.getByRole('listbox').getByRole('option').first();
  expect((await list.boundingBox())?.height).toBeLessThan(90);
  const title = page.getByRole('article').locator('h1').or(page.locator('.thread-title h1')).first();
  await title.hover();
  await expect(title).toHaveAttribute('title', /^(Unbroken-subject-){60}$/u);
  await picture(page, 'extremes-names');

  // A text is cut between characters, and says how much is held back.
  const foxes = said.find(({ body }) => body?.endsWith('🦊🦊') === true);
  await visit(page, `#/conversations?conversation=${long}&item=${foxes?.id ?? 0}`);
  const more = page.locator('.message-row.active').getByRole('button', { name: /^Show all/u });
  await expect(more).toHaveText('Show all: 1,500 more characters');
  await expect(page.locator('.message-row.active .body .hidden-character')).toHaveCount(0);
  await more.click();
  await expect(more).toHaveCount(0);
  expect(await page.locator('.message-row.active .body').textContent()).toBe(foxes?.body);

  // Of many places the first are there at once, the others on demand.
  const large = await conversation('A group of many');
  const asked = (await items(large)).find(({ body }) => body === 'Who comes?');
  addIssues(join(folder, 'case', 'case.db'), asked?.id ?? 0, 410);
  await visit(page, `#/conversations?conversation=${large}&item=${asked?.id ?? 0}&record=${asked?.id ?? 0}`);
  const drawer = page.getByRole('complementary', { name: 'Provenance' });
  await expect(drawer.locator('details.locator')).toHaveCount(50);
  await drawer
    .getByRole('button', { name: /more: show on$/u })
    .first()
    .click();
  await expect(drawer.locator('details.locator')).toHaveCount(100);

  // Of many issues too.
  const issues = drawer.getByRole('region', { name: 'Issues' });
  await expect(issues.getByRole('listitem')).toHaveCount(200);
  await issues.getByRole('button', { name: 'and 210 more: show on' }).click();
  await expect(issues.getByRole('listitem')).toHaveCount(400);
  await issues.getByRole('button', { name: 'and 10 more: show on' }).click();
  await expect(issues.getByRole('listitem')).toHaveCount(410);
  await expect(issues.getByRole('button')).toHaveCount(0);

  // Of 501 attachments of one message the first twenty stand side by side, the others on demand.
  const held = await ask(page, 'media.page', { filter: { conversations: [long] }, limit: 1 });
  const withMany = held.rows[0]?.item ?? 0;
  addAttachments(join(folder, 'case', 'case.db'), withMany, 500);
  await visit(page, `#/conversations?conversation=${long}&item=${withMany}`);
  await page.reload();
  const many = page.locator('.message-row.active');
  await expect(many.locator('figure')).toHaveCount(20);
  expect((await many.boundingBox())?.height).toBeLessThan(2500);
  await many.getByRole('button', { name: 'and 481 more: show on' }).click();
  await expect.poll(() => many.locator('figure').count()).toBeGreaterThan(20);
  await picture(page, 'extremes-attachments');

  // A conversation in which nothing was said says so.
  await visit(page, `#/conversations?conversation=${await conversation('Nobody')}`);
  await expect(page.getByText('No message of this conversation was read')).toBeVisible();
});

async function readPhone(page: Page): Promise<void> {
  const authority = { kind: 'training', reference: 'made for this test', issuer: '' } as const;
  await ask(page, 'case.create', { path: join(folder, 'case'), number: 'Extremes', examiner: 'A. Tester', authority });
  const job = await ask(page, 'exhibit.add', { path: join(folder, 'phone'), reference: 'X-1' });
  await ask(page, 'job.wait', { job: job.id });
  const reading = await ask(page, 'source.ingest', {});
  expect((await ask(page, 'job.wait', { job: reading.id })).state).toBe('done');
}

async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to;
  }, hash);
}
