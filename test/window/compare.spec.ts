import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenario } from '../../fixtures/scenario.ts';
import { writeSampleReport } from '../../fixtures/ufdr-exhibit.ts';
import { ask, picture, startShell, type RunningShell } from './web-shell.ts';

let shell: RunningShell;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-compare-'));
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what another tool decoded is compared with its database, and each number opens its rows', async ({ page, context }) => {
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  await expect(page.getByRole('main', { name: 'Cases' })).toBeVisible();
  await readReport(page);
  await page.reload();
  await page.evaluate(() => {
    window.location.hash = '#/sources';
  });
  const compared = page.getByRole('region', { name: 'Compared with a database' });
  await compared.getByRole('button', { name: 'Compare', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(compared.getByRole('button', { name: '1 in both, differing' })).toHaveAttribute('aria-pressed', 'true');
  const differing = compared.getByRole('region', { name: 'in both, differing' });
  await expect(differing.getByRole('row')).toHaveCount(2);
  await expect(differing).toContainText('These words are fictional');
  await expect(differing.getByRole('cell', { name: 'words', exact: true })).toBeVisible();
  await differing.scrollIntoViewIfNeeded();
  await picture(page, 'compare');
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'compare-dark');
  await expectAccessible(page);

  await compared.getByRole('button', { name: '1 only in the tool’s decoding' }).focus();
  await page.keyboard.press('Enter');
  const theirs = compared.getByRole('region', { name: 'only in the tool’s decoding' });
  await expect(theirs.getByRole('row')).toHaveCount(2);
  await expect(theirs).toContainText('Recovered');
  await compared.getByRole('button', { name: /only in the database$/u }).click();
  await expect(compared.getByRole('region', { name: 'only in the database' }).getByRole('row').nth(1)).toBeVisible();
  await compared.getByRole('button', { name: /alike in both$/u }).click();
  const alike = compared.getByRole('region', { name: 'alike in both' });
  await expect(alike.getByRole('row')).toHaveCount(51);
  const before = await alike.getByRole('row').nth(1).innerText();
  await compared.getByRole('button', { name: 'Next rows' }).click();
  await expect(compared.getByRole('status')).toContainText('rows 51 to 100');
  await expect(alike.getByRole('row').nth(1)).not.toHaveText(before);
  await alike.getByRole('button', { name: /^Open record/u }).first().click();
  await expect(page.getByRole('main', { name: 'Timeline' })).toBeVisible();
}); // prettier-ignore

/** A case of the beginning of the sample's report alone. */
async function readReport(page: Page): Promise<void> {
  const whole = scenario();
  const posts = [...whole.posts()].slice(0, 450);
  const { path } = await writeSampleReport({ ...whole, posts: () => posts }, folder);
  const authority = { kind: 'training', reference: 'R-1', issuer: 'test' } as const;
  await ask(page, 'case.create', { path: join(folder, 'case'), number: '2026-5', examiner: 'E. Examiner', authority });
  const added = await ask(page, 'exhibit.add', { path, reference: 'A-5' });
  expect((await ask(page, 'job.wait', { job: added.id })).state).toBe('done');
  const read = await ask(page, 'source.ingest', {});
  expect((await ask(page, 'job.wait', { job: read.id })).state).toBe('done');
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`)).toEqual([]);
}
