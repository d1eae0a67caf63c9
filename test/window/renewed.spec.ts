import { expect, test } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bulkStory } from '../../fixtures/bulk.ts';
import { loadFixtures } from '../../fixtures/registry.ts';
import { ask, picture, startShell, type RunningShell } from './web-shell.ts';

let shell: RunningShell;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-renewed-'));
  const root = join(folder, 'phone');
  mkdirSync(root);
  const story = bulkStory({ messages: 300, conversations: 3, attachments: 0 });
  const fixture = (await loadFixtures()).find((one) => one.parser === 'whatsapp-android');
  const device = story.devices[0];
  if (fixture === undefined || device === undefined) throw new Error('the bulk story has no Android phone');
  await fixture.write(story, { root, device }, fixture.variants[0] ?? '');
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the filter in force, and each before it, means the same after a source is read again', async ({
  page,
  context,
}) => {
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  const authority = { kind: 'training', reference: 'made by code', issuer: '' } as const;
  await ask(page, 'case.create', { path: join(folder, 'case'), number: '2026-19', examiner: 'E. Examiner', authority });
  const intake = await ask(page, 'exhibit.add', { path: join(folder, 'phone'), reference: 'X-1' });
  await ask(page, 'job.wait', { job: intake.id });
  const read = async (): Promise<void> => {
    const { id } = await ask(page, 'source.ingest', { sources: [1] });
    expect((await ask(page, 'job.wait', { job: id })).state).toBe('done');
  };
  await read();
  const { rows } = await ask(page, 'conversation.page', { filter: {}, limit: 3 });
  const [first = 0, second = 0] = rows.map(({ id }) => id);
  const address = (filter: object): string => `#/timeline?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;
  const bar = page.getByRole('region', { name: 'Filter' });
  const chip = bar.getByRole('listitem');
  const count = bar.getByRole('status');
  await page.goto(`${shell.origin}/${address({ conversations: [first] })}`);
  await page.reload();
  await expect(chip).not.toContainText('#');
  await expect(count).toHaveText(/^[1-9]\d* of /u);
  const before = { chip: await chip.innerText(), count: await count.innerText() };
  await page.goto(`${shell.origin}/${address({ conversations: [second] })}`);
  await expect(chip).not.toHaveText(before.chip);
  await expect(chip).not.toContainText('#');
  const other = await chip.innerText();

  await read();
  await expect.poll(() => page.url()).not.toContain(encodeURIComponent(`[${second}]`));
  await expect(chip).toHaveText(other);
  await expect(count).toHaveText(/^[1-9]\d* of /u);
  await page.goBack();
  await expect(chip).toHaveText(before.chip);
  await expect(count).toHaveText(before.count);
  await expect.poll(() => page.url()).not.toContain(encodeURIComponent(`[${first}]`));

  await page.goto(`${shell.origin}/${address({ conversations: [99_999] })}`);
  await expect(chip).toContainText('#99999');
  await expect(chip).toContainText('not in the case now');
  await expect(count).toHaveText(/^0 of /u);
  await picture(page, 'filter-unfound');
});
