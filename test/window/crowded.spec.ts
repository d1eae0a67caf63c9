import { expect, test } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, startShell, type RunningShell } from './web-shell.ts';

const CHATS = 40;

let shell: RunningShell;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-crowded-'));
  mkdirSync(join(folder, 'chats'));
  for (let chat = 1; chat <= CHATS; chat += 1) {
    const said = Array.from({ length: chat }, (_, line) => `13/01/2024, 10:${String(line).padStart(2, '0')} - Person ${chat}: line ${line}\n`); // prettier-ignore
    writeFileSync(join(folder, 'chats', `WhatsApp Chat with Person ${chat}.txt`), said.join(''));
  }
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a case of many sources stays readable, and each of them is found', async ({ page, context }) => {
  test.slow();
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  const authority = { kind: 'training', reference: 'made for this test', issuer: '' } as const;
  await ask(page, 'case.create', { path: join(folder, `case-${test.info().retry}`), number: 'Crowded', examiner: 'A. Tester', authority }); // prettier-ignore
  const job = await ask(page, 'exhibit.add', { path: join(folder, 'chats'), reference: 'X-1' });
  await ask(page, 'job.wait', { job: job.id });
  const reading = await ask(page, 'source.ingest', {});
  expect((await ask(page, 'job.wait', { job: reading.id })).state).toBe('done');
  await page.goto(`${shell.origin}/#/overview`);
  await page.reload();

  // The largest have a colour of their own, the others one together: 1 + 2 + … + 32 messages.
  const chart = page.locator('.time-panel');
  await expect(chart.locator('.legend-item')).toHaveCount(9);
  await chart.locator('.legend').getByRole('button', { name: '32 others together' }).click();
  await expect(page.getByText('528 of 820 items shown')).toBeVisible();

  await page.evaluate(() => {
    window.location.hash = '#/sources';
  });
  const cards = page.getByRole('main').locator('.cards > li');
  await expect(cards).toHaveCount(20);
  await page.getByRole('button', { name: 'and 20 more: show on' }).click();
  await expect(cards).toHaveCount(CHATS);
  await page.getByPlaceholder('Find by exhibit, name or path').fill('person 37');
  await expect(cards).toHaveCount(1);
  await expect(page.getByRole('status').getByText('1 found')).toBeVisible();

  // The filter finds a source by its name, and keeps what is chosen in sight.
  await page.evaluate(() => {
    window.location.hash = '#/timeline';
  });
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByPlaceholder('Find by name').last().fill('person 37');
  const box = page.getByRole('checkbox', { name: /Person 37$/u });
  await box.last().press('Space');
  await expect(page.getByText('37 of 820 items shown')).toBeVisible();
  await page.getByPlaceholder('Find by name').last().fill('person 12');
  await expect(box.last()).toBeChecked();
});
